import type { Json } from "../kit/canonical-json.ts";
import type { SettingFacts } from "./catalogue.ts";
import type { Setting } from "./setting.ts";

/** Facts that people and planners act on; `children` and `address` follow from others. */
const FACTS = [
  "displayName",
  "node",
  "scope",
  "kind",
  "valueType",
  "options",
  "integerMin",
  "integerMax",
  "lengthMin",
  "lengthMax",
  "defaultValue",
  "dependsOn",
  "applicability",
  "merge",
] as const satisfies readonly (keyof SettingFacts)[];

export type FactName = (typeof FACTS)[number];

/** Which facts of a definition two catalogues give differently. */
export function changedFacts(before: SettingFacts, after: SettingFacts): readonly FactName[] {
  return FACTS.filter((name) => textOf(before[name]) !== textOf(after[name]));
}

/** Every definition that settings name, nested ones included, each once. */
export function definitionIdsOf(settings: readonly Setting[]): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting: Setting[] = [...settings];
  for (let setting = waiting.pop(); setting !== undefined; setting = waiting.pop()) {
    found.add(setting.definitionId);
    waiting.push(...childrenOf(setting));
  }
  return found;
}

function childrenOf({ value }: Setting): readonly Setting[] {
  switch (value.kind) {
    case "choice":
    case "group":
      return value.children;
    case "choices":
      return value.choices.flatMap(({ children }) => children);
    case "groups":
      return value.instances.flat();
    case "simple":
    case "simples":
    case "property":
      return [];
  }
}

/** Facts are lists, records and maps with a fixed order of keys; applicability is joined of two, so that its keys are sorted. */
function textOf(fact: SettingFacts[FactName]): string {
  if (fact === null || typeof fact !== "object") return JSON.stringify(fact);
  if (fact instanceof Map) return JSON.stringify([...fact]);
  return JSON.stringify(fact, (_key, value: Json) => sorted(value));
}

function sorted(value: Json): Json {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value as { readonly [key: string]: Json }).sort(([a], [b]) => (a < b ? -1 : 1)));
}
