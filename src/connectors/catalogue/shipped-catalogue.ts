import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { compareText } from "../../kit/ids.ts";
import { bareFacts, type SettingCatalogue, type SettingFacts } from "../../policy/catalogue.ts";
import { hasFamily, type SettingFamilies } from "./setting-families.ts";

/** Made by tools/catalogue/build.ts; the sources are in NOTICE. */
const SHIPPED = new URL("./generated/settings.tsv.gz", import.meta.url);

const KINDS: ReadonlyMap<string, SettingFacts["kind"]> = new Map([
  ["c", "choice"],
  ["C", "choices"],
  ["s", "simple"],
  ["S", "simples"],
  ["g", "group"],
  ["G", "groups"],
  ["o", "other"],
]);

/**
 * The catalogue that comes with Tidegate: bare facts from free sources, and the families that exist. It is not
 * complete: an id of a known family that it lacks is unverified. Read from disk once, on the first call.
 */
export const loadShippedCatalogue: () => SettingCatalogue = once(() =>
  parseShippedCatalogue(gunzipSync(readFileSync(SHIPPED)).toString("utf8")),
);

/** The unpacked text: three lines of families, then `id, kind, options, min, max` with tabs, options without the id. */
export function parseShippedCatalogue(text: string): SettingCatalogue {
  const [providers = "", areas = "", roots = "", ...lines] = text.trimEnd().split("\n");
  const families: SettingFamilies = {
    windowsProviders: new Set(providers.split("\t")),
    windowsPolicyAreas: new Set(areas.split("\t")),
    roots: new Set(roots.split("\t")),
  };
  const lineById = new Map(lines.map((line) => [line.slice(0, line.indexOf("\t")), line]));
  return {
    size: lineById.size,
    complete: false,
    ids: () => [...lineById.keys()].sort(compareText),
    find: (definitionId) => {
      const line = lineById.get(definitionId);
      return line === undefined ? undefined : factsOfLine(line);
    },
    acquaintance: (definitionId) => {
      if (lineById.has(definitionId)) return "known";
      return hasFamily(definitionId, families) ? "unverified" : "unknown";
    },
  };
}

function factsOfLine(line: string): SettingFacts {
  const [definitionId = "", kind = "o", options = "", min = "", max = ""] = line.split("\t");
  return {
    ...bareFacts(definitionId, definitionId),
    kind: KINDS.get(kind) ?? "other",
    options:
      options === ""
        ? null
        : new Map(options.split(" ").map((option) => [definitionId + option, { value: null, name: definitionId + option }])),
    integerMin: min === "" ? null : Number(min),
    integerMax: max === "" ? null : Number(max),
  };
}

function once<T>(make: () => T): () => T {
  const made: { value?: T } = {};
  return () => (made.value ??= make());
}
