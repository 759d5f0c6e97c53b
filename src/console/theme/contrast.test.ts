import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const CSS = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const THEMES = ["light", "dark", "high-contrast"] as const;
const TONES = ["good", "info", "warn", "bad", "conflict", "held", "quiet"];

/** Text on its grounds: 4.5 to 1 (WCAG 1.4.3). */
const TEXTS = [
  ...["ink", "ink-2", "ink-3", "link"].flatMap((ink) => ["canvas", "surface", "sunken"].map((ground) => [ink, ground])),
  ["ink", "accent-soft"],
  ["accent-ink", "accent"],
  ["accent-ink", "accent-hover"],
  ["halt-ink", "halt"],
  ["halt-ink", "halt-hover"],
  ...TONES.flatMap((tone) => ["canvas", "surface", `${tone}-soft`].map((ground) => [`${tone}-ink`, ground])),
  ["ink", "bad-soft"],
  ["ink-2", "bad-soft"],
  ["ink", "warn-soft"],
] as [string, string][];
/** Edges, focus and bars: 3 to 1 (WCAG 1.4.11). */
const GRAPHICS = [
  ...["line-strong", "focus", "accent"].flatMap((edge) => ["canvas", "surface"].map((ground) => [edge, ground])),
  ...TONES.map((tone) => [`${tone}-fill`, "surface"]),
] as [string, string][];

describe.each(THEMES)("%s", (theme) => {
  const tokens = tokensOf(theme);
  test.each(TEXTS)("%s can be read on %s", (ink, ground) => expect(contrast(tokens, ink, ground)).toBeGreaterThanOrEqual(4.5));
  test.each(GRAPHICS)("%s can be seen on %s", (mark, ground) => expect(contrast(tokens, mark, ground)).toBeGreaterThanOrEqual(3));
});

test("every theme defines the same colours", () => {
  const [light, ...others] = THEMES.map((theme) => [...tokensOf(theme).keys()].sort());
  for (const other of others) expect(other).toEqual(light);
});

function tokensOf(theme: string): Map<string, string> {
  const block = new RegExp(`\\[data-theme="${theme}"\\] \\{([^}]*)\\}`).exec(CSS)?.[1] ?? "";
  return new Map([...block.matchAll(/--tg-([a-z0-9-]+): (#[0-9a-f]{6});/g)].map(([, name = "", value = ""]) => [name, value]));
}

function contrast(tokens: Map<string, string>, one: string, other: string): number {
  const [lighter = 0, darker = 0] = [one, other]
    .map((name) => luminance(tokens.get(name) ?? expect.fail(`no --tg-${name}`)))
    .sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Relative luminance as WCAG defines it. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
