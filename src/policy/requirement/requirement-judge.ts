import type { Json } from "../../kit/canonical-json.ts";
import { compareText, type PolicyId } from "../../kit/ids.ts";
import type { AudienceEngine } from "../../audience/audience-engine.ts";
import type { DeviceSet } from "../../audience/device-set.ts";
import { PLATFORMS, type Platform } from "../../estate/platform.ts";
import { unfolded, unfoldedAll } from "../behaviour/unfold.ts";
import { cellsOf, type Cell } from "../cells.ts";
import { queryOf } from "../change-reach.ts";
import type { ConflictRule } from "../conflict-rule.ts";
import { contributorOf, type Contributor } from "../contribution.ts";
import { deviceValue, otherScopeOf, type NodeId } from "../node.ts";
import { isDeliverable, type Policy } from "../policy.ts";
import { resolveContributors } from "../resolve.ts";
import type { NodeValue } from "../setting.ts";
import { accepts } from "./accepts.ts";
import type { ExpectedSetting, Requirement } from "./requirement.ts";

/**
 * How a requirement stands, by what live policies bring about:
 * - `met`, `partly-met`, `unmet`: on all, some, none of the devices of its platforms;
 * - `no-policy`: no live policy sets any of its settings;
 * - `unmapped`: no setting is named that would realise it;
 * - `no-device`: the estate has no device of its platforms, so that nothing can be said.
 */
export const REQUIREMENT_STATUSES = ["unmapped", "no-policy", "unmet", "partly-met", "no-device", "met"] as const;
export type RequirementStatus = (typeof REQUIREMENT_STATUSES)[number];

export type RequirementStanding = Readonly<{
  status: RequirementStatus;
  /** Devices that hold an accepted value at every expected node, of `ofDevices` on its platforms. */
  met: number;
  ofDevices: number;
  /** Among those that do not meet it: devices on which policies disagree at one of its nodes, so that no value is promised. */
  undetermined: number;
  /** Of its platforms, those on which no setting realises it. */
  unmappedPlatforms: readonly Platform[];
  /** Live policies that set any of its nodes, in the order of their ids. */
  policyIds: readonly PolicyId[];
}>;

export type RequirementWorld = Readonly<{ engine: AudienceEngine; policies: readonly Policy[]; rule: ConflictRule }>;

/** Judges requirements against one world. Devices with the same policies at the same knobs are resolved once. */
export type RequirementJudge = (requirement: Requirement) => RequirementStanding;

export function requirementJudge(world: RequirementWorld): RequirementJudge {
  const knobs = knobIndex(world);
  return (requirement) => {
    const { platforms, expected } = requirement;
    const tally = { met: 0, ofDevices: 0, undetermined: 0 };
    const unmappedPlatforms = platforms.filter((platform) => !expected.some((one) => one.platforms.includes(platform)));
    for (const platform of platforms) {
      const here = expected.filter((one) => one.platforms.includes(platform));
      const counts = knobs.count(platform, here);
      tally.met += counts.met;
      tally.ofDevices += counts.ofDevices;
      tally.undetermined += counts.undetermined;
    }
    const policyIds = knobs.askersOf(expected.map(({ node }) => node));
    return { ...tally, unmappedPlatforms, policyIds, status: statusOf(expected, policyIds, tally) };
  };
}

function statusOf(
  expected: readonly ExpectedSetting[],
  policyIds: readonly PolicyId[],
  { met, ofDevices }: Readonly<{ met: number; ofDevices: number }>,
): RequirementStatus {
  if (expected.length === 0) return "unmapped";
  if (policyIds.length === 0) return "no-policy";
  if (ofDevices === 0) return "no-device";
  if (met === ofDevices) return "met";
  return met === 0 ? "unmet" : "partly-met";
}

/** A policy that asks for something, and to whom it goes. */
type Asker = Readonly<{ policyId: PolicyId; contributor: Contributor; reach: DeviceSet }>;
/** Who sets a knob, and at which nodes: an Apple key is set inside its payload's node. */
type Knob = { askers: Set<number>; tops: Set<NodeId> };

type Counts = Readonly<{ met: number; ofDevices: number; undetermined: number }>;

