import { assert } from "../../kit/assert.ts";
import type { Setting, SettingValue } from "../setting.ts";

/**
 * Settings of several origins as one policy holds them: what stands under the same choice or in the same payload stands there
 * together. Throws where they contradict each other: origins that do never belong in one policy.
 */
export function mergedSettings(settings: readonly Setting[]): readonly Setting[] {
  const byDefinition = new Map<string, Setting>();
  for (const setting of settings) {
    const known = byDefinition.get(setting.definitionId);
    const value = known === undefined ? setting.value : joined(setting.definitionId, known.value, setting.value);
    byDefinition.set(setting.definitionId, { definitionId: setting.definitionId, value });
  }
  return [...byDefinition.values()];
}

function joined(definitionId: string, one: SettingValue, other: SettingValue): SettingValue {
  if (one.kind === "choice" && other.kind === "choice" && one.option === other.option)
    return { ...one, children: mergedSettings([...one.children, ...other.children]) };
  if (one.kind === "groups" && other.kind === "groups")
    return { kind: "groups", instances: [mergedSettings([...one.instances.flat(), ...other.instances.flat()])] };
  assert(one.kind === "simple" && other.kind === "simple" && one.value === other.value, `${definitionId} is set in two ways`);
  return one;
}
