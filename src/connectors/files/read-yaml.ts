import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Document, type ParsedNode } from "yaml";
import type { Json } from "../../kit/canonical-json.ts";
import { JSON_LEVELS_MAX, type JsonFault } from "./read-json.ts";
import { pointerTo, quoted } from "./problem-list.ts";

/** The parser keeps every position, which costs about a hundred times the text; an export of one policy is far smaller. */
const YAML_CHARACTERS_MAX = 1024 * 1024;

const FAULTS_MAX = 20;

/** Nesting in flow style, told before the parser's own recursion meets it. */
const FLOW_LEVELS_MAX = 200;

export type YamlFault = Readonly<{ code: "yaml-invalid" | JsonFault["code"]; pointer: string; message: string }>;

/** The line on which the place of a JSON pointer begins, from 1; the nearest place around it where there is no such one. */
export type LineOf = (pointer: string) => number;

export type YamlReading = Readonly<{ value: Json | undefined; faults: readonly YamlFault[]; lineOf: LineOf }>;

/**
 * Reads the YAML that exporters write (plain mappings, lists and scalars) as JSON. Anchors, tags and several documents are
 * refused: no export has them, and an anchor in an anchor can grow without end. Objects have no prototype.
 */
export function readYaml(text: string): YamlReading {
  const faults: YamlFault[] = [];
  const refuse = (code: YamlFault["code"], message: string): YamlReading => ({
    value: undefined,
    faults: [{ code, pointer: "", message }],
    lineOf: () => 1,
  });
  if (text.length > YAML_CHARACTERS_MAX)
    return refuse("json-too-large", `a YAML text of more than ${YAML_CHARACTERS_MAX} characters`);
  if (isTooDeep(text)) return refuse("json-too-deep", `more than ${JSON_LEVELS_MAX} levels`);
  let documents: readonly Document.Parsed[];
  const lines = new LineCounter();
  try {
    documents = parseAllDocuments(text, {
      version: "1.2",
      schema: "core",
      merge: false,
      // The parser compares each key with all before it: a hundred thousand keys would take minutes. `toJson` looks instead.
      uniqueKeys: false,
      logLevel: "silent",
      lineCounter: lines,
    }) as readonly Document.Parsed[];
  } catch (cause) {
    return refuse("yaml-invalid", `the text cannot be parsed: ${quoted(cause instanceof Error ? cause.message : String(cause))}`);
  }
  const [document, second] = documents;
  if (document === undefined || second !== undefined)
    return refuse("yaml-invalid", "the file holds no document, or more than one");
  for (const problem of [...document.errors, ...document.warnings].slice(0, FAULTS_MAX)) {
    const start = problem.linePos?.[0];
    const place = start === undefined ? "" : `line ${start.line}, column ${start.col}: `;
    faults.push({ code: "yaml-invalid", pointer: "", message: `${place}${quoted(problem.message.split("\n")[0] ?? "")}` });
  }
  const lineOf: LineOf = (pointer) => lines.linePos(offsetOf(document.contents, pointer)).line;
  if (faults.length > 0) return { value: undefined, faults, lineOf };
  const value = toJson(document.contents, "", 0, faults);
  return { value: faults.length > 0 ? undefined : value, faults, lineOf };
}

/** Where the step's key or item begins. */
function offsetOf(root: ParsedNode | null, pointer: string): number {
  let node: ParsedNode | null = root;
  let offset = root?.range[0] ?? 0;
  for (const step of pointer.split("/").slice(1)) {
    const name = step.replace(/~1/g, "/").replace(/~0/g, "~");
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && keyName(key.value) === name);
      if (pair === undefined) return offset;
      offset = pair.key.range[0];
      node = pair.value;
    } else if (isSeq(node)) {
      const item: ParsedNode | undefined = node.items[Number(name)];
      if (item === undefined) return offset;
      offset = item.range[0];
      node = item;
    } else return offset;
  }
  return offset;
}

/** Block style nests by indentation: a level costs a character a line, so that this bound comes from the text's own size. */
function isTooDeep(text: string): boolean {
  let level = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === "[" || character === "{") deepest = Math.max(deepest, (level += 1));
    else if (character === "]" || character === "}") level = Math.max(0, level - 1);
  }
  const indents = /^ {400,}\S/m.test(text) || /(?:[-?] ){200,}/.test(text);
  return deepest > FLOW_LEVELS_MAX || indents;
}

function toJson(node: ParsedNode | null, pointer: string, level: number, faults: YamlFault[]): Json {
  if (node === null) return null;
  const refuse = (code: YamlFault["code"], message: string): Json => {
    if (faults.length < FAULTS_MAX) faults.push({ code, pointer, message });
    return null;
  };
  if (level > JSON_LEVELS_MAX) return refuse("json-too-deep", `more than ${JSON_LEVELS_MAX} levels`);
  if (isAlias(node)) return refuse("yaml-invalid", "an anchor is used");
  if (isMap(node)) {
    const object = Object.create(null) as Record<string, Json>;
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? keyName(key.value) : null;
      if (name === null) refuse("yaml-invalid", "a key that is no text");
      else if (name in object) refuse("yaml-invalid", `the key ${quoted(name)} is there twice`);
      else object[name] = toJson(value, pointerTo(pointer, name), level + 1, faults);
    }
    return object;
  }
  if (isSeq(node))
    return node.items.map((item, index) => toJson(item as ParsedNode | null, pointerTo(pointer, index), level + 1, faults));
  return scalar(node.value, refuse);
}

/** Numbers and truth values as keys are their text, as in JSON. */
function keyName(value: unknown): string | null {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

function scalar(value: unknown, refuse: (code: YamlFault["code"], message: string) => Json): Json {
  if (typeof value === "string") {
    const isStorable = value.isWellFormed() && !value.includes("\u0000");
    return isStorable ? value : refuse("json-text-unstorable", "a text holds a zero character or half a surrogate pair");
  }
  if (typeof value === "number" && Number.isFinite(value)) return value;
  return value === null || typeof value === "boolean" ? value : refuse("yaml-invalid", "a value that JSON does not have");
}
