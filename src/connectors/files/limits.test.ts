import { describe, expect, test } from "vitest";
import type { SourceFile } from "../../app/ports/source-files.ts";
import { loadShippedCatalogue } from "../catalogue/shipped-catalogue.ts";
import { FILE_BYTES_MAX } from "./decode-text.ts";
import { createImportReader } from "./import-reader.ts";
import { PROBLEMS_PER_FILE_MAX, PROBLEMS_PER_IMPORT_MAX } from "./problem-list.ts";
import { makeZip } from "./zip/make-zip.fixture.ts";
import { readZip, zipBudget } from "./zip/read-zip.ts";

const reader = createImportReader(loadShippedCatalogue());

describe("S2: a hostile import ends at limits", () => {
  test("faults are listed up to a number, over all files together", () => {
    const broken = JSON.stringify({ name: "n", settings: Array.from({ length: 300 }, () => ({ settingInstance: {} })) });
    const files = Array.from({ length: 100 }, (_, at) => file(`${at}.json`, broken));
    const { problems } = reader.readPolicies(files);
    const cut = problems.filter(({ code }) => code === "file-problems-cut");
    expect(problems.length - cut.length).toBe(PROBLEMS_PER_IMPORT_MAX);
    expect(cut.length).toBe(100);
    expect(problems.filter(({ file: path }) => path === "0.json")).toHaveLength(PROBLEMS_PER_FILE_MAX + 1);
  });

  test("a place of long keys is cut, and a message too", () => {
    const key = "\u202e/".repeat(50_000);
    const { problems } = reader.readPolicies([file("a.json", JSON.stringify({ value: [{ [key]: 1 }, [{ [key]: [{}] }]] }))]);
    expect(problems.length).toBeGreaterThan(0);
    expect(Math.max(...problems.map(({ pointer, message }) => pointer.length + message.length))).toBeLessThan(3_000);
  });

  test.each([
    ["name", { displayName: "n".repeat(1_001) }],
    ["id", { displayName: "n", id: "i".repeat(201) }],
    ["type", { displayName: "n", "@odata.type": `#microsoft.graph.${"t".repeat(1_000)}` }],
  ])("a policy with a long %s is kept out: no database takes it as a key", (_, parts) => {
    const policy = { "@odata.type": "#microsoft.graph.iosCompliancePolicy", osMinimumVersion: "18.1", ...parts };
    const { policies, problems } = reader.readPolicies([file("a.json", JSON.stringify(policy))]);
    expect(policies).toEqual([]);
    expect(problems.map(({ code }) => code)).toContain("policy-name-too-long");
  });

  test("lists that multiply are refused before they do", () => {
    const policy = {
      "@odata.type": "#microsoft.graph.iosMobileAppConfiguration",
      displayName: "n",
      targetedMobileApps: Array.from({ length: 2_000 }, (_, at) => `app-${at}`),
      settings: Array.from({ length: 2_000 }, (_, at) => ({ appConfigKey: `k${at}`, appConfigKeyValue: "v" })),
    };
    const { policies, problems } = reader.readPolicies([file("a.json", JSON.stringify(policy))]);
    expect([policies, problems.map(({ code }) => code)]).toEqual([[], ["json-too-large"]]);
  });

  test("very many keys of YAML are looked at once each", () => {
    const yaml = Array.from({ length: 60_000 }, (_, at) => `k${at}: v`).join("\n");
    const codes = (text: string) => reader.readPolicies([file("a.yaml", text)]).problems.map(({ code }) => code);
    expect(codes(yaml)).toEqual(["policy-shape-unknown"]);
    expect(codes(`${yaml}\nk7: v`)).toEqual(["yaml-invalid"]);
  });

  test("values are counted in each file, and a policy's settings", () => {
    const codes = (text: string) => reader.readPolicies([file("a.json", text)]).problems.map(({ code }) => code);
    const properties = Array.from({ length: 20_001 }, (_, at) => `"k${at}":1`).join(",");
    expect(codes(`{"@odata.type":"#microsoft.graph.iosCompliancePolicy","displayName":"n",${properties}}`)).toEqual([
      "json-too-large",
    ]);
    expect(codes(`[${"{},".repeat(500_000)}{}]`)).toEqual(["json-too-large"]);
  });

  test("archives share what an import may unpack to", () => {
    const budget = zipBudget();
    const archive = makeZip([{ path: "a.json", bytes: "{}" }]);
    expect(readZip(archive, budget).ok).toBe(true);
    expect(budget).toEqual({ files: zipBudget().files - 1, bytes: zipBudget().bytes - 2 });
    expect(readZip(archive, { files: 9, bytes: 1 })).toMatchObject({ ok: false, error: [{ code: "archive-too-large" }] });
    expect(readZip(archive, { files: 0, bytes: 9 })).toMatchObject({ ok: false, error: [{ code: "archive-too-large" }] });
  });

  test("a table has at most 200 columns, and a field 500 characters", () => {
    const tables = (header: string, row: string) => [
      file("sites.csv", `id,name,timeZone${header}\n${row}\n`),
      ...["users", "groups", "devices"].map((name) => file(`${name}.csv`, "")),
    ];
    const codes = (files: readonly SourceFile[]) =>
      reader
        .readEstate(files)
        .problems.flatMap(({ file: path, code, pointer }) => (path === "sites.csv" ? [`${code} ${pointer}`] : []));
    expect(codes(tables(",x".repeat(198), ""))).toEqual(["csv-invalid line 1"]);
    expect(codes(tables("", `${"s".repeat(501)},Berlin,Europe/Berlin`))).toEqual(["csv-row-invalid line 2, column id"]);
  });

  test.each(["a.json", "a.yaml", "a.mobileconfig", "a.zip"])("100 MB of %s are refused", (path) => {
    const bytes = new Uint8Array(100 * 1024 * 1024);
    const { policies, problems } = reader.readPolicies([{ path, bytes }]);
    expect(bytes.length).toBeGreaterThan(FILE_BYTES_MAX);
    expect([policies.length, problems.map(({ severity }) => severity)]).toEqual([0, ["error"]]);
  });
});

function file(path: string, text: string): SourceFile {
  return { path, bytes: new TextEncoder().encode(text) };
}
