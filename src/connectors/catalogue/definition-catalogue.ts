import { gunzipSync } from "node:zlib";
import type { Json } from "../../kit/canonical-json.ts";
import { compareText } from "../../kit/ids.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { bareFacts, type OptionFacts, type SettingCatalogue, type SettingFacts } from "../../policy/catalogue.ts";

/** `line` counts from 1; 0 means the bytes as a whole. */
export type CatalogueInvalid = Readonly<{ code: "catalogue-invalid"; line: number; message: string }>;

/** Unpacked; all definitions that Intune has are a tenth of it. */
const CATALOGUE_BYTES_MAX = 512 * 1024 * 1024;

const KIND_BY_TYPE: ReadonlyMap<string, SettingFacts["kind"]> = new Map([
  ["ChoiceSettingDefinition", "choice"],
  ["ChoiceSettingCollectionDefinition", "choices"],
  ["SimpleSettingDefinition", "simple"],
  ["SimpleSettingCollectionDefinition", "simples"],
  ["SettingGroupDefinition", "group"],
  ["SettingGroupCollectionDefinition", "groups"],
]);

/**
 * Reads a full dump of Graph's `deviceManagement/configurationSettings`: one definition a line, plain or gzipped.
 * The catalogue is complete: what it lacks does not exist.
 */
export function loadCatalogueNdjson(bytes: Uint8Array): Result<SettingCatalogue, CatalogueInvalid> {
  const factsById = new Map<string, SettingFacts>();
  const text = unpack(bytes);
  if (text === null) return invalid(0, "the bytes are no gzip file and no UTF-8 text, or too large");
  let line = 0;
  for (const content of text.split("\n")) {
    line += 1;
    if (content.trim() === "") continue;
    const facts = factsOf(content);
    if (facts === null) return invalid(line, "the line is no setting definition with an `id`");
    factsById.set(facts.definitionId, facts);
  }
  if (factsById.size === 0) return invalid(0, "there is no definition in it");
  return ok({
    size: factsById.size,
    complete: true,
    ids: () => [...factsById.keys()].sort(compareText),
    find: (definitionId) => factsById.get(definitionId),
    acquaintance: (definitionId) => (factsById.has(definitionId) ? "known" : "unknown"),
  });
}

/** The facts of one definition in Graph's JSON; null where it is none. */
export function factsOf(line: string): SettingFacts | null {
  const definition = parsed(line);
  const id = definition["id"];
  if (typeof id !== "string" || id === "") return null;
  const word = textOf(definition["@odata.type"]).replace(/^#microsoft\.graph\.deviceManagementConfiguration/, "");
  const kind = KIND_BY_TYPE.get(word) ?? "other";
  const range = asObject(definition["valueDefinition"]);
  return {
    ...bareFacts(id, id),
    kind,
    options: kind === "choice" || kind === "choices" ? optionIds(definition["options"]) : null,
    integerMin: integerOf(range["minimumValue"]),
    integerMax: integerOf(range["maximumValue"]),
  };
}

function unpack(bytes: Uint8Array): string | null {
  try {
    const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: CATALOGUE_BYTES_MAX }) : bytes;
    return new TextDecoder("utf-8", { fatal: true }).decode(plain);
  } catch {
    return null;
  }
}

function invalid(line: number, message: string): Result<never, CatalogueInvalid> {
  return err({ code: "catalogue-invalid", line, message });
}

function parsed(line: string): Readonly<{ [key: string]: Json }> {
  try {
    return asObject(JSON.parse(line) as Json);
  } catch {
    return {};
  }
}

/** A definition without its list of options cannot deny one. */
function optionIds(options: Json | undefined): ReadonlyMap<string, OptionFacts> | null {
  if (!Array.isArray(options) || options.length === 0) return null;
  const ids = options.map((option: Json) => asObject(option)["itemId"]).filter((id) => typeof id === "string");
  return new Map(ids.map((id) => [id, { value: null, name: id }]));
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function asObject(value: Json | undefined): Readonly<{ [key: string]: Json }> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as { [key: string]: Json }) : {};
}

/** Graph writes "no limit" as the ends of 32 and 64 bits, where a double no longer counts whole numbers. */
function integerOf(value: Json | undefined): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) ? value : null;
}
