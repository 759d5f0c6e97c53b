import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testCli } from "../../src/cli/testing/test-cli.ts";
import type { DraftAnswer } from "../../src/http/contract/drafts.ts";
import type { CodeAnswer, DiffAnswer, LintAnswer, VersionsAnswer } from "../../src/http/contract/library.ts";
import type { PoliciesAnswer, PolicyDetail } from "../../src/http/contract/policies.ts";
import { smallEstate } from "../helpers/small-estate.ts";
import { NODES, valueOf, type SmallPolicy } from "../helpers/small-policy.ts";
import { expected, refusalOf, testProduct, type TestProduct } from "../helpers/test-product.ts";
import { quickShape } from "../helpers/test-shape.ts";

const LOCATION: SmallPolicy = { name: "Location", settings: { location: 1 }, to: "all-devices" };
const CORTANA: SmallPolicy = { name: "Cortana", settings: { cortana: 0, location: 2 }, to: "all-devices" };
let one: TestProduct;
let folder = "";

beforeAll(async () => {
  one = await testProduct({ estate: smallEstate({ staff: 20 }), policies: [LOCATION, CORTANA] });
  folder = await mkdtemp(join(tmpdir(), "policy-library-"));
  await goLive("Location", 2, "audit 12");
});
afterAll(async () => {
  await one.close();
  await rm(folder, { recursive: true });
});

/** What the end of a rollout writes. */
const goLive = (name: string, location: number, reason: string, retired = false) =>
  one.product.store.write(async (unit) => {
    const live = (await unit.policies.loadLive()).find((policy) => policy.live.content.name === name);
    if (live === undefined) throw new Error(`${name} is not live`);
    const option = { kind: "choice", option: valueOf(NODES.location, location), children: [] } as const;
    const content = { ...live.live.content, settings: [{ definitionId: NODES.location, value: option }] };
    const made = { policyId: live.id, content, createdAt: one.now(), createdBy: "ada", reason };
    const version = await unit.policies.addVersion(made);
    await unit.policies.setLive(live.id, { version, assignments: live.assignments, retired });
  });
const stored = (policy: string, version: number | null = null) => ({ kind: "policy", policy, version });
const post = (path: string, body: object) => one.ask("author", "POST", `/api/v1/policies/${path}`, body);
const fileOf = (text: string, path = "p.yaml") => ({
  kind: "file",
  file: { path, contentBase64: Buffer.from(text).toString("base64") },
});
const draft = async (change: object) =>
  expected<DraftAnswer>(await one.ask("author", "POST", "/api/v1/drafts", { title: "t", reason: "r", change }));

describe("S10 versions", () => {
  test("are listed newest first with who, when and why, and never change", async () => {
    const { versions, retired } = await one.get<VersionsAnswer>("/api/v1/policies/Location/versions");
    expect(retired).toBe(false);
    expect(versions.map(({ number, isLive, createdBy, reason }) => [number, isLive, createdBy, reason])).toEqual([
      [2, true, "ada", "audit 12"],
      [1, false, "author", null],
    ]);
    expect(refusalOf(await one.ask("viewer", "GET", "/api/v1/policies/Nothing/versions"))).toEqual([404, "policy-unknown"]);
  });

  test("are compared with each other, with another policy, with a file and with a draft", async () => {
    const diff = async (from: object, to: object) => expected<DiffAnswer>(await post("diff", { from, to }));
    const changed = {
      kind: "changed",
      node: NODES.location,
      before: valueOf(NODES.location, 1),
      after: valueOf(NODES.location, 2),
    };
    const versions = await diff(stored("Location", 1), stored("Location"));
    expect(versions).toMatchObject({
      from: { version: 1 },
      to: { version: 2 },
      fields: [],
      settings: [changed],
      assignments: null,
    });
    expect(versions.names[NODES.location]).toMatch(/location/i);
    const policies = await diff(stored("Location"), stored("Cortana"));
    expect(policies).toMatchObject({ fields: [{ field: "name" }], settings: [{ kind: "added", node: NODES.cortana }] });
    const { text } = expected<CodeAnswer>(await post("code", { of: stored("Location") }));
    expect(await diff(stored("Location"), fileOf(text))).toMatchObject({
      isEqual: true,
      assignments: { added: [], removed: [] },
    });
    const copy = await draft({ kind: "duplicate", policy: "Location", name: "Location in labs" });
    const copied = await diff(stored("Location"), { kind: "draft", draftId: copy.id });
    expect(copied).toMatchObject({ fields: [{ field: "name", after: "Location in labs" }], settings: [], isEqual: false });
    expect(copied.assignments).toMatchObject({ added: [], removed: [{ mode: "include" }] });
    expect(refusalOf(await post("diff", { from: stored("Location", 9), to: stored("Location") }))).toEqual([
      404,
      "policy-version-unknown",
    ]);
  });

  test("as code are for those who may see all of a policy", async () => {
    const older = expected<CodeAnswer>(await post("code", { of: stored("Location", 1) }));
    expect(older.text).toContain(`choice: ${valueOf(NODES.location, 1)}`);
    expect(refusalOf(await one.ask("viewer", "POST", "/api/v1/policies/code", { of: stored("Location") }))).toEqual([
      403,
      "not-allowed",
    ]);
  });
});

