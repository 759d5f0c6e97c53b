import { SaxesParser } from "saxes";
import { quoted } from "../problem-list.ts";

/** Reports and profiles of real estates stay far below; a larger one would keep a reader busy for seconds. */
export const XML_BYTES_MAX = 24 * 1024 * 1024;

/** Reports nest about 15 levels, profiles about 20. */
export const XML_LEVELS_MAX = 100;

/** Each element costs a few hundred bytes once it is read. */
const ELEMENTS_MAX = 200_000;
const ATTRIBUTES_MAX = 200_000;

/** A text that is no XML at all would else be told character by character. */
const FAULTS_MAX = 20;

/** Both count from 1. */
export type XmlPlace = Readonly<{ line: number; column: number }>;

export type XmlElement = Readonly<{
  /** As written, with its prefix. */
  name: string;
  /** The name without its prefix. */
  local: string;
  attributes: ReadonlyMap<string, string>;
  children: readonly XmlElement[];
  /** Its own text, without that of its children. */
  text: string;
  place: XmlPlace;
}>;

export type XmlFault = Readonly<{
  code: "xml-invalid" | "xml-declares-entities" | "xml-too-deep" | "xml-too-large";
  place: XmlPlace;
  message: string;
}>;

/** `root` is null wherever there is a fault: half a document is none. */
export type XmlReading = Readonly<{ root: XmlElement | null; faults: readonly XmlFault[] }>;

/**
 * Reads XML into a tree, with a place for every fault and limits on size, depth and number of elements. Nothing outside of
 * the text is ever fetched, and a document type that declares anything of its own is refused: without declarations there
 * is no entity but XML's five, and so neither a bomb of entities nor a file read by way of one.
 */
export function readXml(text: string): XmlReading {
  if (text.length > XML_BYTES_MAX) return refused("xml-too-large", `${text.length} characters, more than ${XML_BYTES_MAX}`);
  const state: State = {
    parser: new SaxesParser({ position: true }),
    open: [],
    root: null,
    elements: 0,
    attributes: 0,
    faults: [],
  };
  listen(state);
  try {
    state.parser.write(text).close();
  } catch (stopped) {
    if (!(stopped instanceof Stopped)) throw stopped;
  }
  return { root: state.faults.length > 0 ? null : state.root, faults: state.faults };
}

/** Most elements have no attribute; one map for all of these halves the time and the memory. */
const NONE = new Map<string, string>();

type Growing = XmlElement & { children: XmlElement[]; text: string; attributes: Map<string, string> };

type State = {
  readonly parser: SaxesParser<{ position: true }>;
  readonly open: Growing[];
  root: XmlElement | null;
  elements: number;
  attributes: number;
  readonly faults: XmlFault[];
};

/** Ends the reading from any depth; it never leaves this file. */
class Stopped extends Error {}

function listen(state: State): void {
  const { parser } = state;
  const addText = (text: string) => {
    const top = state.open.at(-1);
    if (top !== undefined) top.text += text;
  };
  parser.on("error", (error) => {
    note(state, "xml-invalid", plainMessage(error.message));
    if (state.faults.length >= FAULTS_MAX) throw new Stopped();
  });
  parser.on("doctype", (declaration) => {
    if (declaration.includes("[")) stop(state, "xml-declares-entities", "the document type declares something of its own");
  });
  parser.on("opentagstart", ({ name }) => open(state, name));
  parser.on("attribute", ({ name, value }) => {
    state.attributes += 1;
    if (state.attributes > ATTRIBUTES_MAX) stop(state, "xml-too-large", `more than ${ATTRIBUTES_MAX} attributes`);
    const top = state.open.at(-1);
    if (top === undefined) return;
    if (top.attributes === NONE) top.attributes = new Map();
    top.attributes.set(name, value);
  });
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const closed = state.open.pop();
    if (closed !== undefined && state.open.length === 0) state.root ??= closed;
  });
}

function open(state: State, name: string): void {
  state.elements += 1;
  if (state.elements > ELEMENTS_MAX) stop(state, "xml-too-large", `more than ${ELEMENTS_MAX} elements`);
  if (state.open.length >= XML_LEVELS_MAX)
    stop(state, "xml-too-deep", `elements are nested deeper than ${XML_LEVELS_MAX} levels`);
  const { line, column } = state.parser;
  const element: Growing = {
    name,
    local: name.slice(name.indexOf(":") + 1),
    attributes: NONE,
    children: [],
    text: "",
    // The parser stands behind the character that ended the name.
    place: { line, column: Math.max(1, column - name.length - 1) },
  };
  state.open.at(-1)?.children.push(element);
  state.open.push(element);
}

function note(state: State, code: XmlFault["code"], message: string): void {
  const { line, column } = state.parser;
  state.faults.push({ code, place: { line, column: Math.max(1, column) }, message });
}

function stop(state: State, code: XmlFault["code"], message: string): never {
  note(state, code, message);
  throw new Stopped();
}

function refused(code: XmlFault["code"], message: string): XmlReading {
  return { root: null, faults: [{ code, place: { line: 1, column: 1 }, message }] };
}

/** The parser writes the place in front, which the fault tells apart; what it quotes of the text is made harmless. */
function plainMessage(message: string): string {
  const plain = message.replace(/^(?:[^:]*:)?\d+:\d+: /, "").replace(/\.$/, "");
  return /^[\p{L}\p{N} ,.'"()/<>=:;!?&-]*$/u.test(plain) && plain.length <= 120 ? plain : quoted(plain);
}
