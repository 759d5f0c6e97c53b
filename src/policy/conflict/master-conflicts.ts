import type { Json } from "../../kit/canonical-json.ts";
import { compareText, type PolicyId } from "../../kit/ids.ts";
import { unreachable } from "../../kit/assert.ts";
import type { Estate } from "../../estate/estate.ts";
import {
  countOf,
  difference,
  emptySet,
  indexesOf,
  intersection,
  isEmpty,
  setOf,
  union,
  type DeviceSet,
} from "../../audience/device-set.ts";
import { MDM_WINS_NODE, wordsOfRule, type ConflictRule, type MdmWins } from "../conflict-rule.ts";
import { contributorOf, type DeclaredId } from "../contribution.ts";
import { contributorOfDeclared, MASTER_WORDS, type DeclaredFact, type Master } from "../declared-fact.ts";
import { deviceValue, type NodeId } from "../node.ts";
import type { ReachedPolicy } from "../reached-policy.ts";
import { obeysMdmWins } from "../resolve.ts";
import { workloadOf, type Workload } from "../workload.ts";
import { severityOf, type ConflictClass, type ConflictSeverity } from "./conflict-class.ts";
import { pairOutcomes, type PairOutcome } from "./pair-outcomes.ts";

/** A declared fact and the devices that it holds for. */
export type ReachedMaster = Readonly<{ fact: DeclaredFact; reach: DeviceSet }>;

type MasterSide = Readonly<{ id: DeclaredId; name: string; master: Master }>;

/** A policy and another master meet at a node on devices that have both. */
export type MasterConflict = Readonly<{
  class: ConflictClass;
  severity: ConflictSeverity;
  node: NodeId;
  policy: Readonly<{ policyId: PolicyId; name: string; value: Json }>;
  /** `value` null where `isComparable` is false: the node is known, and what the master sets there is not. */
  master: MasterSide & Readonly<{ value: Json; isComparable: boolean }>;
  devices: number;
  rule: string;
  /** Whose value is in effect; null: nobody's alone, or not known. */
  winner: "policy" | "master" | null;
  weaker: "yes" | "unknown" | null;
  sentence: string;
}>;

/** Settings of a policy that do not apply, because Configuration Manager keeps their workload. */
export type KeptSettings = Readonly<{
  policyId: PolicyId;
  name: string;
  workload: Workload;
  master: MasterSide;
  /** So many of the policy's settings belong to the workload. */
  settings: number;
  settingsTotal: number;
  devices: number;
}>;

export type MasterFindings = Readonly<{ conflicts: readonly MasterConflict[]; kept: readonly KeptSettings[] }>;

export type MasterQuestion = Readonly<{
  estate: Estate;
  /** Whose meetings are looked for. */
  asked: readonly ReachedPolicy[];
  /** Every policy, because any of them may let MDM win. */
  all: readonly ReachedPolicy[];
  masters: readonly ReachedMaster[];
  rule: ConflictRule;
}>;

/**
 * Where policies and other masters meet. What Configuration Manager keeps is out before anything is compared: there the policy
 * sets nothing. Where Group Policy stands against the Policy CSP, devices are told apart by whether MDM wins on them. Most
 * devices first, then by node, policy and master.
 */
export function masterFindings({ estate, asked, all, masters, rule }: MasterQuestion): MasterFindings {
  const mdmWins = mdmWinsSets(estate, all);
  const kept: KeptSettings[] = [];
  const conflicts: MasterConflict[] = [];
  for (const policy of asked) {
    const asker = askerOf(policy, masters);
    kept.push(...asker.kept);
    for (const master of masters) conflicts.push(...meetingsOf(asker, master, mdmWins, rule));
  }
  return {
    conflicts: conflicts.sort(compareConflicts),
    kept: kept.sort((a, b) => b.devices - a.devices || compareText(a.policyId, b.policyId)),
  };
}

type Asker = Readonly<{
  policy: ReachedPolicy;
  from: ReturnType<typeof contributorOf>;
  valuesByNode: ReadonlyMap<NodeId, readonly Json[]>;
  /** Devices on which the policy's settings of a workload apply. */
  reachOf: (node: NodeId) => DeviceSet;
  kept: readonly KeptSettings[];
}>;

