import type { SettingScope } from "./node.ts";
import type { RegistryFact } from "./registry-fact.ts";

/** Finds what lies at a place of the registry. `value` null: the key as a whole. */
export type RegistryIndex = (scope: SettingScope, key: string, value: string | null) => readonly RegistryFact[];

/** Keys and values of the registry know no case. A fact of a whole key holds for every value below it. */
export function registryIndex(facts: readonly RegistryFact[]): RegistryIndex {
  const byPlace = new Map<string, RegistryFact[]>();
  for (const fact of facts) {
    const place = placeOf(fact.scope, fact.key, fact.value);
    byPlace.set(place, [...(byPlace.get(place) ?? []), fact]);
  }
  return (scope, key, value) => {
    const exact = byPlace.get(placeOf(scope, key, value)) ?? [];
    return exact.length > 0 || value === null ? exact : (byPlace.get(placeOf(scope, key, null)) ?? []);
  };
}

const HIVES: readonly (readonly [RegExp, SettingScope])[] = [
  [/^(?:HKLM|HKEY_LOCAL_MACHINE|MACHINE)(?::?\\)/i, "device"],
  [/^(?:HKCU|HKEY_CURRENT_USER|USER)(?::?\\)/i, "user"],
];

/** Takes `HKLM\...`, `HKEY_LOCAL_MACHINE\...`, `HKLM:\...` and `MACHINE\...`; null for a text that begins with no hive. */
export function withoutHive(path: string): Readonly<{ scope: SettingScope; path: string }> | null {
  for (const [pattern, scope] of HIVES) {
    const hive = pattern.exec(path)?.[0];
    if (hive !== undefined) return { scope, path: path.slice(hive.length) };
  }
  return null;
}

function placeOf(scope: SettingScope, key: string, value: string | null): string {
  const plain = key.replace(/^\\+|\\+$/g, "").toLowerCase();
  return `${scope}\n${plain}\n${value === null ? "" : `=${value.toLowerCase()}`}`;
}
