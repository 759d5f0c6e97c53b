import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ParsedPolicy, SourceFile } from "../../app/ports/source-files.ts";
import { canonicalJson, type Json } from "../../kit/canonical-json.ts";
import type { PolicyId } from "../../kit/ids.ts";
import { seededRandom, type SeededRandom } from "../../kit/seeded-random.ts";
import { policyYaml } from "../../policy/code/policy-document.ts";
import { yamlText } from "../../policy/code/yaml-text.ts";
import { versionHash } from "../../policy/policy.ts";
import { loadShippedCatalogue } from "../catalogue/shipped-catalogue.ts";
import { createImportReader } from "./import-reader.ts";
import { readYaml } from "./read-yaml.ts";

const DATA = new URL("../../../../shared/data/", import.meta.url).pathname;
const reader = createImportReader(loadShippedCatalogue());

/** Every policy of every Intune export there is: written, read back, and written again. */
describe.skipIf(!existsSync(join(DATA, "intune-oib")))("S10 policies of real tenants as code", () => {
  test.each(["intune-oib", "intune-acsc", "intune-hydrationkit", "intune-packt", "intune-andrewtaylor"])(
    "%s: what is written is read back as the same policy, and written again has the same bytes",
    (set) => {
      const { policies } = reader.readPolicies(filesBelow(join(DATA, set)));
      expect(policies.length).toBeGreaterThan(0);
      for (const policy of policies) {
        const text = textOf(policy);
        const { policies: back, problems } = reader.readPolicies([{ path: "p.yaml", bytes: new TextEncoder().encode(text) }]);
        expect(
          problems.filter(({ severity }) => severity === "error"),
          policy.file,
        ).toEqual([]);
        const [again] = back;
        expect(again?.externalId, policy.file).toBe(policy.externalId);
        expect(again && versionHash(again.content), policy.file).toBe(versionHash(policy.content));
        expect(again?.assignments).toEqual(policy.assignments);
        expect(again && textOf(again)).toBe(text);
      }
    },
  );
});

describe("YAML of ours", () => {
  test("whatever a policy holds is read back as it was: 3,000 values of hostile texts", () => {
    const random = seededRandom(20);
    for (let round = 0; round < 3_000; round += 1) {
      const value = { value: hostileValue(random, 0) };
      const { value: back, faults } = readYaml(yamlText(value));
      expect(faults, JSON.stringify(value)).toEqual([]);
      expect(canonicalJson(back ?? null)).toBe(canonicalJson(value));
    }
  });

  test("a problem names the line that a person has to look at", () => {
    const text = [
      "tidegate: policy/v1",
      "name: Wrong",
      "kind: settings-catalog",
      "platforms: [windows]",
      "settings:",
      "  - id: device_vendor_msft_policy_config_camera_allowcamera",
      "    choice: device_vendor_msft_policy_config_camera_allowcamera_1",
      "  - id: no_such_setting_anywhere",
      "    value: 3",
      "  - id: device_vendor_msft_policy_config_camera_allowcamera",
      "    choice: elsewhere_1",
      "",
    ].join("\n");
    const found = (yaml: string) =>
      reader
        .readPolicies([{ path: "p.yaml", bytes: new TextEncoder().encode(yaml) }])
        .problems.map(({ code, pointer }) => [code, pointer]);
    expect(found(text)).toEqual([
      ["setting-unknown", "line 8, /settings/1/id"],
      ["setting-duplicate", "line 10, /settings/2"],
      ["setting-option-unknown", "line 11, /settings/2/choice"],
    ]);
    expect(found(text.replace("kind: settings-catalog", "kind: guess\nplatform: x"))).toEqual([
      ["policy-document-invalid", "line 4, /platform"],
      ["policy-document-invalid", "line 3, /kind"],
    ]);
  });
});

/** Texts that YAML reads as something else, that break lines, or that run into a reader's limits. */
function hostileValue(random: SeededRandom, level: number): Json {
  const kind = random.int(0, level > 3 ? 2 : 4);
  if (kind === 0) return random.pick([null, true, false, 0, -7, 1.5, 1e21, 1e-7, 9_007_199_254_740_991]);
  if (kind === 1) return hostileText(random);
  const items = Array.from({ length: random.int(0, 4) }, () => hostileValue(random, level + 1));
  return kind === 2 ? items : Object.fromEntries(items.map((item) => [hostileText(random), item]));
}

const PIECES = [
  ..."[]{}-?:#&*!|>'\"%@`,~<=\\/ \n\t\r",
  "- ",
  ": ",
  " #",
  "null",
  "true",
  "No",
  "0x1f",
  "1_000",
  "1:30",
  "2026-01-01",
  ".inf",
  "---",
  "...",
  "<<",
  "|-",
  "\n\n",
  "\n  ",
  "é",
  "𝛑",
  "\u0085",
  "\u2028",
  "\ufeff",
  "\u007f",
  "\u200b",
  "a",
  "B",
  "text",
  "- ".repeat(250),
  "[".repeat(300),
  "\n" + " ".repeat(450),
];

function hostileText(random: SeededRandom): string {
  return Array.from({ length: random.int(0, 6) }, () => random.pick(PIECES)).join("");
}

function textOf(policy: ParsedPolicy): string {
  return policyYaml({ id: policy.externalId as PolicyId | null, content: policy.content, assignments: policy.assignments });
}

function filesBelow(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(?:gz|md)$/.test(entry.name))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path: path.slice(folder.length + 1), bytes: readFileSync(path) };
    });
}
