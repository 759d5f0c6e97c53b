import { WORDS } from "./generated/words.ts";
import { SPELLINGS } from "./spellings.ts";

/** Longer than any real word of an identifier; the search stays linear. */
const WORD_CHARACTERS_MAX = 20;
/** A letter that no word covers: dearer than every word, so that an unknown name stays in few pieces. */
const STRANGE_LETTER_COST = 14;

/** Abbreviations and product names count as words of middling rank where the list does not hold them. */
const SPELLED_RANK = 400;

const costByWord: ReadonlyMap<string, number> = costsOf(WORDS.split(" "));

/** True for a word that identifiers of settings are made of. */
export function isKnownWord(word: string): boolean {
  return costByWord.has(word);
}

/**
 * Cuts letters that run together, in lower case, into the words that most likely made them: `mindevicepasswordlength` ->
 * `min device password length`. Words that identifiers use often are cheap, and the cheapest cut wins; what no word covers
 * stays together.
 */
export function splitRunTogether(letters: string): readonly string[] {
  const best: { cost: number; from: number }[] = [{ cost: 0, from: 0 }];
  for (let end = 1; end <= letters.length; end += 1) {
    let found = { cost: (best[end - 1]?.cost ?? 0) + STRANGE_LETTER_COST, from: end - 1 };
    for (let from = Math.max(0, end - WORD_CHARACTERS_MAX); from < end; from += 1) {
      const wordCost = costByWord.get(letters.slice(from, end));
      const cost = wordCost === undefined ? Infinity : (best[from]?.cost ?? 0) + wordCost;
      if (cost < found.cost) found = { cost, from };
    }
    best.push(found);
  }
  return joinStrange(piecesOf(letters, best));
}

function piecesOf(letters: string, best: readonly Readonly<{ from: number }>[]): readonly string[] {
  const pieces: string[] = [];
  for (let end = letters.length; end > 0; end = best[end]?.from ?? 0) pieces.unshift(letters.slice(best[end]?.from ?? 0, end));
  return pieces;
}

/** Letters that no word covers are one word again. */
function joinStrange(pieces: readonly string[]): readonly string[] {
  const words: string[] = [];
  let isOpen = false;
  for (const piece of pieces) {
    const isStrange = !costByWord.has(piece);
    if (isStrange && isOpen) words.push(`${words.pop() ?? ""}${piece}`);
    else words.push(piece);
    isOpen = isStrange;
  }
  return words;
}

/** By rank, as words of a language are distributed: the word of rank r is about 1/r as frequent as the first. */
function costsOf(words: readonly string[]): ReadonlyMap<string, number> {
  const scale = Math.log(Math.max(words.length, 2));
  const costs = new Map([...SPELLINGS.keys()].filter(isLong).map((word) => [word, Math.log(SPELLED_RANK * scale)]));
  for (const [rank, word] of words.entries()) costs.set(word, Math.log((rank + 1) * scale));
  return costs;
}

/** `AD` and `IE` are in everything; the list says how far they are words. */
function isLong(word: string): boolean {
  return word.length > 2;
}
