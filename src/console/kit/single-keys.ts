/** Single letters as commands help some people and hurt others (WCAG 2.1.4): they can be switched off. */
const STORAGE_KEY = "tidegate-single-keys";

export function areSingleKeysOn(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) !== "off";
  } catch {
    return true;
  }
}

export function switchSingleKeys(on: boolean): void {
  try {
    localStorage.setItem(STORAGE_KEY, on ? "on" : "off");
  } catch {
    // Nothing is kept then, and the keys stay on.
  }
}