describe("S10 the linter", () => {
  test("says everything at once, with lines; a file that cannot be read is a finding", async () => {
    const { text } = expected<CodeAnswer>(await post("code", { of: stored("Location") }));
    const wrong = text.replace(/^name: .*$/m, "name: Test").replace(/choice: .*$/m, "choice: elsewhere_1");
    const lint = async (of: object) => expected<LintAnswer>(await post("lint", { of }));
    const found = await lint(fileOf(`${wrong}  - id: no_such_setting\n    value: 1\n`));
    const lines = text.split("\n");
    expect(found).toMatchObject({ name: "Test", errors: 2 });
    expect(found.findings.map(({ code, line, field }) => [code, line, field])).toEqual([
      ["policy-name-unclear", lines.findIndex((row) => row.startsWith("name:")) + 1, "/name"],
      ["setting-option-unknown", lines.findIndex((row) => row.includes("choice:")) + 1, "/settings/0/choice"],
      ["setting-unknown", lines.length, "/settings/1/id"],
    ]);
    expect((await lint(fileOf("tidegate: policy/v1\nname: [\n"))).findings[0]).toMatchObject({
      code: "yaml-invalid",
      severity: "error",
    });
    expect((await lint(fileOf(text.replace("kind:", "knid:")))).findings.map(({ line }) => line)).toEqual([4, 1]);
    expect((await lint(fileOf("hello", "readme.md"))).errors).toBeGreaterThan(0);
    expect(await lint(stored("Location"))).toMatchObject({ name: "Location", findings: [], errors: 0, warnings: 0 });
    const { outline } = await lint(fileOf(text));
    expect(outline).toMatchObject([
      { field: "/settings/0", level: 0, definitionId: NODES.location, kind: "choice", value: valueOf(NODES.location, 2) },
    ]);
    expect(lines[(outline[0]?.valueLine ?? 0) - 1]).toContain("choice:");
    expect(outline[0]?.options?.length).toBeGreaterThan(1);
  });

  test("gate: a draft that is not valid is not planned", async () => {
    const saved = await draft({ kind: "content", policy: "Location", file: fileOf(await codeOf("Location")).file });
    const broken = await one.product.store.write(async (unit) => {
      const found = await unit.drafts.find(saved.id);
      if (found?.change.kind !== "change") throw new Error("no draft of a change");
      const { content } = found.change;
      const unknown = { definitionId: "gone_from_the_catalogue", value: { kind: "simple", value: 1 } } as const;
      const change = { ...found.change, content: { ...content, settings: [...content.settings, unknown] } };
      await unit.drafts.replace({ ...found, change, revision: 2 });
      return found.id;
    });
    const plan = { policy: null, change: { kind: "draft", draftId: broken }, shape: quickShape(), onGateFail: "halt" };
    const refused = await one.ask("author", "POST", "/api/v1/plans", plan);
    expect(refusalOf(refused)).toEqual([422, "draft-invalid"]);
    expect(refused.json).toMatchObject({ issues: [{ code: "setting-unknown", at: "/settings/1/id" }] });
    expect(expected<LintAnswer>(await post("lint", { of: { kind: "draft", draftId: broken } })).errors).toBe(1);
  });
});

describe("S10 the library", () => {
  test("is searched by words, and remembers what is retired", async () => {
    const names = async (query: string) =>
      (await one.get<PoliciesAnswer>(`/api/v1/policies?${query}`)).items.map(({ name }) => name);
    expect(await names("search=windows%20cort")).toEqual(["Cortana"]);
    expect(await names("search=linux")).toEqual([]);
    await goLive("Cortana", 2, "gone", true);
    expect(await names("limit=200")).toEqual(["Location"]);
    expect(await names("retired=true")).toEqual(["Cortana"]);
    expect(await one.get<PolicyDetail>("/api/v1/policies/Cortana")).toMatchObject({ retired: true, devices: 0, version: 2 });
  });
});

describe("the commands", () => {
  const run = (argv: readonly string[]) =>
    testCli(argv, {
      cwd: folder,
      answer: () => undefined,
      deps: {
        openApi: async () => ({
          where: "server",
          describe: "the test's server",
          request: async (method, path, body) => {
            const { status, json } = await one.ask("author", method, path, body);
            return { status, headers: {}, body: json };
          },
          close: async () => undefined,
        }),
      },
    });

  test("versions, diff, lint, duplicate and retire", async () => {
    expect((await run(["policy", "versions", "Location"])).stdout).toMatch(/2 +live +Location/);
    const diff = await run(["policy", "diff", "Location"]);
    expect([diff.exit, diff.stdout]).toEqual([2, expect.stringContaining(`~ ${NODES.location}`)]);
    expect((await run(["policy", "diff", "Location", "--from", "2"])).exit).toBe(0);
    expect((await run(["policy", "diff", "Location", "--to", "2", "--draft", "dr-0"])).stderr).toContain("arguments-invalid");
    expect(await run(["policy", "lint", "Location"])).toMatchObject({ exit: 0, stdout: '"Location" is valid\n' });
    await writeFile(join(folder, "wrong.yaml"), (await codeOf("Location")).replace("kind:", "knid:"));
    const lint = await run(["policy", "lint", "wrong.yaml"]);
    expect([lint.exit, lint.stdout]).toEqual([3, expect.stringMatching(/policy-document-invalid +line 4, \/knid/)]);
    const copy = await run(["policy", "duplicate", "Location", "--name", "Location - Labs", "--reason", "labs differ"]);
    expect(copy.stdout).toContain('adds policy "Location - Labs"');
    expect((await run(["policy", "retire", "Location", "--reason", "replaced"])).stdout).toContain('retires policy "Location"');
  });
});

const codeOf = async (policy: string) => expected<CodeAnswer>(await post("code", { of: stored(policy) })).text;
