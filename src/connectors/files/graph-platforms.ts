import type { Platform } from "../../estate/platform.ts";

/** Graph's words for platforms; iOS stands for iPadOS too. Null: real, but no device of ours runs it. */
const PLATFORMS_BY_WORD: ReadonlyMap<string, readonly Platform[] | null> = new Map([
  ["windows10", ["windows"]],
  ["windows10X", ["windows"]],
  ["windows", ["windows"]],
  ["macOS", ["macOS"]],
  ["iOS", ["iOS", "iPadOS"]],
  ["android", ["android"]],
  ["androidEnterprise", ["android"]],
  ["aosp", ["android"]],
  ["linux", ["linux"]],
  ["visionOS", null],
  ["tvOS", null],
]);

const PLATFORMS_BY_TYPE_START: readonly (readonly [RegExp, readonly Platform[]])[] = [
  [/^(windows|win32|azureADWindows|mdmWindows)/, ["windows"]],
  [/^macOS/, ["macOS"]],
  [/^(ios|iOS|iPad)/, ["iOS", "iPadOS"]],
  [/^(android|aosp)/, ["android"]],
  [/^linux/, ["linux"]],
];

/** `platforms` of a settings catalog policy: words with commas between. Unknown ones come back apart. */
export function platformsOfWords(words: string): { platforms: readonly Platform[]; unknown: readonly string[] } {
  const platforms = new Set<Platform>();
  const unknown: string[] = [];
  for (const word of words.split(",").map((part) => part.trim())) {
    const known = PLATFORMS_BY_WORD.get(word);
    if (known) for (const platform of known) platforms.add(platform);
    else unknown.push(word);
  }
  return { platforms: [...platforms], unknown };
}

/** The platform that a Graph type's name begins with; empty where it names none. */
export function platformsOfType(typeName: string): readonly Platform[] {
  return PLATFORMS_BY_TYPE_START.find(([start]) => start.test(typeName))?.[1] ?? [];
}
