import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ParsedPolicies, SourceFile } from "../../app/ports/source-files.ts";
import { seededRandom, type SeededRandom } from "../../kit/seeded-random.ts";
import type { SettingCatalogue } from "../../policy/catalogue.ts";
import { versionHash } from "../../policy/policy.ts";
import { loadCatalogueNdjson } from "../catalogue/definition-catalogue.ts";
import { loadShippedCatalogue } from "../catalogue/shipped-catalogue.ts";
import { createSourceFileReader } from "./source-file-reader.ts";

const DATA = new URL("../../../../shared/data/", import.meta.url).pathname;
const COMPLETE = ["dcv2-settings.ndjson.gz", "dcv2-settings.ndjson"]
  .map((name) => join(DATA, "settings-catalog", name))
  .find(existsSync);

/** Counted by hand-written scripts over the same folders: files ending in .json, objects with a settingDefinitionId or a definitionId. */
const SETS = [
  {
    set: "intune-oib",
    files: 114,
    policies: 114,
    references: 0,
    settings: 2024,
    kinds: {
      "settings-catalog": 83,
      "endpoint-security": 14,
      compliance: 8,
      update: 6,
      "app-protection": 2,
      "device-configuration": 1,
    },
    opaque: [],
  },
  {
    set: "intune-acsc",
    files: 7,
    policies: 7,
    references: 0,
    settings: 1016,
    kinds: { "settings-catalog": 5, "endpoint-security": 1, "security-baseline": 1 },
    opaque: [],
  },
  {
    set: "intune-hydrationkit",
    files: 48,
    policies: 36,
    references: 71,
    settings: 16,
    kinds: { "app-protection": 8, compliance: 8, "settings-catalog": 2, "conditional-access": 14, opaque: 4 },
    opaque: [
      "azureADWindowsAutopilotDeploymentProfile",
      "notificationMessageTemplate",
      "windows10EnrollmentCompletionPageConfiguration",
    ],
  },
  {
    set: "intune-packt",
    files: 1,
    policies: 1,
    references: 0,
    settings: 274,
    kinds: { "security-baseline": 1 },
    opaque: [],
  },
  {
    set: "intune-andrewtaylor",
    files: 5,
    policies: 73,
    references: 5,
    settings: 968,
    kinds: {
      "security-baseline": 4,
      "device-configuration": 8,
      update: 5,
      "endpoint-security": 10,
      "settings-catalog": 8,
      compliance: 4,
      script: 6,
      opaque: 18,
      "app-protection": 2,
      "conditional-access": 7,
      custom: 1,
    },
    opaque: [
      "azureADWindowsAutopilotDeploymentProfile",
      "deviceEnrollmentLimitConfiguration",
      "deviceEnrollmentPlatformRestrictionsConfiguration",
      "deviceEnrollmentWindowsHelloForBusinessConfiguration",
      "winGetApp",
      "windows10EnrollmentCompletionPageConfiguration",
    ],
  },
] as const;

describe.skipIf(!existsSync(DATA))("real exports (skipped where ../shared/data is absent)", () => {
  describe.each(SETS)("$set", (expected) => {
    test("is read whole with the shipped catalogue", () => {
      expect(summaryOf(expected.set, loadShippedCatalogue())).toEqual(wholeOf(expected));
    });

    test.skipIf(COMPLETE === undefined)("is read whole with the complete catalogue dcv2-settings.ndjson", () => {
      const complete = loadCatalogueNdjson(readFileSync(COMPLETE as string));
      if (!complete.ok) throw new Error(complete.error.message);
      expect(summaryOf(expected.set, complete.value)).toEqual(wholeOf(expected));
    });
  });

  test.each(SETS.map(({ set }) => set))("%s: every file is named by what became of it", (set) => {
    const files = filesOf(set);
    const { policies, problems, references } = createSourceFileReader(loadShippedCatalogue()).readPolicies(files);
    const named = new Set([...policies, ...problems, ...references].map(({ file }) => file));
    expect(files.map(({ path }) => path).filter((path) => path.endsWith(".json") && !named.has(path))).toEqual([]);
  });

  test("the two exports of one policy are told to agree or to differ", () => {
    const { problems } = createSourceFileReader(loadShippedCatalogue()).readPolicies(filesOf("intune-oib"));
    expect(problems.filter(({ code }) => code === "policy-copy")).toHaveLength(18);
    expect(problems.filter(({ code }) => code === "policy-name-duplicate").map(({ file }) => file)).toEqual([
      expect.stringContaining("MAU Configuration"),
    ]);
  });

  test("2,000 broken copies of real files: an answer each time, and each problem has a place", () => {
    const seed = 20_260_801;
    const random = seededRandom(seed);
    const reader = createSourceFileReader(loadShippedCatalogue());
    const files = [...filesOf("intune-oib"), ...filesOf("intune-acsc"), ...filesOf("intune-andrewtaylor")].filter(
      ({ path, bytes }) => path.endsWith(".json") && bytes.length < 60_000,
    );
    const codes = new Set<string>();
    const complaints: string[] = [];
    for (let run = 0; run < 2_000; run += 1) {
      const file = random.pick(files);
      const bytes = random.pick(MUTATIONS)(file.bytes, random);
      const startedMs = performance.now();
      const read = reader.readPolicies([{ path: file.path, bytes }]);
      if (performance.now() - startedMs > 1_000) complaints.push(`run ${run}, ${file.path}: slower than a second`);
      complaints.push(...complaintsAbout(read, file.path).map((complaint) => `run ${run}, ${file.path}: ${complaint}`));
      for (const { code } of read.problems) codes.add(code);
    }
    expect({ seed, complaints }).toEqual({ seed, complaints: [] });
    // The mutations do reach the deep ends: without these the test would prove little.
    expect([...codes]).toEqual(
      expect.arrayContaining(["json-invalid", "file-not-text", "json-too-deep", "json-duplicate-key", "setting-invalid"]),
    );
  }, 60_000);
});

