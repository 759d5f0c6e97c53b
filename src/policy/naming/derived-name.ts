import { SPELLINGS } from "./spellings.ts";
import { isKnownWord, splitRunTogether } from "./split-words.ts";

/** Names are read in lists: what is longer is cut at a word. */
const NAME_CHARACTERS_MAX = 100;

/** Names that have a capital inside: the capital begins no word. */
const ONE_WORD = new RegExp([...SPELLINGS.values()].filter((word) => /^[A-Z][a-z]+[A-Z][A-Za-z]*$/.test(word)).join("|"), "g");

/** Words of a path that say where on a device something lies, and nothing about it. */
const PLUMBING = /^(?:pol|l|ms|lbl|chk|txt|cmb|spin|dxt|policy)$/;

/**
 * A short name for people, made from an identifier in whatever form: `MinDevicePasswordLength`, `pol_secguide_smb1clientdriver`,
 * `allow-screen-shot`. Never empty for an identifier that has a letter or a digit.
 */
export function derivedName(identifier: string): string {
  const words = wordsOf(identifier);
  const said = words.length > 1 ? words.filter((word, at) => at > 0 || !PLUMBING.test(word)) : words;
  const spelled = said.map(spelledWord);
  const [first = "", ...rest] = spelled;
  return cut([capitalised(first), ...rest].join(" "));
}

/** The words in an identifier, in lower case: at capitals, digits and separators, and where known words run together. */
export function wordsOf(identifier: string): readonly string[] {
  return identifier
    .replace(/^com\.apple\./, "")
    .replaceAll(ONE_WORD, (name) => ` ${name.toLowerCase()} `)
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== "")
    .flatMap(wordsOfPart);
}

/** Digits stand apart from long words beside them, and stay in `ipv6` and `802x`. */
function wordsOfPart(part: string): readonly string[] {
  const whole = part.toLowerCase();
  if (SPELLINGS.has(whole)) return [whole];
  const apart = whole.replaceAll(/([a-z]{4})(\d)/g, "$1 $2").replaceAll(/(\d)([a-z]{4})/g, "$1 $2");
  return apart.split(" ").flatMap(wordsOfLetters);
}

function wordsOfLetters(letters: string): readonly string[] {
  if (letters.length <= 3 || isKnownWord(letters) || SPELLINGS.has(letters)) return [letters];
  return splitRunTogether(letters);
}

function spelledWord(word: string): string {
  return SPELLINGS.get(word) ?? word;
}

function capitalised(word: string): string {
  return SPELLINGS.has(word.toLowerCase()) ? word : `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

function cut(name: string): string {
  if (name.length <= NAME_CHARACTERS_MAX) return name;
  const room = name.slice(0, NAME_CHARACTERS_MAX - 1);
  const end = room.lastIndexOf(" ");
  return `${end > 0 ? room.slice(0, end) : room}…`;
}
