import { readFileSync } from "node:fs";
import { parseValueMap, type ValueMap } from "./value-map.ts";

/** One line of nodes.tsv: this property of this Graph type reaches this device node. */
export type LegacyRow = Readonly<{
  /** Graph's type without `#microsoft.graph.`. */
  graphType: string;
  /** The path inside the object, with dots. */
  property: string;
  node: string;
  /** The collection of groups that holds the node in its one instance; null: the node stands alone. */
  group: string | null;
  values: ValueMap;
  /** Where the mapping is known from; the keys are in docs/legacy-coverage.md. */
  source: string;
}>;

export type LegacyMap = Readonly<{
  rows: readonly LegacyRow[];
  /** A property may reach more than one node. Case does not count: intents write `iOS...` where Graph writes `ios...`. */
  find: (graphType: string, property: string) => readonly LegacyRow[];
}>;

const FILE = new URL("./nodes.tsv", import.meta.url);

/** Read from disk once, on the first call. */
export const loadLegacyMap: () => LegacyMap = once(() => parseLegacyMap(readFileSync(FILE, "utf8")));

/** Lines of `type, property, node, values, source` with tabs; `#` begins a comment. Throws on a bad line: the file is ours. */
export function parseLegacyMap(text: string): LegacyMap {
  const rows = text.split("\n").flatMap((line, index) => (line === "" || line.startsWith("#") ? [] : [rowOf(line, index + 1)]));
  const byKey = new Map<string, LegacyRow[]>();
  for (const row of rows) {
    const key = keyOf(row.graphType, row.property);
    byKey.set(key, [...(byKey.get(key) ?? []), row]);
  }
  return { rows, find: (graphType, property) => byKey.get(keyOf(graphType, property)) ?? [] };
}

function rowOf(line: string, number: number): LegacyRow {
  const [graphType = "", property = "", address = "", valueText = "", source = "", ...rest] = line.split("\t");
  const values = parseValueMap(valueText);
  if (values === null || source === "" || rest.length > 0) throw new Error(`nodes.tsv, line ${number}: cannot be read`);
  const inGroup = address.indexOf(">");
  const group = inGroup === -1 ? null : address.slice(0, inGroup);
  return { graphType, property, node: address.slice(inGroup + 1), group, values, source };
}

function keyOf(graphType: string, property: string): string {
  return `${graphType} ${property}`.toLowerCase();
}

function once<T>(make: () => T): () => T {
  const made: { value?: T } = {};
  return () => (made.value ??= make());
}
