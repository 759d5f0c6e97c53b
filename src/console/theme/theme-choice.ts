import { useSyncExternalStore } from "react";

/** What a person chose; `system` follows the device. public/theme-at-load.js reads the same key before the first paint. */
export const THEME_CHOICES = ["system", "light", "dark", "high-contrast"] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];
export type ThemeName = Exclude<ThemeChoice, "system">;

const STORAGE_KEY = "tidegate-theme";
const MEDIA = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"];
const listeners = new Set<() => void>();

export function readThemeChoice(): ThemeChoice {
  try {
    const kept = localStorage.getItem(STORAGE_KEY);
    return THEME_CHOICES.find((choice) => choice === kept) ?? "system";
  } catch {
    return "system";
  }
}

export function chooseTheme(choice: ThemeChoice): void {
  try {
    localStorage.setItem(STORAGE_KEY, choice);
  } catch {
    // A browser that keeps nothing still shows the choice until the page is left.
  }
  document.documentElement.dataset["theme"] = themeFor(choice);
  for (const listener of listeners) listener();
}

function themeFor(choice: ThemeChoice): ThemeName {
  if (choice !== "system") return choice;
  const [isDark = false, wantsMore = false, isForced = false] = MEDIA.map((query) => matchMedia(query).matches);
  if (wantsMore || isForced) return "high-contrast";
  return isDark ? "dark" : "light";
}

/** The theme on the screen. */
export function useThemeName(): ThemeName {
  return useSyncExternalStore(subscribe, currentTheme);
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, readThemeChoice);
}

function currentTheme(): ThemeName {
  const shown = document.documentElement.dataset["theme"];
  return shown === "dark" || shown === "high-contrast" ? shown : "light";
}

function subscribe(listener: () => void): () => void {
  const queries = MEDIA.map((query) => matchMedia(query));
  const onSystemChange = () => {
    if (readThemeChoice() === "system") document.documentElement.dataset["theme"] = themeFor("system");
    listener();
  };
  listeners.add(listener);
  for (const query of queries) query.addEventListener("change", onSystemChange);
  return () => {
    listeners.delete(listener);
    for (const query of queries) query.removeEventListener("change", onSystemChange);
  };
}