function askerOf(policy: ReachedPolicy, masters: readonly ReachedMaster[]): Asker {
  const from = contributorOf(policy);
  const valuesByNode = new Map<NodeId, Json[]>();
  for (const { node, value } of from.asks) valuesByNode.set(node, [...(valuesByNode.get(node) ?? []), value]);
  const workloads = new Map<Workload, number>();
  for (const node of valuesByNode.keys()) {
    const workload = workloadOf(from.kind, node);
    if (workload !== null) workloads.set(workload, (workloads.get(workload) ?? 0) + 1);
  }
  const takenFrom = new Map<Workload, DeviceSet>();
  const kept: KeptSettings[] = [];
  for (const { fact, reach } of masters) {
    const common = fact.workloads.length === 0 ? reach : intersection(policy.reach, reach);
    for (const workload of fact.workloads) {
      const settings = workloads.get(workload) ?? 0;
      if (settings === 0 || isEmpty(common)) continue;
      takenFrom.set(workload, union(takenFrom.get(workload) ?? common, common));
      const { policyId, name } = policy;
      kept.push({
        policyId,
        name,
        workload,
        master: sideOf(fact),
        settings,
        settingsTotal: valuesByNode.size,
        devices: countOf(common),
      });
    }
  }
  const reachOf = (node: NodeId) => {
    const workload = workloadOf(from.kind, node);
    const taken = workload === null ? undefined : takenFrom.get(workload);
    return taken === undefined ? policy.reach : difference(policy.reach, taken);
  };
  return { policy, from, valuesByNode, reachOf, kept };
}

function* meetingsOf(
  { policy, from, valuesByNode, reachOf }: Asker,
  { fact, reach }: ReachedMaster,
  mdmWins: MdmWinsSets,
  rule: ConflictRule,
): Generator<MasterConflict> {
  const declared = contributorOfDeclared(fact);
  if (declared === null || isEmpty(intersection(policy.reach, reach))) return;
  for (const { node, value: theirs } of declared.asks) {
    for (const value of valuesByNode.get(node) ?? []) {
      const both = intersection(reachOf(node), reach);
      for (const [outcome, devices] of outcomesOf(
        { from, node, value },
        { from: declared, node, value: theirs },
        both,
        mdmWins,
        rule,
      ))
        yield conflictOf(policy, value, fact, { value: theirs, isComparable: true }, node, devices, outcome, rule);
    }
  }
  for (const node of new Set(fact.rows.flatMap((row) => (row.kind === "node" ? [row.node] : [])))) {
    const devices = valuesByNode.has(node) ? countOf(intersection(reachOf(node), reach)) : 0;
    const [value = null] = valuesByNode.get(node) ?? [];
    const outcome: PairOutcome = { class: "opaque", rule: VALUE_UNKNOWN, winner: null, weaker: null };
    if (devices > 0) yield conflictOf(policy, value, fact, { value: null, isComparable: false }, node, devices, outcome, rule);
  }
}

const VALUE_UNKNOWN = "master-value-unknown";

type Ask = Parameters<ReturnType<typeof pairOutcomes>>[0];

/** One for each answer to "does MDM win here"; equal outcomes are told together. */
function outcomesOf(
  ours: Ask,
  theirs: Ask,
  both: DeviceSet,
  sets: MdmWinsSets,
  rule: ConflictRule,
): readonly (readonly [PairOutcome, number])[] {
  const byOutcome = new Map<string, [PairOutcome, number]>();
  for (const mdmWins of ["no", "yes", "unknown"] as const) {
    const devices = countOf(intersection(both, sets[mdmWins]));
    const outcome = devices === 0 ? null : pairOutcomes(rule, mdmWins)(ours, theirs);
    if (outcome === null) continue;
    const key = `${outcome.class} ${outcome.rule} ${outcome.winner ?? ""}`;
    const known = byOutcome.get(key);
    if (known === undefined) byOutcome.set(key, [outcome, devices]);
    else known[1] += devices;
  }
  return [...byOutcome.values()];
}