type Expected = (typeof SETS)[number];

function wholeOf({ set: _set, ...whole }: Expected) {
  return { ...whole, unknownSettings: [], errors: [], withoutPlatform: [] };
}

function summaryOf(set: string, catalogue: SettingCatalogue) {
  const read = createSourceFileReader(catalogue).readPolicies(filesOf(set));
  const kinds: Record<string, number> = {};
  for (const { content } of read.policies) kinds[content.kind] = (kinds[content.kind] ?? 0) + 1;
  const opaque = read.policies.filter(({ content }) => content.kind === "opaque").map(({ content }) => content.sourceType);
  return {
    files: read.files,
    policies: read.policies.length,
    references: read.references.length,
    settings: read.settings,
    kinds,
    opaque: [...new Set(opaque)].map((type) => type.replace("#microsoft.graph.", "")).sort(),
    unknownSettings: read.unknownSettings,
    errors: read.problems.filter(({ severity }) => severity === "error"),
    withoutPlatform: read.policies.filter(
      ({ content }) => content.kind !== "opaque" && content.kind !== "conditional-access" && content.platforms.length === 0,
    ),
  };
}

/** What is wrong with an answer about one broken file; hashing a policy proves that its content is plain JSON. */
function complaintsAbout({ policies, problems }: ParsedPolicies, path: string): readonly string[] {
  const placed = problems.filter(({ pointer, file }) => (pointer === "" || pointer.startsWith("/")) && file === path);
  return [
    ...(policies.length + problems.length === 0 ? ["nothing came back"] : []),
    ...(placed.length < problems.length ? ["a problem without its place"] : []),
    ...(problems.some(({ message, help }) => message === "" || help === "") ? ["a problem without words"] : []),
    ...(policies.some(({ content }) => content.name === "") ? ["a policy without a name"] : []),
    ...(policies.some(({ content }) => versionHash(content).length !== 64) ? ["a policy without a hash"] : []),
  ];
}

function filesOf(set: string): readonly SourceFile[] {
  const folder = join(DATA, set);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: path.slice(folder.length + 1), bytes: new Uint8Array(readFileSync(path)) }));
}

type Mutation = (bytes: Uint8Array, random: SeededRandom) => Uint8Array;

const MUTATIONS: readonly Mutation[] = [
  (bytes, random) => bytes.slice(0, random.int(0, bytes.length)),
  (bytes, random) => {
    const flipped = bytes.slice();
    for (let count = random.int(1, 20); count > 0; count -= 1) flipped[random.int(0, flipped.length)] = random.int(0, 256);
    return flipped;
  },
  (bytes, random) => onText(bytes, (text) => swapSomeValue(text, random)),
  (bytes, random) => onText(bytes, (text) => dropSomeKey(text, random)),
  (bytes, random) =>
    onText(bytes, (text) => text.replace(/"settingInstance":\s*/, (key) => `${key}${"[".repeat(random.int(1, 50_000))}`)),
  (bytes) => onText(bytes, (text) => text.replace("{", `{"settings":[${'{"settingInstance":null},'.repeat(5_000)}0],`)),
  (bytes) => onText(bytes, (text) => text.replace("{", '{"__proto__":{"name":"p"},"constructor":1,"name":"n","name":"m",')),
  (bytes, random) => onText(bytes, (text) => text.slice(0, random.int(0, text.length)) + text),
];

function onText(bytes: Uint8Array, change: (text: string) => string): Uint8Array {
  const encoding = bytes[0] === 0xff ? "utf-16le" : "utf-8";
  return new TextEncoder().encode(change(new TextDecoder(encoding).decode(bytes)));
}

const SWAPS = ["null", "[]", "{}", "0", "-1e308", "true", '""', '"x"', '[{"settingInstance":{}}]', '{"children":[1]}'];

function swapSomeValue(text: string, random: SeededRandom): string {
  const skip = random.int(0, 30);
  let seen = 0;
  return text.replace(/:\s*("(?:[^"\\]|\\.)*"|-?\d+|true|false|null)/g, (whole) =>
    (seen += 1) % 31 === skip ? `: ${random.pick(SWAPS)}` : whole,
  );
}

function dropSomeKey(text: string, random: SeededRandom): string {
  const keys = [
    "settingDefinitionId",
    "@odata.type",
    "settingInstance",
    "choiceSettingValue",
    "children",
    "value",
    "name",
    "settings",
  ];
  return text.replaceAll(`"${random.pick(keys)}"`, '"dropped"');
}
