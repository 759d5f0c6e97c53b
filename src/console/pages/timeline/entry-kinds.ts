import type { Tone } from "../../words/states.ts";

/** How the entries of a rollout's log are told apart; `prefixes` are what the API filters by. */
export type EntryKind = Readonly<{ key: string; word: string; tone: Tone; prefixes: readonly string[] }>;

/** Looked through in this order: the first kind with a fitting prefix is the entry's. */
export const ENTRY_KINDS: readonly EntryKind[] = [
  {
    key: "stops",
    word: "Stop",
    tone: "bad",
    prefixes: ["rollout.halt", "rollout.gate-failed", "rollout.roll-back", "rollout.rollback-settled", "rollout.abort"],
  },
  { key: "decisions", word: "Decision", tone: "good", prefixes: ["rollout.approve", "rollout.deny"] },
  { key: "holds", word: "Hold", tone: "warn", prefixes: ["rollout.hold", "rollout.pause"] },
  {
    key: "people",
    word: "People",
    tone: "held",
    prefixes: ["rollout.notice", "rollout.people-told", "rollout.stage-acknowledged", "rollout.devices-cleared", "help-request."],
  },
  { key: "moves", word: "Move", tone: "info", prefixes: ["rollout."] },
];
const OTHER: EntryKind = { key: "other", word: "Other", tone: "quiet", prefixes: [] };

export function kindOfEntry(action: string): EntryKind {
  return ENTRY_KINDS.find(({ prefixes }) => prefixes.some((prefix) => action.startsWith(prefix))) ?? OTHER;
}

/**
 * The API's filter for a kind; undefined: everything. Moves have no filter of their own: their prefix would take in the
 * stops and holds as well.
 */
export function actionsOfKind(key: string | undefined): string | undefined {
  return ENTRY_KINDS.find((kind) => kind.key === key)?.prefixes.join(",");
}

/** Kinds that can be asked for alone. */
export const FILTERABLE = ENTRY_KINDS.filter(({ key }) => key !== "moves");
