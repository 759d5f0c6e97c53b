/** A body that two readers could read as two different values, or that is nested too deep to walk. */
export type BodyFault = Readonly<{ because: string }>;

const DEPTH_MAX = 40;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;

/** Null for a list. `awaitsKey`: the next string names a member. */
type Level = { keys: Set<string>; awaitsKey: boolean } | null;

/**
 * Finds a member that stands twice in one object, and nesting beyond 40. Looks only at structure: whether the text is JSON at
 * all, the parser says. Strings are jumped over, so that 64 MiB of file contents cost next to nothing.
 */
export function findBodyFault(text: string): BodyFault | null {
  const levels: Level[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const top = levels.at(-1);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      if (end === -1) return null;
      if (top?.awaitsKey === true) {
        const key = keyOf(text.slice(at, end + 1));
        if (top.keys.has(key)) return { because: `the member \`${key.slice(0, 100)}\` stands twice in one object` };
        top.keys.add(key);
        top.awaitsKey = false;
      }
      at = end;
    } else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      if (levels.length >= DEPTH_MAX) return { because: `the body is nested deeper than ${DEPTH_MAX} levels` };
      levels.push(code === OPEN_OBJECT ? { keys: new Set(), awaitsKey: true } : null);
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) levels.pop();
    else if (code === COMMA && top !== null && top !== undefined) top.awaitsKey = true;
  }
  return null;
}

/** Index of the closing quote, or -1. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return -1;
}

/** Escapes undone: `"a"` and `"\u0061"` are one name. */
function keyOf(quoted: string): string {
  if (!quoted.includes("\\")) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted;
  }
}
