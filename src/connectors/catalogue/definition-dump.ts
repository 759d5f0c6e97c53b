import { gunzipSync } from "node:zlib";
import type { CatalogueFault } from "../../app/ports/catalogue-source.ts";
import type { SourceFile } from "../../app/ports/source-files.ts";
import type { Json } from "../../kit/canonical-json.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { SettingFacts } from "../../policy/catalogue.ts";
import { factsOfDefinition } from "./graph-definition.ts";
import { asObject, type Definition } from "./json-fields.ts";

/** Definitions of a dump; `isCut`: its last page says that more follow. */
export type DefinitionDump = Readonly<{ definitions: readonly SettingFacts[]; isCut: boolean }>;

/** Unpacked; all definitions that Intune has are a tenth of it. */
const DUMP_BYTES_MAX = 512 * 1024 * 1024;
/** More than this nobody reads. */
const FAULTS_MAX = 50;

type Read = Readonly<{ at: string; definition: Definition | null; message: string }>;
type Parts = Readonly<{ items: Iterable<Read>; isCut: boolean }>;

/**
 * Reads a dump of Graph's `deviceManagement/configurationSettings`, plain or gzipped: one definition a line, a JSON list, Graph's
 * pages (`{"value": [...]}`, one or a list of them), or one definition. Gives back all faults at once, or everything.
 * It is a generator so that a server can answer others in between: whoever drives it may pause after each step.
 */
export function* readDump(files: readonly SourceFile[]): Generator<undefined, Result<DefinitionDump, readonly CatalogueFault[]>> {
  const factsById = new Map<string, SettingFacts>();
  const faults: CatalogueFault[] = [];
  let isCut = false;
  for (const { path, bytes } of files) {
    const parts = partsOf(bytes);
    if (typeof parts === "string") faults.push({ file: path, at: "", message: parts });
    else {
      let count = 0;
      for (const { at, definition, message } of parts.items) {
        const facts = definition === null ? null : factsOfDefinition(definition);
        if (facts !== null) factsById.set(facts.definitionId, facts);
        else if (faults.length < FAULTS_MAX) faults.push({ file: path, at, message });
        count += 1;
        if (count % STEP === 0) yield;
      }
      isCut ||= parts.isCut;
      if (count === 0) faults.push({ file: path, at: "", message: "there is no definition in it" });
    }
    yield;
  }
  return faults.length > 0 ? err(faults) : ok({ definitions: [...factsById.values()], isCut });
}

const STEP = 250;
const NO_DEFINITION = "this is no setting definition with an `id` and a type of `deviceManagementConfiguration...Definition`";

function partsOf(bytes: Uint8Array): Parts | string {
  const text = unpack(bytes);
  if (text === null) return "the bytes are no gzip file and no UTF-8 text, or too large";
  const trimmed = text.trimStart();
  if (trimmed === "") return "there is no definition in it";
  const firstLine = trimmed.slice(0, trimmed.indexOf("\n") + 1 || undefined);
  if (parsed(firstLine) !== undefined && !isWhole(trimmed, firstLine)) return { items: lines(text), isCut: false };
  const whole = parsed(trimmed);
  if (whole !== undefined) return partsOfJson(whole);
  // A list or an object over many lines that breaks somewhere; else it was meant to be one definition a line.
  return /^\[|^\{\s*(?:\n|$)/.test(trimmed) ? jsonFault(trimmed) : { items: lines(text), isCut: false };
}

function isWhole(text: string, firstLine: string): boolean {
  return text.trimEnd().length === firstLine.trimEnd().length;
}

function* lines(text: string): Generator<Read> {
  let line = 0;
  for (let start = 0; start <= text.length; ) {
    const end = text.indexOf("\n", start);
    const content = text.slice(start, end === -1 ? text.length : end);
    line += 1;
    start = end === -1 ? text.length + 1 : end + 1;
    if (content.trim() === "") continue;
    const value = parsed(content);
    const message = value === undefined ? "the line is no JSON" : NO_DEFINITION;
    yield { at: `line ${line}`, definition: definitionOf(value), message };
  }
}

function partsOfJson(whole: Json): Parts {
  const lists = Array.isArray(whole) ? whole.map(asObject) : [asObject(whole)];
  if (lists.length > 0 && lists.every((one) => Array.isArray(one["value"]))) {
    const pages = lists.map((page) => page["value"] as readonly Json[]);
    const pointer = (page: number, index: number) => (Array.isArray(whole) ? `/${page}/value/${index}` : `/value/${index}`);
    return {
      items: pages.flatMap((page, at) => page.map((item, index) => readAt(pointer(at, index), item))),
      isCut: lists.at(-1)?.["@odata.nextLink"] !== undefined,
    };
  }
  const items = Array.isArray(whole) ? whole.map((item: Json, index) => readAt(`/${index}`, item)) : [readAt("", whole)];
  return { items, isCut: false };
}

function readAt(at: string, value: Json): Read {
  return { at, definition: definitionOf(value), message: NO_DEFINITION };
}

/** A line without Graph's type could be anything that has an id. */
function definitionOf(value: Json | undefined): Definition | null {
  const definition = asObject(value);
  const type = definition["@odata.type"];
  const isOne = typeof definition["id"] === "string" && typeof type === "string" && DEFINITION_TYPE.test(type);
  return isOne ? definition : null;
}

const DEFINITION_TYPE = /^#microsoft\.graph\.deviceManagementConfiguration\w*Definition$/;

function jsonFault(text: string): string {
  try {
    JSON.parse(text);
    return NO_DEFINITION;
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    const at = /position (\d+)(?: \(line (\d+) column (\d+)\))?/.exec(message);
    return at === null ? "it is no JSON" : `it is no JSON: line ${at[2] ?? "?"}, column ${at[3] ?? "?"}`;
  }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function unpack(bytes: Uint8Array): string | null {
  try {
    const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: DUMP_BYTES_MAX }) : bytes;
    return new TextDecoder("utf-8", { fatal: true }).decode(plain);
  } catch {
    return null;
  }
}
