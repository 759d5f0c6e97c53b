import {
  type BrandVariants,
  createDarkTheme,
  createHighContrastTheme,
  createLightTheme,
  type Theme,
} from "@fluentui/react-components";
import type { ThemeName } from "./theme-choice.ts";

/** Deep tide teal, dark to light. */
const TIDE: BrandVariants = {
  10: "#020f11",
  20: "#0a1f23",
  30: "#0d3037",
  40: "#0e3d47",
  50: "#0d4a56",
  60: "#0b5866",
  70: "#086676",
  80: "#067486",
  90: "#188395",
  100: "#3492a3",
  110: "#4fa1b1",
  120: "#6ab0be",
  130: "#86c0cc",
  140: "#a3d0d9",
  150: "#c1e0e6",
  160: "#e0f0f3",
};

/** Fluent's parts take their colours from tokens.css, so that they and our own drawings are one. */
const OURS = {
  fontFamilyBase: "var(--tg-font)",
  fontFamilyMonospace: "var(--tg-mono)",
  borderRadiusMedium: "var(--tg-radius)",
  colorNeutralBackground1: "var(--tg-surface)",
  colorNeutralBackground2: "var(--tg-canvas)",
  colorNeutralBackground3: "var(--tg-sunken)",
  colorNeutralBackground1Hover: "var(--tg-sunken)",
  colorNeutralBackground1Pressed: "var(--tg-sunken)",
  colorNeutralForeground1: "var(--tg-ink)",
  colorNeutralForeground2: "var(--tg-ink-2)",
  colorNeutralForeground3: "var(--tg-ink-3)",
  colorNeutralStroke1: "var(--tg-line-strong)",
  colorNeutralStroke2: "var(--tg-line)",
  colorNeutralStrokeAccessible: "var(--tg-line-strong)",
  colorBrandBackground: "var(--tg-accent)",
  colorBrandBackgroundHover: "var(--tg-accent-hover)",
  colorBrandBackgroundPressed: "var(--tg-accent-hover)",
  colorNeutralForegroundOnBrand: "var(--tg-accent-ink)",
  colorBrandForeground1: "var(--tg-link)",
  colorBrandForegroundLink: "var(--tg-link)",
  colorCompoundBrandStroke: "var(--tg-accent)",
  colorStrokeFocus2: "var(--tg-focus)",
} satisfies Partial<Theme>;

export const FLUENT_THEMES: Readonly<Record<ThemeName, Theme>> = {
  light: { ...createLightTheme(TIDE), ...OURS },
  dark: { ...createDarkTheme(TIDE), ...OURS },
  "high-contrast": { ...createHighContrastTheme(), ...OURS },
};
