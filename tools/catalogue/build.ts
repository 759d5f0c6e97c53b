/**
 * Builds src/connectors/catalogue/generated/settings.tsv.gz from the data sets beside the repository: bare facts from
 * sources whose licence allows it (NOTICE). Sets under the GPL are never read here.
 * `node tools/catalogue/build.ts [--check]`; with --check it only compares, and exits 1 on a difference.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { factsOf } from "../../src/connectors/catalogue/definition-catalogue.ts";
import type { Json } from "../../src/kit/canonical-json.ts";
import { compareText } from "../../src/kit/ids.ts";
import { bareFacts, type SettingFacts } from "../../src/policy/catalogue.ts";
import { appleDeclarationRoots, appleDefinitions } from "./apple-ids.ts";
import { OTHER_ROOTS, WINDOWS_POLICY_AREAS, WINDOWS_PROVIDERS } from "./families.ts";

const ROOT = new URL("../..", import.meta.url).pathname;
const DATA = join(ROOT, "../shared/data");
const OUTPUT = join(ROOT, "src/connectors/catalogue/generated/settings.tsv.gz");

if (!existsSync(DATA)) {
  console.error("the data sets are not there (../shared/data): nothing built");
  process.exit(2);
}
const text = catalogueText();
if (process.argv.includes("--check")) {
  const same = existsSync(OUTPUT) && gunzipSync(readFileSync(OUTPUT)).toString("utf8") === text;
  console.log(same ? "the shipped catalogue is up to date" : "the shipped catalogue differs: run node tools/catalogue/build.ts");
  process.exit(same ? 0 : 1);
}
mkdirSync(join(OUTPUT, ".."), { recursive: true });
const packed = gzipSync(text, { level: 9 });
writeFileSync(OUTPUT, packed);
console.log(`${text.split("\n").length - 4} definitions, ${packed.length} bytes`);

function catalogueText(): string {
  const apple = appleDefinitions(join(DATA, "apple-device-management/mdm/profiles"));
  const windows = windowsPolicies();
  const declared = [...graphDefinitions("dcv2-compliance"), ...graphDefinitions("dcv2-inventory")];
  const exported = exportedIds(join(DATA, "intune-acsc"));
  // Later sources win: a definition with options says more than a table with a range, and that more than a bare id.
  const factsById = new Map<string, SettingFacts>();
  for (const facts of [...exported, ...apple.facts, ...windows.facts, ...declared]) factsById.set(facts.definitionId, facts);
  const ids = [...factsById.keys()].sort(compareText);
  const roots = ids
    .filter((id) => !/vendor_msft_/.test(id) && !id.includes("~policy~"))
    .map((id) => id.slice(0, id.indexOf("_")));
  const families = [
    WINDOWS_PROVIDERS,
    [...WINDOWS_POLICY_AREAS, ...windows.areas],
    [
      ...OTHER_ROOTS,
      ...apple.roots,
      ...appleDeclarationRoots(join(DATA, "apple-device-management/declarative/declarations/configurations")),
      ...roots,
    ],
  ];
  const head = families.map((names) => [...new Set(names)].sort(compareText).join("\t"));
  return `${[...head, ...ids.map((id) => lineOf(factsById.get(id) as SettingFacts))].join("\n")}\n`;
}

/** Windows' own policy table: area, name, range, and in `behavior` whether a device (0x20) or a user (0x10) has it. */
function windowsPolicies(): { areas: readonly string[]; facts: readonly SettingFacts[] } {
  type Policy = Readonly<{
    area: string;
    policy: string;
    type?: string;
    behavior?: number;
    low?: number;
    high?: number;
    allowed?: string;
  }>;
  const { policies } = JSON.parse(readFileSync(join(DATA, "windows-policy-metadata/policymanager-19045.json"), "utf8")) as {
    policies: Policy[];
  };
  const real = policies.filter(({ area, behavior }) => !area.startsWith("_") && area !== "knobs" && behavior !== undefined);
  const facts = real.flatMap((policy) => {
    const path = `vendor_msft_policy_config_${policy.area}_${policy.policy}`.toLowerCase();
    const scopes = [...((policy.behavior ?? 0) & 0x20 ? ["device"] : []), ...((policy.behavior ?? 0) & 0x10 ? ["user"] : [])];
    const { min, max } = rangeOf(policy);
    return scopes.map(
      (scope): SettingFacts => ({
        ...bareFacts(`${scope}_${path}`, policy.policy),
        integerMin: min,
        integerMax: max,
      }),
    );
  });
  return { areas: real.map(({ area }) => area.toLowerCase()), facts };
}

function rangeOf({ type, low, high, allowed }: { type?: string; low?: number; high?: number; allowed?: string }): {
  min: number | null;
  max: number | null;
} {
  if (type !== "int") return { min: null, max: null };
  const words = (allowed ?? "").split(",").map(Number).filter(Number.isSafeInteger);
  if (allowed !== undefined && words.length > 0) return { min: Math.min(...words), max: Math.max(...words) };
  // The table writes the largest unsigned number as -1: no limit.
  return { min: low ?? null, max: high === undefined || high < (low ?? 0) ? null : high };
}

function graphDefinitions(set: string): readonly SettingFacts[] {
  const text = gunzipSync(readFileSync(join(DATA, `settings-catalog/${set}.ndjson.gz`))).toString("utf8");
  return text.split("\n").flatMap((line) => factsOf(line) ?? []);
}

/** Ids that an export under the MIT licence uses. It proves that they exist, not which options they have. */
function exportedIds(folder: string): readonly SettingFacts[] {
  const found = new Map<string, SettingFacts>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".json")) continue;
    const json = readFileSync(join(entry.parentPath, entry.name), "utf8").replace(/^\ufeff/, "");
    collectInstances(JSON.parse(json) as Json, found);
  }
  return [...found.values()];
}

function collectInstances(value: Json, found: Map<string, SettingFacts>): void {
  if (typeof value !== "object" || value === null) return;
  for (const item of Object.values<Json>(value)) collectInstances(item, found);
  if (Array.isArray(value)) return;
  const { settingDefinitionId: definitionId, "@odata.type": type } = value as { readonly [key: string]: Json };
  if (typeof definitionId !== "string" || typeof type !== "string") return;
  found.set(definitionId, { ...bareFacts(definitionId, definitionId), kind: kindOf(type) });
}

function kindOf(type: string): SettingFacts["kind"] {
  const word = /deviceManagementConfiguration(\w+?)(?:Setting)?Instance$/.exec(type)?.[1];
  const kinds: Readonly<Record<string, SettingFacts["kind"]>> = {
    Choice: "choice",
    ChoiceSettingCollection: "choices",
    Simple: "simple",
    SimpleSettingCollection: "simples",
    Group: "group",
    GroupSettingCollection: "groups",
  };
  return kinds[word ?? ""] ?? "other";
}

function lineOf({ definitionId, kind, options, integerMin, integerMax }: SettingFacts): string {
  const letters = { choice: "c", choices: "C", simple: "s", simples: "S", group: "g", groups: "G", other: "o" } as const;
  const suffixes = options === null ? "" : [...options.keys()].map((option) => option.slice(definitionId.length)).join(" ");
  return [definitionId, letters[kind], suffixes, integerMin ?? "", integerMax ?? ""].join("\t").trimEnd();
}
