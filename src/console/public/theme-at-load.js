// Runs before the first paint, so that a dark room stays dark: the same choice as theme/theme-choice.ts, which keeps it.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem("tidegate-theme");
  } catch {
    choice = null;
  }
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const wantsContrast = matchMedia("(prefers-contrast: more)").matches || matchMedia("(forced-colors: active)").matches;
  const bySystem = wantsContrast ? "high-contrast" : isDark ? "dark" : "light";
  const known = choice === "light" || choice === "dark" || choice === "high-contrast";
  document.documentElement.dataset.theme = known ? choice : bySystem;
})();
