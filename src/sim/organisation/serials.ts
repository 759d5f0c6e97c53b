import type { SeededRandom } from "../../kit/seeded-random.ts";

/** Serial numbers in their makers' shapes, none twice. */
export type Serials = Readonly<{ next: (pattern: string) => string }>;

const DIGITS = [..."0123456789"];
/** Without letters that are mistaken for digits. */
const LETTERS_AND_DIGITS = [..."0123456789BCDFGHJKLMNPQRSTVWXYZ"];

export function createSerials(random: SeededRandom): Serials {
  const taken = new Set<string>();
  const draw = (pattern: string) =>
    [...pattern].map((sign) => (sign === "#" ? random.pick(DIGITS) : sign === "@" ? random.pick(LETTERS_AND_DIGITS) : sign));
  const next = (pattern: string): string => {
    const serial = draw(pattern).join("");
    if (taken.has(serial)) return next(pattern);
    taken.add(serial);
    return serial;
  };
  return { next };
}