function conflictOf(
  { policyId, name }: ReachedPolicy,
  value: Json,
  fact: DeclaredFact,
  theirs: Readonly<{ value: Json; isComparable: boolean }>,
  node: NodeId,
  devices: number,
  outcome: PairOutcome,
  rule: ConflictRule,
): MasterConflict {
  const winner = outcome.winner === null ? null : outcome.winner === "a" ? "policy" : "master";
  const master = { ...sideOf(fact), ...theirs };
  const found = { ...outcome, winner, node, policy: { policyId, name, value }, master, devices } as const;
  return { ...found, severity: severityOf(outcome.class), sentence: sentenceOf(found, rule) };
}

function sentenceOf(
  conflict: Pick<MasterConflict, "class" | "policy" | "master" | "winner" | "weaker" | "rule">,
  rule: ConflictRule,
): string {
  const { policy, master, winner, weaker } = conflict;
  const theirs = `"${master.name}" of ${MASTER_WORDS[master.master]}`;
  const [won, lost] = winner === "policy" ? [`"${policy.name}"`, theirs] : [theirs, `"${policy.name}"`];
  switch (conflict.class) {
    case "hard":
      return `No value is promised: "${policy.name}" and ${theirs} disagree. ${wordsOfRule(rule, conflict.rule)}`;
    case "silently-weaker":
      if (winner === null) return `Neither the value of "${policy.name}" nor that of ${theirs} counts.`;
      return weaker === "yes"
        ? `${capital(won)} wins, and what ${lost} asks for is stricter: nobody is told that it is lost.`
        : `${capital(won)} wins. Whether what ${lost} asks for is stricter is not known.`;
    case "redundant":
      return `${capital(won)} wins and is at least as strict: what ${lost} asks for changes nothing.`;
    case "duplicate":
      return `"${policy.name}" and ${theirs} ask for the same.`;
    case "scope":
      return `"${policy.name}" and ${theirs} meet in two scopes of one setting.`;
    case "opaque":
      return `${capital(theirs)} sets this too, and its value cannot be compared: look at it by hand.`;
    default:
      return unreachable(conflict.class);
  }
}

/** A sentence that begins with a name in quotes stays as it is. */
function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function sideOf({ id, name, master }: DeclaredFact): MasterSide {
  return { id, name, master };
}

type MdmWinsSets = Readonly<Record<MdmWins, DeviceSet>>;

/** Who asks for it decides it: several policies that disagree leave it unknown (requirements.md 2.8, rule 6). */
function mdmWinsSets(estate: Estate, policies: readonly ReachedPolicy[]): MdmWinsSets {
  const count = estate.devices.length;
  const asking = (wanted: boolean) =>
    policies
      .filter(({ content }) =>
        contributorOf({ policyId: "" as PolicyId, name: "", content }).asks.some(
          ({ node, value }) => node === MDM_WINS_NODE && (deviceValue(node, value) === 1) === wanted,
        ),
      )
      .reduce((all, { reach }) => union(all, reach), emptySet(count));
  const [on, off] = [asking(true), asking(false)];
  const places: Record<MdmWins, number[]> = { yes: [], no: [], unknown: [] };
  const turned = new Set(indexesOf(on));
  const disputed = new Set(indexesOf(intersection(on, off)));
  for (const [index, { osVersion, edition }] of estate.devices.entries()) {
    const wins = !turned.has(index) ? "no" : disputed.has(index) ? "unknown" : obeysMdmWins({ osVersion, edition });
    places[wins].push(index);
  }
  return { yes: setOf(count, places.yes), no: setOf(count, places.no), unknown: setOf(count, places.unknown) };
}

function compareConflicts(a: MasterConflict, b: MasterConflict): number {
  return (
    b.devices - a.devices ||
    compareText(a.node, b.node) ||
    compareText(a.policy.policyId, b.policy.policyId) ||
    compareText(a.master.id, b.master.id) ||
    compareText(a.rule, b.rule)
  );
}
