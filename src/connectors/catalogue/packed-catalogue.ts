import { gunzipSync, gzipSync } from "node:zlib";
import type { CatalogueOrigin, OpenCatalogue } from "../../app/ports/catalogue-source.ts";
import { compareText } from "../../kit/ids.ts";
import { canonicalJson } from "../../kit/canonical-json.ts";
import type { SettingApplicability, SettingCatalogue, SettingFacts } from "../../policy/catalogue.ts";
import { factsOfRow, rowOf } from "./fact-rows.ts";
import { hasFamily, type SettingFamilies } from "./setting-families.ts";

/** What a packed catalogue holds beside its definitions. `families` null: the list is whole, and what it lacks does not exist. */
export type CatalogueHead = Readonly<{
  origins: readonly CatalogueOrigin[];
  families: Readonly<{
    windowsProviders: readonly string[];
    windowsPolicyAreas: readonly string[];
    roots: readonly string[];
  }> | null;
}>;

/** One format for the shipped catalogue and for a stored one. Another number is not read. */
export const CATALOGUE_FORMAT = 2;
const UNPACKED_BYTES_MAX = 256 * 1024 * 1024;

/**
 * The text of a catalogue: one line of JSON (head and the applicabilities, which definitions share), then a line for each
 * definition, in the order of `compareText`. The same definitions always give the same text.
 */
export function catalogueText(head: CatalogueHead, definitions: readonly SettingFacts[]): string {
  const indexByText = new Map<string, number>();
  const applicabilities: SettingApplicability[] = [];
  const indexOf = (applicability: SettingApplicability): number => {
    const text = canonicalJson(applicability);
    const known = indexByText.get(text);
    if (known !== undefined) return known;
    indexByText.set(text, applicabilities.length);
    return applicabilities.push(applicability) - 1;
  };
  const sorted = [...definitions].sort((a, b) => compareText(a.definitionId, b.definitionId));
  const rows = sorted.map((facts) => rowOf(facts, indexOf));
  return `${[JSON.stringify({ format: CATALOGUE_FORMAT, ...head, applicabilities }), ...rows].join("\n")}\n`;
}

export function packCatalogue(head: CatalogueHead, definitions: readonly SettingFacts[]): Uint8Array {
  return gzipSync(catalogueText(head, definitions), { level: 9 });
}

/**
 * Opens what `packCatalogue` made; throws on anything else. Nothing but the ids is looked at: the facts of a definition are
 * read from its line when they are asked for, which keeps opening 20,000 of them to some tens of milliseconds.
 */
export function openCatalogue(packed: Uint8Array): OpenCatalogue {
  return openUnpacked(gunzipSync(packed, { maxOutputLength: UNPACKED_BYTES_MAX }));
}

/** `openCatalogue` of the bytes of a catalogue's text. */
export function openUnpacked(bytes: Buffer): OpenCatalogue {
  const headEnd = bytes.indexOf(0x0a);
  const head = JSON.parse(bytes.toString("utf8", 0, headEnd)) as CatalogueHead &
    Readonly<{ format: number; applicabilities: readonly SettingApplicability[] }>;
  if (head.format !== CATALOGUE_FORMAT) throw new Error(`a catalogue of format ${head.format} is not read`);
  const placeById = placesOf(bytes, headEnd + 1);
  const families = head.families === null ? null : familiesOf(head.families);
  const catalogue: SettingCatalogue = {
    size: placeById.size,
    complete: families === null,
    ids: () => [...placeById.keys()],
    find: (definitionId) => {
      const start = placeById.get(definitionId);
      if (start === undefined) return undefined;
      return factsOfRow(definitionId, bytes.toString("utf8", start, bytes.indexOf(0x0a, start)), head.applicabilities);
    },
    acquaintance: (definitionId) => {
      if (placeById.has(definitionId)) return "known";
      return families !== null && hasFamily(definitionId, families) ? "unverified" : "unknown";
    },
  };
  return { catalogue, origins: head.origins };
}

/** Where the JSON of each line begins, by the id before it. */
function placesOf(bytes: Buffer, from: number): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (let start = from; start < bytes.length; ) {
    const tab = bytes.indexOf(0x09, start);
    places.set(bytes.toString("utf8", start, tab), tab + 1);
    start = bytes.indexOf(0x0a, tab) + 1;
  }
  return places;
}

function familiesOf(names: NonNullable<CatalogueHead["families"]>): SettingFamilies {
  return {
    windowsProviders: new Set(names.windowsProviders),
    windowsPolicyAreas: new Set(names.windowsPolicyAreas),
    roots: new Set(names.roots),
  };
}
