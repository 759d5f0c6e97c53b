import { canonicalJson, type Json } from "../../kit/canonical-json.ts";
import { compareText } from "../../kit/ids.ts";
import { PLATFORMS, type Platform } from "../../estate/platform.ts";
import type { NodeId } from "../node.ts";
import type { ApplicabilityRule } from "../policy.ts";
import type { Applicability, ApplicabilityDevice, AppliesAt, MissingFact, NotApplicableReason } from "./applicability.ts";
import { missingWords, reasonWords } from "./cause-words.ts";
import { withinPolicyRule } from "./policy-rule.ts";
import { atLeast, higherVersion } from "./version.ts";

/** Below this share of a policy's devices somebody has to say that they know. */
export const INTENT_PERCENT_MIN = 90;

/** How many devices, and how many settings of the policy are concerned on at least one of them. */
export type Shortfall<Cause> = Readonly<{ cause: Cause; words: string; devices: number; settings: number }>;

/** One setting that does not surely apply everywhere; its three counts add up to the policy's devices. */
export type SettingShortfall = Readonly<{
  node: NodeId;
  applies: number;
  notApplicable: number;
  unknown: number;
  /** Most devices first. */
  reasons: readonly Omit<Shortfall<NotApplicableReason>, "settings">[];
  missing: readonly Omit<Shortfall<MissingFact>, "settings">[];
}>;

/** `version`: the least one to which devices would have to be brought; null: updates alone do not reach
 * the share, and `metThen` is the most that they bring. */
export type LeastVersion = Readonly<{
  platform: Platform;
  percent: number;
  /** Of the platform: the denominator of the rest. */
  devices: number;
  metNow: number;
  version: string | null;
  metThen: number;
  toUpdate: number;
}>;

/**
 * "Intent met on N of M": `met` holds devices on which every setting applies, `short` those on which at least one surely does not,
 * `unknown` the rest. They add up to `devices`. Source: S9.
 */
export type IntentReport = Readonly<{
  devices: number;
  settings: number;
  met: number;
  short: number;
  unknown: number;
  /** Of `unknown`: nothing is missing but what the catalogue would have to say. */
  unknownByCatalogue: number;
  /** Most devices first; a device with several reasons counts at each. */
  reasons: readonly Shortfall<NotApplicableReason>[];
  missing: readonly Shortfall<MissingFact>[];
  /** In the order of the nodes; settings that apply everywhere are left out. */
  shortSettings: readonly SettingShortfall[];
  /** Platforms on which the share is not reached today. */
  leastVersions: readonly LeastVersion[];
}>;

export type IntentInputs = Readonly<{
  nodes: readonly NodeId[];
  devices: readonly ApplicabilityDevice[];
  applies: AppliesAt;
  rule?: ApplicabilityRule | undefined;
  /** Versions that settings ask for at least, by platform: the candidates of `leastVersions`. */
  versionsMin: (node: NodeId, platform: Platform) => string | undefined;
  /** The share to reach. */
  percent: number;
}>;

/** Devices that agree in every fact that decides are judged once. */
export function intentReport(inputs: IntentInputs): IntentReport {
  const nodes = [...new Set(inputs.nodes)].sort(compareText);
  const kinds = kindsOf(inputs.devices).map((kind): JudgedKind => ({ ...kind, ...judged(kind.device, nodes, inputs) }));
  const sum = (of: Standing) => kinds.reduce((total, kind) => total + (kind.standing === of ? kind.count : 0), 0);
  const unknownByCatalogue = kinds.filter(({ standing, verdicts }) => standing === "unknown" && verdicts.every(isSilent));
  return {
    devices: inputs.devices.length,
    settings: nodes.length,
    met: sum("met"),
    short: sum("short"),
    unknown: sum("unknown"),
    unknownByCatalogue: unknownByCatalogue.reduce((total, kind) => total + kind.count, 0),
    reasons: shortfalls(kinds, reasonOf, reasonWords),
    missing: shortfalls(kinds, missingOf, missingWords),
    shortSettings: nodes.flatMap((node, at) => settingShortfall(node, at, kinds)),
    leastVersions: PLATFORMS.flatMap((platform) => leastVersion(platform, kinds, nodes, inputs) ?? []),
  };
}

type Standing = "met" | "short" | "unknown";
type DeviceKind = Readonly<{ device: ApplicabilityDevice; count: number }>;
type Judgement = Readonly<{ verdicts: readonly Applicability[]; standing: Standing }>;
type JudgedKind = DeviceKind & Judgement;

function kindsOf(devices: readonly ApplicabilityDevice[]): readonly DeviceKind[] {
  const kinds = new Map<string, { device: ApplicabilityDevice; count: number }>();
  for (const device of devices) {
    const { platform, osVersion, edition, supervised, joinType, enrolment, licences = null } = device;
    const key = JSON.stringify([platform, osVersion, edition, supervised, joinType, enrolment, licences]);
    const kind = kinds.get(key);
    if (kind === undefined) kinds.set(key, { device, count: 1 });
    else kind.count++;
  }
  return [...kinds.values()];
}

