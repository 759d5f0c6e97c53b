import type { ConflictRepair, ConflictSummary } from "../../http/contract/conflicts.ts";
import type { StateWords } from "./states.ts";

export type ConflictClass = ConflictSummary["class"];
export type ConflictSeverity = ConflictSummary["severity"];

/** In the order of weight. */
export const CONFLICT_CLASSES: Readonly<Record<ConflictClass, StateWords>> = {
  hard: { word: "Hard", tone: "conflict", meaning: "No value is promised: a device with both policies gets neither" },
  "silently-weaker": {
    word: "Silently weaker",
    tone: "warn",
    meaning: "One value counts, and another that is stricter, or may be, is lost without a word",
  },
  scope: { word: "User and device", tone: "info", meaning: "The user's value is in effect, the device's is not" },
  opaque: { word: "Cannot be read", tone: "held", meaning: "What is asked for cannot be read, so that nobody can say" },
  redundant: {
    word: "Redundant",
    tone: "quiet",
    meaning: "One value counts and is at least as strict: the other changes nothing",
  },
  duplicate: { word: "Duplicate", tone: "quiet", meaning: "Both ask for the same" },
};

export const CONFLICT_SEVERITIES: Readonly<Record<ConflictSeverity, StateWords>> = {
  high: { word: "High", tone: "bad", meaning: "A plan with one is not clean" },
  medium: { word: "Medium", tone: "warn", meaning: "Somebody should look at it" },
  low: { word: "Low", tone: "quiet", meaning: "Only tidying" },
};

type Wanted = Pick<ConflictRepair, "kind" | "name" | "groupId" | "groupName">;

/** What a repair does, as a sentence. */
export function repairWords({ kind, name, groupId, groupName }: Wanted): string {
  switch (kind) {
    case "drop-a":
    case "drop-b":
      return `Drop the setting from “${name}”`;
    case "drop-all-a":
    case "drop-all-b":
      return `Drop every setting in which the two meet from “${name}”`;
    case "align-a":
    case "align-b":
      return `Give the setting in “${name}” the other policy's value`;
    case "align-all-a":
    case "align-all-b":
      return `Give “${name}” the other policy's values wherever the two meet`;
    case "exclude-a":
    case "exclude-b":
      return `Leave the group “${groupName ?? groupId ?? ""}” out of “${name}”`;
    case "platforms-a":
    case "platforms-b":
      return `Keep “${name}” to platforms that the other policy is not for`;
  }
}

type Sides = Pick<ConflictSummary, "a" | "b" | "winner">;

/** The policies whose value is in effect and is lost; null where nobody's alone is. */
export function wonAndLost({ a, b, winner }: Sides): Readonly<{ won: string; lost: string }> | null {
  if (winner === null || b === null) return null;
  return winner === "a" ? { won: a.name, lost: b.name } : { won: b.name, lost: a.name };
}
