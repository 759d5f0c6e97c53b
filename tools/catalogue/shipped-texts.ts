import type { CatalogueOrigin } from "../../src/app/ports/catalogue-source.ts";
import { catalogueText } from "../../src/connectors/catalogue/packed-catalogue.ts";
import { readWholeDump } from "../../src/connectors/catalogue/definition-catalogue.ts";
import { registryLine } from "../../src/connectors/catalogue/registry-facts.ts";
import { compareText } from "../../src/kit/ids.ts";
import type { SettingCatalogue, SettingFacts } from "../../src/policy/catalogue.ts";
import { nameOfNode } from "../../src/policy/naming/name-of-node.ts";
import { appleDeclarations, appleProfiles } from "./apple-schema.ts";
import { chromeFacts } from "./chrome-policies.ts";
import { exportedFacts } from "./exported-ids.ts";
import { OTHER_ROOTS, WINDOWS_POLICY_AREAS, WINDOWS_PROVIDERS } from "./families.ts";
import { firefoxFacts } from "./firefox-policies.ts";
import { joinFacts } from "../../src/policy/join-facts.ts";
import { graphSet, PATHS } from "./sources.ts";
import { readWindowsTable, registryFacts, windowsAreas, windowsFacts } from "./windows-policies.ts";

type Source = Readonly<{ name: string; licence: string; asOf: string; facts: readonly SettingFacts[] }>;

export type ShippedTexts = Readonly<{ settings: string; registry: string; summary: string }>;

/** The same sources always give the same texts. */
export function shippedTexts(): ShippedTexts {
  const table = readWindowsTable(PATHS.windows);
  const [profiles, declarations] = [appleProfiles(PATHS.appleProfiles), appleDeclarations(PATHS.appleDeclarations)];
  const sources: readonly Source[] = [
    { ...MIT("microsoft/Intune-ACSC-Windows-Hardening-Guidelines", "2024-04"), facts: exportedFacts(PATHS.exports) },
    { name: "Windows 10.0.19045 policy table", licence: "facts", asOf: "10.0.19045.2728", facts: windowsFacts(table) },
    { ...MIT("apple/device-management", "2024-10"), facts: [...profiles.facts, ...declarations.facts] },
    { name: "Chrome administrative template", licence: "facts", asOf: "151.0.7922", facts: chromeFacts(PATHS.chrome) },
    { name: "mozilla/policy-templates", licence: "facts", asOf: "2026-08", facts: firefoxFacts(PATHS.firefox) },
    {
      ...MIT("pl4nty/intune-change-tracking", "2026-08"),
      facts: ["dcv2-inventory", "dcv2-compliance", "dcv2-settings"].flatMap(graphFacts),
    },
  ];
  const factsById = new Map<string, SettingFacts>();
  const sourceById = new Map<string, string>();
  for (const { name, facts } of sources) {
    for (const one of facts) {
      const known = factsById.get(one.definitionId);
      factsById.set(one.definitionId, known === undefined ? one : joinFacts(known, one));
      sourceById.set(one.definitionId, name);
    }
  }
  const definitions = named([...factsById.values()], factsById);
  const origins = sources.map(({ facts: _, ...origin }): CatalogueOrigin => {
    return { ...origin, definitions: [...sourceById.values()].filter((name) => name === origin.name).length };
  });
  const families = familiesOf([...factsById.keys()], windowsAreas(table), [...profiles.roots, ...declarations.roots]);
  const registry = [...new Set(registryFacts(table).map(registryLine))].sort(compareText);
  return {
    settings: catalogueText({ origins, families }, definitions),
    registry: `${registry.join("\n")}\n`,
    summary: [
      `${definitions.length} definitions`,
      ...origins.map(({ name, definitions: count }) => `  ${count} ${name}`),
      `${registry.length} registry places`,
    ].join("\n"),
  };
}

function MIT(name: string, asOf: string): Omit<Source, "facts"> {
  return { name, licence: "MIT", asOf };
}

function graphFacts(set: string): readonly SettingFacts[] {
  const text = graphSet(set);
  if (text === null) return [];
  const dump = readWholeDump([{ path: set, bytes: new TextEncoder().encode(text) }]);
  if (!dump.ok) throw new Error(`${set}: ${dump.error.message}`);
  return dump.value.definitions;
}

/** Ids of exports come without a name: they take one from their own letters, below what is known of their parents. */
function named(definitions: readonly SettingFacts[], factsById: ReadonlyMap<string, SettingFacts>): readonly SettingFacts[] {
  const isNameless = ({ definitionId, displayName }: SettingFacts) => displayName === definitionId;
  const others: SettingCatalogue = {
    size: factsById.size,
    complete: false,
    ids: () => [...factsById.keys()],
    acquaintance: () => "unverified",
    find: (id) => {
      const facts = factsById.get(id);
      return facts === undefined || isNameless(facts) ? undefined : facts;
    },
  };
  return definitions.map((facts) =>
    isNameless(facts) ? { ...facts, displayName: nameOfNode(others, facts.definitionId) } : facts,
  );
}

function familiesOf(ids: readonly string[], areas: readonly string[], appleRoots: readonly string[]) {
  const roots = ids
    .filter((id) => !/vendor_msft_/.test(id) && !id.includes("~policy~"))
    .map((id) => id.slice(0, id.indexOf("_")));
  const ordered = (names: readonly string[]) => [...new Set(names)].filter((name) => name !== "").sort(compareText);
  return {
    windowsProviders: ordered(WINDOWS_PROVIDERS),
    windowsPolicyAreas: ordered([...WINDOWS_POLICY_AREAS, ...areas]),
    roots: ordered([...OTHER_ROOTS, ...appleRoots, ...roots]),
  };
}
