import type { PolicyContent } from "../policy.ts";
import { askedBy } from "../resolve.ts";
import { findPhrase } from "./find-phrase.ts";
import { unfolded } from "./unfold.ts";

/** Of `settings` knobs: told by a phrase of their own, by a broad one, or by the plain fallback. */
export type PhraseCoverage = Readonly<{ settings: number; phrase: number; broadPhrase: number; fallback: number }>;

/** Every knob of every policy counts once for each policy that sets it. */
export function phraseCoverage(contents: readonly PolicyContent[]): PhraseCoverage {
  const found = contents
    .flatMap((content) => askedBy(content).flatMap(unfolded))
    .map(({ node, value }) => findPhrase(node, value));
  const phrases = found.filter((one) => one !== null);
  const broadPhrase = phrases.filter(({ phrase }) => phrase.broad).length;
  return {
    settings: found.length,
    phrase: phrases.length - broadPhrase,
    broadPhrase,
    fallback: found.length - phrases.length,
  };
}
