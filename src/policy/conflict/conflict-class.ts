import type { Json } from "../../kit/canonical-json.ts";
import type { PolicyId } from "../../kit/ids.ts";
import { wordsOfRule, type ConflictRule } from "../conflict-rule.ts";
import type { NodeId } from "../node.ts";
import type { PolicyKind } from "../policy.ts";

/**
 * How two policies get in each other's way. Source: S12.
 * - `hard`: no value is promised, so that a device with both gets neither;
 * - `silently-weaker`: one value counts by the platform's rule and the other, which is stricter or may be, is lost without a word;
 * - `scope`: the same setting for the device and for the user, and the user's value is in effect;
 * - `opaque`: what is asked for cannot be read, so that nobody can say;
 * - `redundant`: one value counts and is at least as strict, so that the other changes nothing;
 * - `duplicate`: both ask for the same.
 * In the order of weight.
 */
export const CONFLICT_CLASSES = ["hard", "silently-weaker", "scope", "opaque", "redundant", "duplicate"] as const;
export type ConflictClass = (typeof CONFLICT_CLASSES)[number];

/** `high` keeps a plan from being clean, `medium` wants a look, `low` is tidying. */
export const CONFLICT_SEVERITIES = ["high", "medium", "low"] as const;
export type ConflictSeverity = (typeof CONFLICT_SEVERITIES)[number];

const SEVERITIES: Readonly<Record<ConflictClass, ConflictSeverity>> = {
  hard: "high",
  "silently-weaker": "medium",
  scope: "medium",
  opaque: "medium",
  redundant: "low",
  duplicate: "low",
};

export function severityOf(conflictClass: ConflictClass): ConflictSeverity {
  return SEVERITIES[conflictClass];
}

/** `node`: where this side asks; the two differ where a user's value meets a device's. Null: it cannot be read. */
export type ConflictSide = Readonly<{ policyId: PolicyId; name: string; kind: PolicyKind; node: NodeId | null; value: Json }>;

/**
 * Two policies that meet at a node on at least one device. `a` has the lower id; where a policy meets itself both are the same.
 * `b` null: an opaque policy, which meets `others` policies and says nothing of nodes.
 */
export type PolicyConflict = Readonly<{
  /** The same as long as the two policies meet at the node, whatever their values. */
  id: string;
  class: ConflictClass;
  severity: ConflictSeverity;
  node: NodeId | null;
  scope: "device" | "user" | "both" | null;
  a: ConflictSide;
  b: ConflictSide | null;
  /** Devices that carry both; for an opaque policy, that carry it and at least one other. */
  devices: number;
  others: number;
  /** The row of the backend's rule that settles it (`conflict-rule.ts`), or `same-value`, `secret`, `unreadable`. */
  rule: string;
  /** Whose value is in effect; null: nobody's alone. */
  winner: "a" | "b" | null;
  /** Whether what is lost is stricter: `yes`, `unknown`; null where nothing is lost or nothing wins. */
  weaker: "yes" | "unknown" | null;
}>;

/** What such a device ends with, in one sentence for people. */
export function conflictSentence(conflict: Omit<PolicyConflict, "id" | "severity">): string {
  const { a, b, winner, weaker } = conflict;
  const [won, lost] = winner === "b" ? [b ?? a, a] : [a, b ?? a];
  switch (conflict.class) {
    case "hard":
      return a.policyId === b?.policyId
        ? `"${a.name}" contradicts itself: a device gets none of its values here.`
        : "No value is promised: a device with both policies gets neither.";
    case "silently-weaker":
      if (winner === null) return "Neither value counts: the platform falls back to its own default.";
      return weaker === "yes"
        ? `"${won.name}" wins, and what "${lost.name}" asks for is stricter: nobody is told that it is lost.`
        : `"${won.name}" wins. Whether what "${lost.name}" asks for is stricter is not known.`;
    case "scope":
      return `The user's value ("${won.name}") is in effect; the device's ("${lost.name}") is not.`;
    case "opaque":
      return conflict.node === null
        ? `What "${a.name}" does cannot be read, so that nobody can say whether it disturbs the policies that it meets.`
        : "Both hold a secret here, and whether it is the same one cannot be told.";
    case "redundant":
      return `"${won.name}" wins and is at least as strict: what "${lost.name}" asks for changes nothing.`;
    case "duplicate":
      return "Both ask for the same: no device is in doubt.";
  }
}

/** The rule that settled it, in words. */
export function conflictRuleWords(rule: ConflictRule, id: string): string {
  if (id === "secret") return "Secrets are never held, only that there is one.";
  if (id === "unreadable") return "The content of the policy is kept whole and is not read.";
  return wordsOfRule(rule, id);
}
