import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { loadShippedCatalogue } from "../../src/connectors/catalogue/shipped-catalogue.ts";
import { loadLegacyMap } from "../../src/connectors/files/legacy/legacy-map.ts";
import { createSourceFileReader } from "../../src/connectors/files/source-file-reader.ts";
import type { PolicyContent } from "../../src/policy/policy.ts";
import type { Setting } from "../../src/policy/setting.ts";
import { derivedFrom, propertiesOf, readGraphTypes } from "./graph-properties.ts";

const DATA = new URL("../../../shared/data/", import.meta.url).pathname;
const GRAPH = join(DATA, "graph-openapi", "beta-openapi.yaml.gz");
const SETS = ["intune-oib", "intune-acsc", "intune-hydrationkit", "intune-packt", "intune-andrewtaylor"] as const;

export const COVERAGE_PAGE = new URL("../../docs/legacy-coverage.md", import.meta.url).pathname;

/** Graph's schema and the exports are not part of the project: without them the page can be read, not made. */
export function hasCoverageData(): boolean {
  return existsSync(GRAPH) && SETS.every((set) => existsSync(join(DATA, set)));
}

export function coveragePage(): string {
  const types = readGraphTypes(gunzipSync(readFileSync(GRAPH)).toString("utf8"));
  const rows = loadLegacyMap().rows;
  const mappedOf = (type: string) =>
    new Set(
      rows.filter(({ graphType }) => graphType === type).map(({ property }) => property.replace(/\..*$/, "").toLowerCase()),
    );
  const lines = derivedFrom(types, "deviceConfiguration").map((type) => {
    const properties = propertiesOf(types, type);
    const mapped = mappedOf(type);
    return { type, all: properties.length, mapped: properties.filter((one) => mapped.has(one.toLowerCase())).length };
  });
  const touched = lines.filter(({ mapped }) => mapped > 0);
  const sum = (list: readonly { all: number; mapped: number }[]) =>
    `${list.reduce((total, { mapped }) => total + mapped, 0)} of ${list.reduce((total, { all }) => total + all, 0)}`;
  return [
    ...HEAD,
    `## Properties of Graph's types\n`,
    `${sum(lines)} properties of all ${lines.length} types; ${sum(touched)} of the ${touched.length} types that have any:\n`,
    "| Graph type | mapped | all |\n|---|---:|---:|",
    ...touched.map(({ type, mapped, all }) => `| ${type} | ${mapped} | ${all} |`),
    "\n## Properties as real exports use them\n",
    "Settings of legacy configurations, update policies and intents in five public sets of exports; what is not mapped meets only its own type.\n",
    "| set | at a device node | under their own name |\n|---|---:|---:|",
    ...SETS.map(usageLine),
    "",
  ].join("\n");
}

const HEAD = [
  "# What the legacy map covers\n",
  "Written by `tools/legacy-coverage/write.ts` from src/connectors/files/legacy/nodes.tsv; a test holds the two together. A property without a",
  "line keeps its value under `<type>.<property>`, where it meets policies of its own type and no others.\n",
  "Sources of the lines: `csp` is Microsoft's reference of Windows configuration service providers, `apple` Apple's payload keys,",
  "`amapi` the policy fields of Google's Android Management API. Names of properties are Graph's, beta, of 2025-10.\n",
];

const LEGACY_KINDS: ReadonlySet<string> = new Set(["device-configuration", "update", "endpoint-security", "security-baseline"]);

function usageLine(set: string): string {
  const folder = join(DATA, set);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: path.slice(folder.length + 1), bytes: new Uint8Array(readFileSync(path)) }));
  const { policies } = createSourceFileReader(loadShippedCatalogue()).readPolicies(files);
  const settings = policies
    .map(({ content }) => content)
    .filter(isLegacy)
    .flatMap((content) => flat(content.settings));
  const own = settings.filter(({ definitionId }) => isOwnName(definitionId)).length;
  return `| ${set} | ${settings.length - own} | ${own} |`;
}

function isLegacy({ kind, sourceType }: PolicyContent): boolean {
  return LEGACY_KINDS.has(kind) && !sourceType.endsWith("deviceManagementConfigurationPolicy");
}

/** `windows10GeneralConfiguration.x`, and templates whose node the catalogue does not list; Apple's nodes begin with `com.`. */
function isOwnName(definitionId: string): boolean {
  return definitionId.startsWith("admx--") || (/^[a-z][A-Za-z0-9]+\./.test(definitionId) && !definitionId.startsWith("com."));
}

function flat(settings: readonly Setting[]): readonly Setting[] {
  return settings.flatMap((setting) => {
    const { value } = setting;
    if (value.kind === "choice") return [setting, ...flat(value.children)];
    return value.kind === "groups" ? value.instances.flatMap(flat) : [setting];
  });
}
