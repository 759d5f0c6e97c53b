import { quoted } from "../problem-list.ts";
import type { XmlElement, XmlPlace } from "../xml/read-xml.ts";

/** A value of a property list, with the place of its element. Dictionaries are maps: `__proto__` is a key like any other. */
export type PlistValue =
  | Readonly<{ kind: "text"; place: XmlPlace; text: string }>
  | Readonly<{ kind: "number"; place: XmlPlace; number: number }>
  | Readonly<{ kind: "flag"; place: XmlPlace; flag: boolean }>
  /** Base64 without white space. */
  | Readonly<{ kind: "data"; place: XmlPlace; base64: string }>
  /** ISO 8601, as written. */
  | Readonly<{ kind: "date"; place: XmlPlace; date: string }>
  | Readonly<{ kind: "list"; place: XmlPlace; items: readonly PlistValue[] }>
  | PlistDictionary;

export type PlistDictionary = Readonly<{ kind: "dictionary"; place: XmlPlace; entries: ReadonlyMap<string, PlistValue> }>;

export type PlistFault = Readonly<{ code: "plist-invalid" | "plist-key-duplicate"; place: XmlPlace; message: string }>;

/** `value` is null where the document is no property list; a faulty part of it is left out, and told. */
export type PlistReading = Readonly<{ value: PlistValue | null; faults: readonly PlistFault[] }>;

/** Reads the tree of an XML property list. Every fault is told, not only the first. */
export function readPlist(root: XmlElement): PlistReading {
  const faults: PlistFault[] = [];
  if (root.name !== "plist") return { value: null, faults: [fault(root, `${quoted(root.name)} where \`plist\` was due`)] };
  const [only, second] = root.children;
  refuseText(root, faults);
  if (only === undefined) faults.push(fault(root, "a property list without a value"));
  if (second !== undefined) faults.push(fault(second, "a second value in one property list"));
  return { value: only === undefined ? null : valueOf(only, faults), faults };
}

type Reader = (element: XmlElement, faults: PlistFault[]) => PlistValue | null;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["string", (element) => ({ kind: "text", place: element.place, text: element.text })],
  ["integer", (element, faults) => numberOf(element, /^[+-]?(?:\d{1,16}|0x[0-9a-f]{1,13})$/i, faults)],
  ["real", (element, faults) => numberOf(element, /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i, faults)],
  ["true", (element, faults) => flagOf(element, true, faults)],
  ["false", (element, faults) => flagOf(element, false, faults)],
  ["data", dataOf],
  ["date", dateOf],
  ["array", listOf],
  ["dict", dictionaryOf],
]);

function valueOf(element: XmlElement, faults: PlistFault[]): PlistValue | null {
  const read = READERS.get(element.name);
  if (read === undefined) {
    faults.push(fault(element, `${quoted(element.name)} where a value was due`));
    return null;
  }
  const isContainer = element.name === "dict" || element.name === "array";
  const [inner] = element.children;
  if (!isContainer && inner !== undefined) {
    faults.push(fault(inner, `${quoted(inner.name)} inside ${quoted(element.name)}`));
    return null;
  }
  return read(element, faults);
}

function numberOf(element: XmlElement, form: RegExp, faults: PlistFault[]): PlistValue | null {
  const text = element.text.trim();
  const number = form.test(text) ? Number(text.replace(/^\+/, "")) : Number.NaN;
  const isWhole = element.name === "integer";
  if (Number.isFinite(number) && (!isWhole || Number.isSafeInteger(number)))
    return { kind: "number", place: element.place, number };
  faults.push(fault(element, `${quoted(text)} is no number that can be kept`));
  return null;
}

function flagOf(element: XmlElement, flag: boolean, faults: PlistFault[]): PlistValue {
  refuseText(element, faults);
  return { kind: "flag", place: element.place, flag };
}

function dataOf(element: XmlElement, faults: PlistFault[]): PlistValue | null {
  const base64 = element.text.replace(/[ \t\r\n]+/g, "");
  if (/^[A-Za-z0-9+/]*={0,2}$/.test(base64) && base64.length % 4 === 0) return { kind: "data", place: element.place, base64 };
  faults.push(fault(element, "the data is no base64"));
  return null;
}

function dateOf(element: XmlElement, faults: PlistFault[]): PlistValue | null {
  const date = element.text.trim();
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(date) && !Number.isNaN(Date.parse(date)))
    return { kind: "date", place: element.place, date };
  faults.push(fault(element, `${quoted(date)} is no date`));
  return null;
}

function listOf(element: XmlElement, faults: PlistFault[]): PlistValue {
  refuseText(element, faults);
  const items = element.children.map((child) => valueOf(child, faults)).filter((item) => item !== null);
  return { kind: "list", place: element.place, items };
}

function dictionaryOf(element: XmlElement, faults: PlistFault[]): PlistDictionary {
  refuseText(element, faults);
  const entries = new Map<string, PlistValue>();
  let key: XmlElement | null = null;
  for (const child of element.children) {
    if (child.name === "key") {
      if (key !== null) faults.push(fault(key, `the key ${quoted(key.text)} has no value`));
      if (child.children.length > 0) faults.push(fault(child, "an element inside a key"));
      key = child;
      continue;
    }
    const value = valueOf(child, faults);
    if (key === null) faults.push(fault(child, `${quoted(child.name)} without a key in front of it`));
    else if (entries.has(key.text)) {
      faults.push({ code: "plist-key-duplicate", place: key.place, message: `the key ${quoted(key.text)} is there twice` });
    } else if (value !== null) entries.set(key.text, value);
    key = null;
  }
  if (key !== null) faults.push(fault(key, `the key ${quoted(key.text)} has no value`));
  return { kind: "dictionary", place: element.place, entries };
}

function refuseText(element: XmlElement, faults: PlistFault[]): void {
  const text = element.text.trim();
  if (text !== "") faults.push(fault(element, `the text ${quoted(text)} directly inside ${quoted(element.name)}`));
}

function fault(element: XmlElement, message: string): PlistFault {
  return { code: "plist-invalid", place: element.place, message };
}