/** Outside of the policy's own rule nothing of it applies, whatever the settings would say. */
function judged(device: ApplicabilityDevice, nodes: readonly NodeId[], inputs: IntentInputs): Judgement {
  const { rule, applies } = inputs;
  const whole = withinPolicyRule(rule, device);
  const verdicts = nodes.map((node) => {
    if (whole.kind === "not-applicable") return whole;
    const own = applies(node, device);
    return own.kind === "applies" ? whole : own;
  });
  const has = (kind: Applicability["kind"]) => verdicts.some((verdict) => verdict.kind === kind);
  return { verdicts, standing: has("not-applicable") ? "short" : has("unknown") ? "unknown" : "met" };
}

function isSilent(verdict: Applicability): boolean {
  return verdict.kind !== "unknown" || verdict.missing.of === "catalogue";
}

function reasonOf(verdict: Applicability): NotApplicableReason | null {
  return verdict.kind === "not-applicable" ? verdict.reason : null;
}

function missingOf(verdict: Applicability): MissingFact | null {
  return verdict.kind === "unknown" ? verdict.missing : null;
}

function shortfalls<Cause extends object>(
  kinds: readonly JudgedKind[],
  causeOf: (verdict: Applicability) => Cause | null,
  wordsOf: (cause: Cause) => string,
): readonly Shortfall<Cause>[] {
  const found = new Map<string, { cause: Cause; devices: number; settings: Set<number> }>();
  for (const { verdicts, count } of kinds) {
    const here = new Set<string>();
    for (const [at, verdict] of verdicts.entries()) {
      const cause = causeOf(verdict);
      if (cause === null) continue;
      const key = keyOf(cause);
      const entry = found.get(key) ?? { cause, devices: 0, settings: new Set<number>() };
      entry.settings.add(at);
      if (!here.has(key)) entry.devices += count;
      here.add(key);
      found.set(key, entry);
    }
  }
  return [...found]
    .sort(([a, one], [b, other]) => other.devices - one.devices || compareText(a, b))
    .map(([, { cause, devices, settings }]) => ({ cause, words: wordsOf(cause), devices, settings: settings.size }));
}

function settingShortfall(node: NodeId, at: number, kinds: readonly JudgedKind[]): readonly SettingShortfall[] {
  const own = kinds.map(({ verdicts, ...kind }): JudgedKind => ({ ...kind, verdicts: [verdicts[at] as Applicability] }));
  const count = (of: Applicability["kind"]) =>
    own.reduce((total, kind) => total + (kind.verdicts[0]?.kind === of ? kind.count : 0), 0);
  const [notApplicable, unknown] = [count("not-applicable"), count("unknown")];
  if (notApplicable + unknown === 0) return [];
  const reasons = shortfalls(own, reasonOf, reasonWords);
  const missing = shortfalls(own, missingOf, missingWords);
  const bare = <Cause>({ cause, words, devices }: Shortfall<Cause>) => ({ cause, words, devices });
  return [{ node, applies: count("applies"), notApplicable, unknown, reasons: reasons.map(bare), missing: missing.map(bare) }];
}

/** What the share would be if devices below a version were brought to it: the least version that reaches it. */
function leastVersion(
  platform: Platform,
  kinds: readonly JudgedKind[],
  nodes: readonly NodeId[],
  inputs: IntentInputs,
): LeastVersion | null {
  const own = kinds.filter(({ device }) => device.platform === platform);
  const devices = total(own, () => true);
  const metNow = total(own, ({ standing }) => standing === "met");
  const isEnough = (met: number) => 100 * met >= inputs.percent * devices;
  if (devices === 0 || isEnough(metNow)) return null;
  const asked = nodes.flatMap((node) => inputs.versionsMin(node, platform) ?? []);
  const none: LeastVersion = { platform, percent: inputs.percent, devices, metNow, version: null, metThen: metNow, toUpdate: 0 };
  let best = none;
  for (const version of inVersionOrder(asked)) {
    const isBelow = ({ device }: DeviceKind) => device.osVersion !== null && atLeast(device.osVersion, version) === "outside";
    const metThen = total(own, (kind) =>
      isBelow(kind) ? judged({ ...kind.device, osVersion: version }, nodes, inputs).standing === "met" : kind.standing === "met",
    );
    const then = { ...none, metThen, toUpdate: total(own, isBelow) };
    if (isEnough(metThen)) return { ...then, version };
    if (metThen > best.metThen) best = then;
  }
  return best;
}

function total(kinds: readonly JudgedKind[], counts: (kind: JudgedKind) => boolean): number {
  return kinds.reduce((sum, kind) => sum + (counts(kind) ? kind.count : 0), 0);
}

function inVersionOrder(versions: readonly string[]): readonly string[] {
  return [...new Set(versions)].sort((a, b) => (a === b ? 0 : higherVersion(a, b) === a ? 1 : -1));
}

function keyOf(cause: object): string {
  return canonicalJson(cause as Json);
}
