import { canonicalJson, type Json } from "../../kit/canonical-json.ts";
import { compareText } from "../../kit/ids.ts";
import type { NodeId } from "../node.ts";
import { findPhrase } from "./find-phrase.ts";
import { nodeName } from "./node-name.ts";
import type { BehaviourArea } from "./phrase.ts";
import { sentenceOf, valueText } from "./sentence.ts";

/** What a catalogue calls a node; null where it does not know it. */
export type NodeNames = (node: NodeId) => string | null;
export const NO_NAMES: NodeNames = () => null;

/** `configuration` turns the knob; `compliance` looks whether it is turned, and counts the device as compliant or not. */
export type BehaviourRole = "configuration" | "compliance";

/** One node before and after. Undefined: nobody asks for it. */
export type NodeStep = Readonly<{ node: NodeId; before: Json | undefined; after: Json | undefined; role: BehaviourRole }>;

/** A change of what people meet, in one sentence, whichever nodes make it. */
export type BehaviourStep = Readonly<{
  /** Stable: `password-length`, or `node:<node>` where the table has no phrase. */
  behaviour: string;
  area: BehaviourArea;
  noticed: boolean;
  source: "phrase" | "broad-phrase" | "fallback";
  change: "starts" | "changes" | "stops";
  /** Begins in lower case, without a full stop. */
  sentence: string;
  nodes: readonly NodeId[];
}>;

/** What one value means on a device, as a sentence of now; null where the table has no phrase. */
export function behaviourOf(node: NodeId, value: Json): string | null {
  const found = findPhrase(node, value);
  if (found === null || found.says === null) return null;
  return sentenceOf(found.says, found.value, "present", found.app === null ? [] : [found.app]);
}

/** Steps of one device in sentences: noticed ones first, then by behaviour. Nodes that say the same are one sentence. */
export function behavioursOf(steps: readonly NodeStep[], names: NodeNames = NO_NAMES): readonly BehaviourStep[] {
  const groups = new Map<string, Draft[]>();
  for (const step of steps) {
    const draft = draftOf(step, names);
    if (draft !== null) groups.set(draft.key, [...(groups.get(draft.key) ?? []), draft]);
  }
  return [...groups.values()].map(stepOf).sort(inOrder);
}

type Side = Readonly<{ says: string; value: Json; area: BehaviourArea; noticed: boolean; isBroad: boolean; app: string | null }>;
type Draft = Readonly<{
  key: string;
  behaviour: string;
  node: NodeId;
  role: BehaviourRole;
  before: Side | null;
  after: Side | null;
  isFallback: boolean;
}>;

/** Null: neither side says anything, or both say the same. */
function draftOf({ node, before, after, role }: NodeStep, names: NodeNames): Draft | null {
  const phrase =
    (before === undefined ? null : findPhrase(node, before)) ?? (after === undefined ? null : findPhrase(node, after));
  const behaviour = phrase?.phrase.behaviour ?? `node:${node}`;
  const [was, becomes] = [sideOf(node, before, names), sideOf(node, after, names)];
  if (was === null && becomes === null) return null;
  if (
    was !== null &&
    becomes !== null &&
    was.says === becomes.says &&
    valueText(was.says, was.value) === valueText(becomes.says, becomes.value)
  )
    return null;
  // The app is left out: Word and Excel with the same setting share a sentence.
  const key = canonicalJson([
    behaviour,
    role,
    was?.says ?? null,
    was?.value ?? null,
    becomes?.says ?? null,
    becomes?.value ?? null,
  ]);
  return { key, behaviour, node, role, before: was, after: becomes, isFallback: phrase === null };
}

function sideOf(node: NodeId, value: Json | undefined, names: NodeNames): Side | null {
  if (value === undefined) return null;
  const found = findPhrase(node, value);
  if (found === null) return fallbackSide(node, value, names);
  if (found.says === null) return null;
  const { area, noticed, broad } = found.phrase;
  return { says: found.says, value: found.value, area, noticed, isBroad: broad, app: found.app };
}

function fallbackSide(node: NodeId, value: Json, names: NodeNames): Side {
  const says = `"${(names(node) ?? nodeName(node)).replace(/[[\]{}]/g, " ")}" [is] set to {value}`;
  return { says, value, area: "other", noticed: false, isBroad: false, app: null };
}

function stepOf(drafts: readonly Draft[]): BehaviourStep {
  const [first] = drafts as readonly [Draft, ...Draft[]];
  const { before, after, role, behaviour, isFallback } = first;
  const apps = [...new Set(drafts.flatMap((draft) => draft.after?.app ?? draft.before?.app ?? []))].sort(compareText);
  const side = (after ?? before) as Side;
  return {
    behaviour,
    area: side.area,
    // Whether a device counts as compliant decides on access: people notice that.
    noticed: side.noticed || role === "compliance",
    source: isFallback ? "fallback" : side.isBroad ? "broad-phrase" : "phrase",
    change: before === null ? "starts" : after === null ? "stops" : "changes",
    sentence: role === "compliance" ? complianceSentence(before, after, apps) : changeSentence(before, after, apps),
    nodes: drafts.map((draft) => draft.node).sort(compareText),
  };
}

function changeSentence(before: Side | null, after: Side | null, apps: readonly string[]): string {
  if (after === null) return sentenceOf((before as Side).says, (before as Side).value, "gone", apps);
  const now = sentenceOf(after.says, after.value, "future", apps);
  return before === null ? now : `${now} (until now ${untilNow(before, after, apps)})`;
}

/** Only the value where both sides say the same with another number. */
function untilNow(before: Side, after: Side, apps: readonly string[]): string {
  const text = before.says === after.says ? valueText(before.says, before.value) : null;
  return text ?? sentenceOf(before.says, before.value, "past", apps);
}

function complianceSentence(before: Side | null, after: Side | null, apps: readonly string[]): string {
  const present = (side: Side) => sentenceOf(side.says, side.value, "present", apps);
  if (after === null) return `a device will count as compliant whether or not ${present(before as Side)}`;
  const now = `a device will count as compliant only if ${present(after)}`;
  return before === null ? now : `${now} (until now ${untilNow(before, after, apps)})`;
}

function inOrder(a: BehaviourStep, b: BehaviourStep): number {
  return Number(b.noticed) - Number(a.noticed) || compareText(a.area, b.area) || compareText(a.sentence, b.sentence);
}
