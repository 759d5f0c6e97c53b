import type { Json } from "../../kit/canonical-json.ts";

/** What a behaviour is about, for people who look for "what happens with the browser". */
export const BEHAVIOUR_AREAS = [
  "password",
  "sign-in",
  "encryption",
  "firewall",
  "protection",
  "updates",
  "browser",
  "office",
  "camera",
  "storage",
  "network",
  "remote-access",
  "work-apps",
  "privacy",
  "access",
  "system",
  "other",
] as const;
export type BehaviourArea = (typeof BEHAVIOUR_AREAS)[number];

/**
 * One row of the phrase table: what people meet on a device, whichever nodes make it. Nodes of one behaviour are told in one sentence.
 * `noticed`: a person at the device can tell the difference. `broad`: many nodes of specialists under one sentence, which names
 * the matter and not each value.
 */
export type Phrase = Readonly<{
  behaviour: string;
  area: BehaviourArea;
  noticed: boolean;
  broad: boolean;
  /** As `phraseKey` writes them; a `*` at the end stands for whatever follows. */
  keys: readonly string[];
  cases: readonly PhraseCase[];
}>;

/**
 * `says` holds `[is]` or `[are]` where the tense goes, and words in braces where the value goes (see sentence.ts). Null: the node
 * only switches on what another node of the behaviour says.
 */
export type PhraseCase = Readonly<{ when: When; says: string | null }>;
export type When = "any" | Readonly<{ is: readonly Json[] }> | Readonly<{ above: number }>;

export const ON: readonly Json[] = [true, 1, "enabled", "required", "yes"];
export const OFF: readonly Json[] = [false, 0, "disabled", "no"];

export function on(says: string | null): PhraseCase {
  return { when: { is: ON }, says };
}

export function off(says: string | null): PhraseCase {
  return { when: { is: OFF }, says };
}

export function is(values: readonly Json[], says: string | null): PhraseCase {
  return { when: { is: values }, says };
}

/** A number above zero: zero mostly means "not asked". */
export function amount(says: string): PhraseCase {
  return { when: { above: 0 }, says };
}

export function any(says: string | null): PhraseCase {
  return { when: "any", says };
}

type Words = Omit<Phrase, "noticed" | "broad" | "area">;

/** Rows of one area: `noticed` for people, `quiet` for what nobody sees, `broad` for many nodes of specialists. */
export function rowsOf(area: BehaviourArea): Readonly<{
  noticed: (behaviour: string, keys: readonly string[], ...cases: readonly PhraseCase[]) => Phrase;
  quiet: (behaviour: string, keys: readonly string[], ...cases: readonly PhraseCase[]) => Phrase;
  broad: (behaviour: string, keys: readonly string[], ...cases: readonly PhraseCase[]) => Phrase;
}> {
  const row = (words: Words, isNoticed: boolean, isBroad: boolean): Phrase => ({
    ...words,
    area,
    noticed: isNoticed,
    broad: isBroad,
  });
  return {
    noticed: (behaviour, keys, ...cases) => row({ behaviour, keys, cases }, true, false),
    quiet: (behaviour, keys, ...cases) => row({ behaviour, keys, cases }, false, false),
    broad: (behaviour, keys, ...cases) => row({ behaviour, keys, cases }, false, true),
  };
}
