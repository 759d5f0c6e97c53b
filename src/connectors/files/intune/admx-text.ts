/** What a text of an ADMX-backed Windows policy says: switched on with its fields, or off. */
export type AdmxText = Readonly<{ enabled: boolean; fields: readonly Readonly<{ id: string; value: string }>[] }>;

const FIELDS_MAX = 1_000;
const TAG = /\s*<(enabled|disabled|data)((?:\s+[A-Za-z]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*\/>\s*/y;
const ATTRIBUTE = /([A-Za-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const CDATA = /^\s*<!\[CDATA\[([\s\S]*)\]\]>\s*$/;

/**
 * Reads `<enabled/><data id="..." value="..."/>`, plain or in a CDATA section. Null for every other text: a string that is
 * not ADMX-backed stays what it is. Only these three tags are known, so that nothing can be expanded or fetched.
 */
export function readAdmxText(text: string): AdmxText | null {
  const source = CDATA.exec(text)?.[1] ?? text;
  let enabled: boolean | null = null;
  const fields: { id: string; value: string }[] = [];
  for (TAG.lastIndex = 0; TAG.lastIndex < source.length; ) {
    const match = TAG.exec(source);
    if (match === null || fields.length > FIELDS_MAX) return null;
    if (match[1] !== "data") {
      if (enabled !== null) return null;
      enabled = match[1] === "enabled";
      continue;
    }
    const attributes = new Map(
      [...(match[2] ?? "").matchAll(ATTRIBUTE)].map(([, key = "", a, b]) => [key.toLowerCase(), decode(a ?? b ?? "")]),
    );
    const id = attributes.get("id");
    if (id === undefined || id === "") return null;
    fields.push({ id, value: attributes.get("value") ?? "" });
  }
  return enabled === null ? null : { enabled, fields };
}

/** Lists come as `1`, first, `2`, second, ... or as names and values, with U+F000 between; null for a plain text. */
export function admxList(value: string): readonly string[] | null {
  if (!value.includes("\uf000")) return null;
  const parts = value.split("\uf000");
  const isNumbered = parts.length % 2 === 0 && parts.every((part, index) => index % 2 === 1 || part === String(index / 2 + 1));
  return isNumbered ? parts.filter((_part, index) => index % 2 === 1) : parts;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
      const code = Number.parseInt(hex ?? decimal ?? "", hex === undefined ? 10 : 16);
      const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
      return isCharacter ? String.fromCodePoint(code) : whole;
    },
  );
}
