/**
 * The elements of an administrative template as Windows' policy table keeps them: bytes of type, attributes and values. The form was
 * read off the table itself; what is not understood is skipped.
 */
export type TemplateElement = Readonly<{
  kind: "decimal" | "text" | "enum" | "boolean" | "list" | "multi-text";
  id: string;
  /** Null: the policy's own key. */
  key: string | null;
  valueName: string | null;
  items: readonly (number | string)[];
  min: number | null;
  max: number | null;
  /** A list whose entries have names of their own: Intune makes a collection of groups of it. */
  isNamedList: boolean;
}>;

const KINDS: ReadonlyMap<number, TemplateElement["kind"]> = new Map([
  [0x3d, "decimal"],
  [0x3e, "text"],
  [0x4e, "enum"],
  [0x38, "boolean"],
  [0x4f, "list"],
  [0x53, "multi-text"],
]);
const ID = 0x45;
const VALUE_NAME = 0x40;
const KEY = 0x3f;
const TEXT = 0x43;
const ITEM = 0x35;
const VALUE = 0x36;
const NUMBER = 0x3d;
const MIN = 0x46;
const MAX = 0x47;
const EXPLICIT = 0x50;
const TEXT_BYTES_MAX = 400;

type Draft = { -readonly [K in keyof TemplateElement]: TemplateElement[K] } & { items: (number | string)[] };

export function templateElements(hex: string): readonly TemplateElement[] {
  const bytes = Buffer.from(hex, "hex");
  const elements: Draft[] = [];
  for (let at = 0; at < bytes.length; ) {
    const start = elementAt(bytes, at);
    const current = elements.at(-1);
    if (start !== null) {
      elements.push(start.element);
      at = start.end;
    } else if (current === undefined) at += 1;
    else at = takeAttribute(bytes, at, current);
  }
  return elements;
}

function elementAt(bytes: Buffer, at: number): { element: Draft; end: number } | null {
  const kind = KINDS.get(bytes[at] ?? -1);
  if (kind === undefined || bytes[at + 1] !== ID) return null;
  const id = textAt(bytes, at + 2);
  if (id === null) return null;
  const element = { kind, id: id.text, key: null, valueName: null, items: [], min: null, max: null, isNamedList: false };
  return { element, end: id.end };
}

/** Reads one attribute into the element and says where the next thing begins. */
function takeAttribute(bytes: Buffer, at: number, element: Draft): number {
  const code = bytes[at];
  if (code === VALUE_NAME || code === KEY) {
    const text = textAt(bytes, at + 1);
    if (text === null) return at + 1;
    if (code === KEY) element.key = text.text;
    else element.valueName = text.text;
    return text.end;
  }
  if (code === ITEM && bytes[at + 1] === VALUE) return takeItem(bytes, at + 2, element);
  if (element.kind === "decimal" && (code === MIN || code === MAX) && at + 5 <= bytes.length) {
    const number = bytes.readUInt32LE(at + 1);
    if (code === MIN) element.min = number;
    else element.max = number;
    return at + 5;
  }
  if (element.kind === "list" && code === EXPLICIT && bytes[at + 1] === 1) element.isNamedList = true;
  return at + 1;
}

function takeItem(bytes: Buffer, at: number, element: Draft): number {
  if (bytes[at] === NUMBER && at + 5 <= bytes.length) {
    element.items.push(bytes.readUInt32LE(at + 1));
    return at + 5;
  }
  const text = bytes[at] === TEXT ? textAt(bytes, at + 1) : null;
  if (text === null) return at;
  element.items.push(text.text);
  return text.end;
}

/** Four bytes of length, then printable characters. */
function textAt(bytes: Buffer, at: number): { text: string; end: number } | null {
  if (at + 4 > bytes.length) return null;
  const length = bytes.readUInt32LE(at);
  const end = at + 4 + length;
  if (length === 0 || length > TEXT_BYTES_MAX || end > bytes.length) return null;
  const text = bytes.toString("latin1", at + 4, end);
  return /^[\x20-\x7e]+$/.test(text) ? { text, end } : null;
}
