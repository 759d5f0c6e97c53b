import { formatInstant, type Instant } from "../../kit/instant.ts";

/** `4812` -> `4,812`. Own code: the same in every locale. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** `1 device`, `4,812 devices`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A percentage never comes without its denominator: `93.1 % (149 of 160)`. */
export function shareOf(part: number, whole: number): string {
  return whole === 0 ? `${count(part)} of 0` : `${percent((100 * part) / whole)} % (${count(part)} of ${count(whole)})`;
}

/** One decimal, none where it would be 0; 99.96 does not read as 100. */
export function percent(value: number): string {
  if (value > 99.9 && value < 100) return "99.9";
  return String(Number(value.toFixed(1)));
}

export function moment(at: Instant | number | null): string {
  return at === null ? "-" : formatInstant(at as Instant);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length <= 1 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}

/** As many characters of a hash as a person compares. */
export function shortHash(hash: string | null): string {
  return hash === null ? "nothing" : hash.slice(0, 12);
}

/** A setting's value on one line. */
export function value(json: unknown): string {
  const text = JSON.stringify(json) ?? "null";
  return text.length > VALUE_CHARS_MAX ? `${text.slice(0, VALUE_CHARS_MAX)}… (${count(text.length)} characters)` : text;
}

/** Longer values are scripts and certificates: whoever wants them whole takes `-o json`. */
const VALUE_CHARS_MAX = 160;
