import { afterEach, describe, expect, test } from "vitest";
import type { MasterAnswer, MasterImportAnswer, MastersAnswer } from "../../src/http/contract/masters.ts";
import { smallEstate } from "../helpers/small-estate.ts";
import { expected, refusalOf, testProduct, type TestProduct } from "../helpers/test-product.ts";

const open: TestProduct[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
const product = async () => {
  const made = await testProduct({ estate: smallEstate({ staff: 12, groupsOf: (at) => (at < 4 ? [GROUP] : []) }) });
  open.push(made);
  return made;
};

const SEARCH = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Windows Search\\AllowCortanaAboveLock";
const NODE = "device_vendor_msft_policy_config_abovelock_allowcortanaabovelock";
const tableOf = (group: string, value = 0) =>
  [
    "master,group,name,setting,value",
    `group-policy,${group},Hardening,${SEARCH},${value}`,
    `group-policy,${group},Hardening,HKLM\\x\\y,1`,
  ].join("\n");
const fileOf = (path: string, text: string) => ({ path, contentBase64: Buffer.from(text).toString("base64") });
const send = (one: TestProduct, text: string, more: Readonly<Record<string, unknown>> = {}) =>
  one.ask("author", "POST", "/api/v1/imports/masters", { files: [fileOf("masters.csv", text)], dryRun: false, ...more });

const GROUP = "workstations";

describe("what other masters set", () => {
  test("is imported for a group, listed with its counts and its devices, shown row by row, replaced and removed", async () => {
    const one = await product();
    const name = GROUP;
    const tried = expected<MasterImportAnswer>(await send(one, tableOf(name), { dryRun: true }));
    expect([tried.masters.length, tried.written]).toEqual([1, null]);
    expect((await one.get<MastersAnswer>("/api/v1/masters")).total).toBe(0);
    const made = expected<MasterImportAnswer>(await send(one, tableOf(name)));
    expect(made.written).toEqual({ added: 1, replaced: 0 });
    expect(made.masters).toMatchObject([
      { name: "Hardening", groupName: name, counts: { rows: 2, values: 1, nodesOnly: 0, opaque: 1 }, readAt: null },
    ]);
    const again = expected<MasterImportAnswer>(await send(one, tableOf(name, 1)));
    expect(again.written).toEqual({ added: 0, replaced: 1 });
    const listed = await one.get<MastersAnswer>("/api/v1/masters");
    expect(listed.items[0]?.devices).toBe(4);
    expect([listed.total, listed.items[0]?.devicesTotal, listed.items[0]?.importedBy]).toEqual([1, 18, "author"]);
    const id = listed.items[0]?.id ?? "";
    const shown = await one.get<MasterAnswer>(`/api/v1/masters/${id}?limit=1`);
    expect(shown.rows).toEqual({
      items: [{ kind: "value", node: NODE, value: `${NODE}_1`, setting: SEARCH, line: 2 }],
      total: 2,
      next: "1",
    });
    const opaque = await one.get<MasterAnswer>(`/api/v1/masters/${id}?kind=opaque`);
    expect(opaque.rows.items).toEqual([{ kind: "opaque", setting: "HKLM\\x\\y", line: 3 }]);
    expect((await one.ask("author", "DELETE", `/api/v1/masters/${id}`)).status).toBe(204);
    expect(refusalOf(await one.ask("viewer", "GET", `/api/v1/masters/${id}`))).toEqual([404, "master-unknown"]);
    const told = (await one.auditLog()).map(({ action }) => action).filter((action) => action.startsWith("masters."));
    expect(told).toEqual(["masters.imported", "masters.imported", "masters.removed"]);
  });

  test("is refused as a whole where a group is missing or unknown, with every issue at once", async () => {
    const one = await product();
    const answer = await send(one, `${tableOf("Nobody")}\ngroup-policy,,Other,${SEARCH},1\n`);
    expect(refusalOf(answer)).toEqual([422, "import-refused"]);
    const { issues } = answer.json as Readonly<{ issues: readonly Readonly<{ code: string }>[] }>;
    expect(issues.map(({ code }) => code).sort()).toEqual(["master-group-missing", "master-group-unknown"]);
    expect((await one.get<MastersAnswer>("/api/v1/masters")).total).toBe(0);
  });

  test("a viewer may look and not import", async () => {
    const one = await product();
    const body = { files: [fileOf("a.csv", tableOf("x"))], dryRun: false };
    expect((await one.ask("viewer", "POST", "/api/v1/imports/masters", body)).status).toBe(403);
  });
});
