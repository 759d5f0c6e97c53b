/**
 * What would move the cursor, recolour the screen, hide or turn the reading direction, if a name were allowed to hold it. The
 * two joiners stay: Persian words and families of emoji are written with them.
 */
const UNPRINTABLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Text from a file, a device or a person, safe for a terminal: what is invisible becomes visible. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, escaped);
}

/** All texts of an answer, keys included. */
export function printableDeep<T>(value: T): T {
  return clean(value) as T;
}

/** JSON in which the same characters are escaped: equal in value, harmless on a screen. */
export function printableJson(value: unknown, indent: number): string {
  const text = JSON.stringify(value, null, indent) ?? "null";
  // The line ends and indents are JSON's own; inside its strings they are escaped already.
  return text.replace(UNPRINTABLE, (char) => (char === "\n" ? char : escaped(char)));
}

function escaped(char: string): string {
  return char
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

function clean(value: unknown): unknown {
  if (typeof value === "string") return printable(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [printable(key), clean(item)]));
}