function knobIndex({ engine, policies, rule }: RequirementWorld) {
  const askers = askersOf(engine, policies);
  const byNode = indexOf(askers);
  const cellsByKey = new Map<string, readonly Cell[]>();
  const onPlatform = new Map<Platform, DeviceSet>(
    PLATFORMS.map((platform) => [
      platform,
      engine.reach({ platforms: [platform], assignments: [{ mode: "include", target: { kind: "all-devices" } }] }),
    ]),
  );

  const knobOf = (nodes: readonly NodeId[]) => {
    const found: Knob = { askers: new Set(), tops: new Set() };
    for (const node of nodes) {
      for (const one of [node, otherScopeOf(node)]) {
        const knob = one === null ? undefined : byNode.get(one);
        for (const asker of knob?.askers ?? []) found.askers.add(asker);
        for (const top of knob?.tops ?? []) found.tops.add(top);
      }
    }
    return { askers: [...found.askers].sort((a, b) => a - b), tops: found.tops };
  };

  const cellsFor = (platform: Platform, asking: readonly number[]): readonly Cell[] => {
    const key = `${platform}:${asking.join()}`;
    const scope = onPlatform.get(platform) as DeviceSet;
    const cells =
      cellsByKey.get(key) ??
      cellsOf(
        scope,
        asking.map((asker) => (askers[asker] as Asker).reach),
      );
    cellsByKey.set(key, cells);
    return cells;
  };

  return {
    askersOf: (nodes: readonly NodeId[]): readonly PolicyId[] => {
      const asking = nodes.flatMap((node) => [...(byNode.get(node)?.askers ?? [])]);
      return [...new Set(asking)].map((asker) => (askers[asker] as Asker).policyId).sort(compareText);
    },
    count: (platform: Platform, expected: readonly ExpectedSetting[]): Counts => {
      const knob = knobOf(expected.map(({ node }) => node));
      const cells = cellsFor(platform, knob.askers);
      const counts = { met: 0, ofDevices: 0, undetermined: 0 };
      for (const { devices, memberOf } of cells) {
        const present = knob.askers.filter((_, at) => memberOf[at]).map((asker) => (askers[asker] as Asker).contributor);
        const verdict = expected.length === 0 ? "unmet" : verdictOf(expected, present, knob.tops, rule);
        counts.ofDevices += devices;
        if (verdict === "met") counts.met += devices;
        if (verdict === "undetermined") counts.undetermined += devices;
      }
      return counts;
    },
  };
}

function askersOf(engine: AudienceEngine, policies: readonly Policy[]): readonly Asker[] {
  return policies
    .filter(({ live }) => isDeliverable(live.content.kind))
    .map((policy) => {
      const { content } = policy.live;
      const contributor = contributorOf({ policyId: policy.id, name: content.name, content });
      return { policyId: policy.id, contributor, reach: engine.reach(queryOf(policy)) };
    });
}

function indexOf(askers: readonly Asker[]): ReadonlyMap<NodeId, Knob> {
  const byNode = new Map<NodeId, Knob>();
  askers.forEach(({ contributor }, at) => {
    for (const ask of contributor.asks) {
      for (const { node } of [ask, ...unfolded(ask)]) {
        const knob = byNode.get(node) ?? { askers: new Set(), tops: new Set() };
        knob.askers.add(at);
        knob.tops.add(ask.node);
        byNode.set(node, knob);
      }
    }
  });
  return byNode;
}

/** Disagreement at a node says more than a wrong value at another: it is told first. */
function verdictOf(
  expected: readonly ExpectedSetting[],
  present: readonly Contributor[],
  tops: ReadonlySet<NodeId>,
  rule: ConflictRule,
): "met" | "unmet" | "undetermined" {
  const asking = present.map((one) => ({ ...one, asks: one.asks.filter(({ node }) => tops.has(node)) }));
  const settled = resolveContributors(asking, rule, {});
  const conflicting = new Set<NodeId>();
  const values: NodeValue[] = [];
  const overriding = new Map<NodeId, NodeId>();
  for (const one of settled) {
    if (one.kind === "conflict") {
      for (const { value } of one.candidates) for (const { node } of unfolded({ node: one.node, value })) conflicting.add(node);
      conflicting.add(one.node);
    } else values.push({ node: one.node, value: one.value });
    if (one.overriddenBy !== null) overriding.set(one.node, one.overriddenBy);
  }
  const whole = new Map<NodeId, Json>(values.map(({ node, value }) => [node, value]));
  const knobs = unfoldedAll(values);
  let isMet = true;
  for (const { node, accept } of expected) {
    if (conflicting.has(node)) return "undetermined";
    const held = overriding.get(node) ?? node;
    const value = whole.get(held) ?? knobs.get(held);
    if (value === undefined || !accepts(node, accept, deviceValue(held, value))) isMet = false;
  }
  return isMet ? "met" : "unmet";
}
