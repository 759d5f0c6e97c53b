import { canonicalJson, type Json } from "../../kit/canonical-json.ts";
import { compareText, type PolicyId } from "../../kit/ids.ts";
import { PLATFORMS, type Platform } from "../../estate/platform.ts";
import { unfolded } from "../behaviour/unfold.ts";
import { askedBy } from "../contribution.ts";
import { isPropertyNode, type NodeId } from "../node.ts";
import type { Policy } from "../policy.ts";
import type { NodeValue } from "../setting.ts";
import type { RegisteredRequirement } from "./requirement.ts";

/** A knob that live policies turn: `platforms` as those policies name them, values and policies each once. */
export type PolicySetting = Readonly<{
  node: NodeId;
  platforms: readonly Platform[];
  values: readonly Json[];
  policies: readonly Readonly<{ policyId: PolicyId; name: string }>[];
}>;

/** In the order of the nodes. What cannot be read is not among them. */
export function policySettings(policies: readonly Policy[]): readonly PolicySetting[] {
  type Found = { platforms: Set<Platform>; values: Map<string, Json>; policies: Map<PolicyId, string> };
  const byNode = new Map<NodeId, Found>();
  for (const { id, live } of [...policies].sort((a, b) => compareText(a.id, b.id))) {
    for (const { node, value } of askedBy(live.content).flatMap(knobsOf)) {
      const found = byNode.get(node) ?? { platforms: new Set(), values: new Map(), policies: new Map() };
      for (const platform of live.content.platforms) found.platforms.add(platform);
      found.values.set(canonicalJson(value), value);
      found.policies.set(id, live.content.name);
      byNode.set(node, found);
    }
  }
  return [...byNode]
    .sort(([a], [b]) => compareText(a, b))
    .map(([node, found]) => ({
      node,
      platforms: PLATFORMS.filter((platform) => found.platforms.has(platform)),
      values: [...found.values].sort(([a], [b]) => compareText(a, b)).map(([, value]) => value),
      policies: [...found.policies].map(([policyId, name]) => ({ policyId, name })),
    }));
}

/** A property that holds fields is one knob: its fields are no settings. */
function knobsOf(ask: NodeValue): readonly NodeValue[] {
  return isPropertyNode(ask.node) ? [ask] : unfolded(ask);
}

/** Settings that no requirement asks for, with those of their platforms on which none does. Retired requirements ask for nothing. */
export function settingsWithoutRequirement(
  settings: readonly PolicySetting[],
  requirements: readonly RegisteredRequirement[],
): readonly PolicySetting[] {
  const asked = new Map<NodeId, Set<Platform>>();
  for (const { retired, expected } of requirements) {
    if (retired) continue;
    for (const { node, platforms } of expected) {
      const known = asked.get(node) ?? new Set();
      for (const platform of platforms) known.add(platform);
      asked.set(node, known);
    }
  }
  return settings.flatMap((setting) => {
    const known = asked.get(setting.node);
    if (known === undefined) return [setting];
    const platforms = setting.platforms.filter((platform) => !known.has(platform));
    return platforms.length === 0 ? [] : [{ ...setting, platforms }];
  });
}
