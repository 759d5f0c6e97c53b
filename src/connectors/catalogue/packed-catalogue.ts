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
 * Opens what `packCatalogue` made; throws on anything else. Only the ends of lines are looked for: ids are found by halving, and the
 * facts of a definition are read from its line when they are asked for, which keeps opening 30,000 of them to some tens of milliseconds.
 */
export function openCatalogue(packed: Uint8Array): OpenCatalogue {
  return openUnpacked(gunzipSync(packed, { maxOutputLength: UNPACKED_BYTES_MAX }));
}

/** `openCatalogue` of the bytes of a catalogue's text. */
export function openUnpacked(bytes: Buffer): OpenCatalogue {
  const headEnd = bytes.indexOf(LINE_END);
  const head = JSON.parse(bytes.toString("utf8", 0, headEnd)) as CatalogueHead &
    Readonly<{ format: number; applicabilities: readonly SettingApplicability[] }>;
  if (head.format !== CATALOGUE_FORMAT) throw new Error(`a catalogue of format ${head.format} is not read`);
  const lines = createLines(bytes, headEnd + 1);
  const families = head.families === null ? null : familiesOf(head.families);
  const known: { ids: readonly string[] | null } = { ids: null };
  const catalogue: SettingCatalogue = {
    size: lines.count,
    complete: families === null,
    ids: () => (known.ids ??= Array.from({ length: lines.count }, (_, line) => lines.id(line))),
    find: (definitionId) => {
      const line = lines.find(definitionId);
      return line === -1 ? undefined : factsOfRow(definitionId, lines.rest(line), head.applicabilities);
    },
    acquaintance: (definitionId) => {
      if (lines.find(definitionId) !== -1) return "known";
      return families !== null && hasFamily(definitionId, families) ? "unverified" : "unknown";
    },
  };
  return { catalogue, origins: head.origins };
}

const TAB = 0x09;
const LINE_END = 0x0a;

type Lines = Readonly<{
  count: number;
  id: (line: number) => string;
  rest: (line: number) => string;
  find: (id: string) => number;
}>;

/** Lines of `id, tab, rest`, sorted by their ids. */
function createLines(bytes: Buffer, from: number): Lines {
  const starts = lineStarts(bytes, from);
  const count = starts.length - 1;
  const startOf = (line: number) => starts[line] ?? bytes.length;
  const id = (line: number) => bytes.toString("utf8", startOf(line), bytes.indexOf(TAB, startOf(line)));
  return {
    count,
    id,
    rest: (line) => bytes.toString("utf8", bytes.indexOf(TAB, startOf(line)) + 1, startOf(line + 1) - 1),
    find: (wanted) => {
      let low = 0;
      let high = count - 1;
      while (low <= high) {
        const middle = (low + high) >> 1;
        const order = compareText(id(middle), wanted);
        if (order === 0) return middle;
        if (order < 0) low = middle + 1;
        else high = middle - 1;
      }
      return -1;
    },
  };
}

/** Where each line begins, and at last where one more would. */
function lineStarts(bytes: Buffer, from: number): Uint32Array {
  const starts: number[] = [from];
  for (let at = bytes.indexOf(LINE_END, from); at !== -1; at = bytes.indexOf(LINE_END, at + 1)) starts.push(at + 1);
  return Uint32Array.from(starts);
}

function familiesOf(names: NonNullable<CatalogueHead["families"]>): SettingFamilies {
  return {
    windowsProviders: new Set(names.windowsProviders),
    windowsPolicyAreas: new Set(names.windowsPolicyAreas),
    roots: new Set(names.roots),
  };
}
