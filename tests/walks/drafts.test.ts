import { afterEach, describe, expect, test } from "vitest";
import type { DraftAnswer, DraftsAnswer } from "../../src/http/contract/drafts.ts";
import type { PlanAnswer } from "../../src/http/contract/plans.ts";
import { smallEstate } from "../helpers/small-estate.ts";
import { NODES, policyFile, type SmallPolicy } from "../helpers/small-policy.ts";
import { expected, refusalOf, testProduct, type TestProduct } from "../helpers/test-product.ts";
import { quickShape } from "../helpers/test-shape.ts";

const open: TestProduct[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
const LIVE: SmallPolicy = { name: "Location", settings: { location: 1 }, to: "all-devices" };
const product = async () => {
  const made = await testProduct({ estate: smallEstate({ staff: 60 }), policies: [LIVE] });
  open.push(made);
  return made;
};
const fileOf = (policy: SmallPolicy) => {
  const { path, bytes } = policyFile(policy);
  return { path, contentBase64: Buffer.from(bytes).toString("base64") };
};
const content = (location: number) => ({ kind: "content", policy: LIVE.name, file: fileOf({ ...LIVE, settings: { location } }) });
const save = async (one: TestProduct, location = 0) =>
  expected<DraftAnswer>(
    await one.ask("author", "POST", "/api/v1/drafts", { title: "Location off", reason: "audit 12", change: content(location) }),
  );
const planOf = (one: TestProduct, draftId: string) =>
  one.ask("author", "POST", "/api/v1/plans", {
    policy: null,
    change: { kind: "draft", draftId },
    shape: quickShape(),
    onGateFail: "halt",
  });

describe("a draft", () => {
  test("says what it changes, and is planned as its file would be", async () => {
    const one = await product();
    const draft = await save(one);
    expect(draft).toMatchObject({ kind: "change", name: "Location", standing: "current", revision: 1, liveVersion: 1 });
    expect(draft.settings).toMatchObject([{ kind: "changed", node: NODES.location }]);
    const byDraft = expected<PlanAnswer>(await planOf(one, draft.id));
    const byFile = expected<PlanAnswer>(await one.plan({ kind: "content", policy: { ...LIVE, settings: { location: 0 } } }));
    expect(byDraft.hash).toBe(byFile.hash);
    expect((await one.get<DraftsAnswer>("/api/v1/drafts")).items.map(({ id }) => id)).toEqual([draft.id]);
  });

  test("is saved once for one request sent twice, and refuses who saw an older revision", async () => {
    const one = await product();
    const draft = await save(one);
    expect((await save(one)).id).toBe(draft.id);
    const path = `/api/v1/drafts/${draft.id}`;
    const change = (revision: number, title: string) => one.ask("author", "POST", path, { revision, title });
    expect(expected<DraftAnswer>(await change(1, "Second"))).toMatchObject({ title: "Second", revision: 2, reason: "audit 12" });
    expect(refusalOf(await change(1, "Third"))).toEqual([409, "draft-stale"]);
    expect(refusalOf(await one.ask("author", "DELETE", `${path}?revision=1`))).toEqual([409, "draft-stale"]);
    expect((await one.get<DraftAnswer>(path)).title).toBe("Second");
    expect((await one.ask("author", "DELETE", `${path}?revision=2`)).status).toBe(204);
    expect(refusalOf(await one.ask("viewer", "GET", path))).toEqual([404, "draft-unknown"]);
    const told = (await one.auditLog()).map(({ action }) => action).filter((action) => action.startsWith("draft."));
    expect(told).toEqual(["draft.saved", "draft.changed", "draft.discarded"]);
  });

  test("says when another version went live under it, and is planned only once somebody has looked", async () => {
    const one = await product();
    const draft = await save(one, 0);
    const version = await one.product.store.write(async (unit) => {
      const live = (await unit.policies.loadLive())[0];
      if (live === undefined) throw new Error("no policy is live");
      const content = { ...live.live.content, settings: [] };
      const added = await unit.policies.addVersion({ policyId: live.id, content, createdAt: one.now(), createdBy: "ada" });
      await unit.policies.setLive(live.id, { version: added, assignments: live.assignments, retired: false });
      return added;
    });
    expect(await one.get<DraftAnswer>(`/api/v1/drafts/${draft.id}`)).toMatchObject({ standing: "moved", liveHash: version.hash });
    expect(refusalOf(await planOf(one, draft.id))).toEqual([409, "draft-outdated"]);
    const again = { revision: 1, base: "live" };
    expect(expected<DraftAnswer>(await one.ask("author", "POST", `/api/v1/drafts/${draft.id}`, again)).standing).toBe("current");
    expect(expected<PlanAnswer>(await planOf(one, draft.id)).plan.policyPlan.change.kind).toBe("change");
  });
});
