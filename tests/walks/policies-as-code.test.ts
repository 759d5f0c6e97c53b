import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { DraftsAnswer } from "../../src/http/contract/drafts.ts";
import type { PolicyImportAnswer } from "../../src/http/contract/imports.ts";
import type { PolicyFilesAnswer } from "../../src/http/contract/library.ts";
import { testCli } from "../../src/cli/testing/test-cli.ts";
import { smallEstate } from "../helpers/small-estate.ts";
import type { SmallPolicy } from "../helpers/small-policy.ts";
import { expected, refusalOf, testProduct, type TestProduct } from "../helpers/test-product.ts";

const open: TestProduct[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});
const product = async (policies: readonly SmallPolicy[]) => {
  const made = await testProduct({ estate: smallEstate({ staff: 20 }), ...(policies.length === 0 ? {} : { policies }) });
  open.push(made);
  return made;
};
const LOCATION: SmallPolicy = { name: "Location", settings: { location: 1 }, to: "all-devices" };
const CORTANA: SmallPolicy = { name: "Cortana / search", settings: { cortana: 0 }, to: "all-devices" };

const pageOf = async (one: TestProduct) =>
  expected<PolicyFilesAnswer>(await one.ask("author", "GET", "/api/v1/exports/policies?limit=200"));
const filesOf = async (one: TestProduct) => (await pageOf(one)).items;
const sendBack = (one: TestProduct, files: readonly Readonly<{ path: string; text: string }>[], drafts: object | null = null) =>
  one.ask("author", "POST", "/api/v1/imports/policies", {
    files: files.map(({ path, text }) => ({ path, contentBase64: Buffer.from(text).toString("base64") })),
    dryRun: false,
    drafts,
  });

describe("S10 policies as code", () => {
  test("exported, imported into an empty product and exported again: the same bytes, the same assignments", async () => {
    const first = await filesOf(await product([LOCATION, CORTANA]));
    expect(first.map(({ path }) => path.replace(/[0-9a-f]{8}/, "ID")).sort()).toEqual([
      "cortana-search.ID.yaml",
      "location.ID.yaml",
    ]);
    const second = await product([]);
    expect(expected<PolicyImportAnswer>(await sendBack(second, first)).written).toMatchObject({ added: 2, drafts: [] });
    expect(await filesOf(second)).toEqual(first);
    expect(expected<PolicyImportAnswer>(await sendBack(second, first)).written).toMatchObject({ added: 0, unchanged: 2 });
  });

  test("an edited file and a new one become drafts; nothing that devices hold changes", async () => {
    const one = await product([LOCATION]);
    const [file] = await filesOf(one);
    if (file === undefined) throw new Error("nothing was exported");
    const edited = { ...file, text: file.text.replace(/location_1$/m, "location_2") };
    const added = { path: "new.yaml", text: file.text.replace(/^id: .*\n/m, "").replace("name: Location", "name: Brand new") };
    const read = expected<PolicyImportAnswer>(await sendBack(one, [edited, added], { reason: "audit 12" }));
    expect(read.written).toMatchObject({ added: 0, unchanged: 0, leftAlone: 0 });
    expect(read.written?.drafts.map(({ title }) => title).sort()).toEqual(["Add Brand new", "Change Location"]);
    const { items } = await one.get<DraftsAnswer>("/api/v1/drafts");
    expect(items.map((draft) => `${draft.kind}: ${draft.reason}, ${draft.standing}`).sort()).toEqual([
      "add: audit 12, current",
      "change: audit 12, current",
    ]);
    expect(await filesOf(one)).toEqual([file]);
    // Sent again in the same instant, it is the same two drafts.
    expected(await sendBack(one, [edited, added], { reason: "audit 12" }));
    expect((await one.get<DraftsAnswer>("/api/v1/drafts")).total).toBe(2);
  });

  test("a file with errors keeps everything out; scripts are not for every reader", async () => {
    const one = await product([LOCATION]);
    const [file] = await filesOf(one);
    const broken = { path: "b.yaml", text: (file?.text ?? "").replace("kind:", "knid:") };
    expect(refusalOf(await sendBack(one, [broken], { reason: "x" }))).toEqual([422, "import-refused"]);
    expect((await one.get<DraftsAnswer>("/api/v1/drafts")).total).toBe(0);
    expect(refusalOf(await one.ask("viewer", "GET", "/api/v1/exports/policies"))).toEqual([403, "not-allowed"]);
  });

  test("the command writes what is missing or differs, and nothing outside of the folder", async () => {
    const one = await product([LOCATION, CORTANA]);
    const page = await pageOf(one);
    const cwd = await mkdtemp(join(tmpdir(), "policies-as-code-"));
    folders.push(cwd);
    const run = (body: unknown) => testCli(["export", "policies", "out/policies", "--json"], { cwd, answer: () => ({ body }) });
    expect(JSON.parse((await run(page)).stdout)).toEqual({ folder: "out/policies", policies: 2, written: 2, unchanged: 0 });
    const [{ path, text }] = page.items as [PolicyFilesAnswer["items"][number]];
    await writeFile(join(cwd, "out/policies", path), "changed by hand");
    expect(JSON.parse((await run(page)).stdout)).toMatchObject({ written: 1, unchanged: 1 });
    expect(await readFile(join(cwd, "out/policies", path), "utf8")).toBe(text);
    const away = await run({ ...page, items: [{ ...page.items[0], path: "../away.yaml" }] });
    expect([away.exit, away.stderr.includes("folder-unreadable")]).toEqual([3, true]);
    expect(await readdir(cwd)).toEqual(["out"]);
    expect((await readdir(join(cwd, "out/policies"))).length).toBe(2);
  });
});
