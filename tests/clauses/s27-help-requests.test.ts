import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { HelpRequestBody, HelpRequestsAnswer } from "../../src/http/contract/communication.ts";
import { PEOPLE_ROUTES } from "../../src/http/contract/people-routes.ts";
import { ROLES } from "../../src/http/contract/words.ts";
import { HOUR_MS } from "../../src/kit/instant.ts";
import { smallEstate } from "../helpers/small-estate.ts";
import type { SmallPolicy } from "../helpers/small-policy.ts";
import {
  expected,
  refusalOf,
  testProduct,
  type RolloutDetail,
  type TestAnswer,
  type TestProduct,
  type Who,
} from "../helpers/test-product.ts";
import { QUICK_GATE, quickShape } from "../helpers/test-shape.ts";

const estate = smallEstate({ staff: 60 });
const MANNERS: SmallPolicy = { name: "Manners", settings: { location: 1 }, to: "all-devices" };
const CHANGED: SmallPolicy = { ...MANNERS, settings: { location: 2 } };
const PER_1000_MAX = 100;
const shape = quickShape({
  proofOfConcept: { sizeMax: 6, approvalsMin: 1, gate: { ...QUICK_GATE, helpRequestsPer1000Max: PER_1000_MAX } },
  pilotIsolated: { skipReason: "nothing shares a node with it" },
});
const LABORATORY = estate.devices.filter(({ testOnly }) => testOnly).map(({ key }) => key);
const MACHINE = "lab-000";
const REQUESTS = "/api/v1/help-requests";
/** Words that stand nowhere but in the request. */
const PRIVATE = "since my operation I cannot read the small print";
const asked = {
  summary: "Screen stays black",
  description: PRIVATE,
  requester: "nina.koch@example.com",
  device: null as string | null,
  workedBefore: "yes",
};

let tidegate: TestProduct;
let rollout: RolloutDetail;
beforeEach(async () => {
  tidegate = await testProduct({ estate, policies: [MANNERS] });
  rollout = await tidegate.propose("manners", { kind: "content", policy: CHANGED }, { shape });
});
afterEach(() => tidegate.close());

const record = (who: Who, more: object = {}): Promise<TestAnswer> => tidegate.ask(who, "POST", REQUESTS, { ...asked, ...more });
const recorded = async (who: Who, more: object = {}) => expected<HelpRequestBody>(await record(who, more));
const link = (who: Who, id: string, to: string | null): Promise<TestAnswer> =>
  tidegate.ask(who, "POST", `${REQUESTS}/${id}/link`, { rollout: to, reason: "same words as the change" });
const setState = (who: Who, id: string, state: "open" | "closed"): Promise<TestAnswer> =>
  tidegate.ask(who, "POST", `${REQUESTS}/${id}/state`, { state, reason: "helped" });
const list = (query = "") => tidegate.get<HelpRequestsAnswer>(`${REQUESTS}${query}`);

/** The proof of concept is open, and its six devices hold the change; its soak lasts some hours still. */
async function exposed(): Promise<void> {
  await tidegate.startFleet(estate);
  await tidegate.passTime(8 * HOUR_MS);
  await tidegate.start(rollout);
  await tidegate.passUntil(rollout.id, ({ totals }) => totals.exposed === LABORATORY.length);
}

async function helpCheck() {
  const { phases } = await tidegate.rollout(rollout.id);
  const [first] = phases;
  const checks = first?.status === "opened" ? (first.judgement?.checks ?? []) : [];
  return checks.find(({ check }) => check === "help-requests") ?? null;
}

describe("S27 people who ask for help are heard", () => {
  test("by the form and by REST: everything the form asks is kept, and everybody who may sign in may ask", async () => {
    const form = await recorded("viewer", { source: "form", device: MACHINE });
    expect(form).toEqual({
      ...asked,
      id: form.id,
      device: { id: MACHINE, name: MACHINE },
      openedAt: tidegate.now(),
      openedBy: "viewer",
      source: "form",
      externalId: null,
      state: "open",
      link: null,
      deviceRollouts: [],
    });
    expect(await tidegate.get(`${REQUESTS}/${form.id}`)).toEqual(form);
    for (const role of ROLES) expect(await recorded(role)).toMatchObject({ openedBy: role, source: "api", device: null });
    expect(await list()).toMatchObject({ total: 1 + ROLES.length, rate: null });
    expect((await list(`?limit=2`)).items).toHaveLength(2);
  });

  test("the same request of another system, sent twice, is one, what came first stays, and only who links requests may bring it", async () => {
    const ours = { source: "service desk", externalId: "INC0042" };
    const first = await recorded("help-desk", ours);
    expect(await recorded("help-desk", { ...ours, summary: "sent again", rollout: rollout.id })).toEqual(first);
    expect((await recorded("help-desk", { ...ours, source: "another desk" })).id).not.toBe(first.id);
    for (const role of ["viewer", "author", "approver"] as const)
      expect(refusalOf(await record(role, { ...ours, externalId: "INC0043" }))).toEqual([403, "not-allowed"]);
    expect((await list()).total).toBe(2);
    const log = (await tidegate.auditLog()).filter(({ action }) => action.startsWith("help-request."));
    expect(log.map(({ action }) => action)).toEqual(["help-request.recorded", "help-request.recorded"]);
  });

  test("a device, a rollout or a request that nobody knows is said to be unknown, and nothing is recorded", async () => {
    expect(refusalOf(await record("help-desk", { device: "no such machine" }))).toEqual([404, "device-unknown"]);
    expect(refusalOf(await record("help-desk", { rollout: "no such rollout" }))).toEqual([404, "rollout-unknown"]);
    expect(refusalOf(await record("help-desk", { summary: "" }))).toEqual([400, "body-invalid"]);
    expect((await list()).total).toBe(0);
    const { id } = await recorded("help-desk");
    expect(refusalOf(await link("help-desk", id, "no such rollout"))).toEqual([404, "rollout-unknown"]);
    expect(refusalOf(await link("help-desk", "hr-0", rollout.id))).toEqual([404, "help-request-unknown"]);
    expect(refusalOf(await setState("help-desk", "hr-0", "closed"))).toEqual([404, "help-request-unknown"]);
    expect(refusalOf(await tidegate.ask("viewer", "GET", `${REQUESTS}/hr-0`))).toEqual([404, "help-request-unknown"]);
    expect(refusalOf(await tidegate.ask("viewer", "GET", `${REQUESTS}?rollout=nobody`))).toEqual([404, "rollout-unknown"]);
  });
});

describe("S27 who may do what", () => {
  test("only the help desk and operators link and close: at once, later, and back", async () => {
    expect(PEOPLE_ROUTES.linkHelpRequest.allow).toEqual(["help-desk", "operator"]);
    const { id } = await recorded("viewer");
    for (const role of ROLES) {
      const may = role === "help-desk" || role === "operator";
      const seen = (answer: TestAnswer) => [role, ...(answer.status < 300 ? ["done"] : refusalOf(answer))];
      const wanted = may ? [role, "done"] : [role, 403, "not-allowed"];
      expect(seen(await record(role, { rollout: rollout.id }))).toEqual(wanted);
      expect(seen(await link(role, id, rollout.id))).toEqual(wanted);
      expect(seen(await setState(role, id, "closed"))).toEqual(wanted);
      expect(seen(await setState(role, id, "open"))).toEqual(wanted);
      expect(seen(await link(role, id, null))).toEqual(wanted);
    }
    expect((await list("?linked=yes")).items.map(({ link: one }) => one?.by)).toEqual(
      expect.arrayContaining(["help-desk", "operator"]),
    );
    expect((await list("?linked=yes")).total).toBe(2);
  });

  test("one person of the help desk halts a rollout, at once", async () => {
    await exposed();
    expected(await tidegate.command("help-desk", rollout.id, "halt"));
    expect((await tidegate.rollout(rollout.id)).status).toBe("halted");
    for (const command of ["resume", "roll-back"] as const)
      expect(refusalOf(await tidegate.command("help-desk", rollout.id, command))).toEqual([403, "not-allowed"]);
  });

  test("the log says who linked what to which rollout, and holds no word of the request", async () => {
    const one = await recorded("viewer", { device: MACHINE });
    expected(await link("help-desk", one.id, rollout.name));
    expected(await link("operator", one.id, rollout.id));
    expected(await link("operator", one.id, null));
    expected(await setState("help-desk", one.id, "closed"));
    expected(await setState("help-desk", one.id, "closed"));
    expected(await setState("help-desk", one.id, "open"));
    const two = await recorded("help-desk", { rollout: rollout.id });
    const log = (await tidegate.auditLog()).filter(({ action }) => action.startsWith("help-request."));
    const mine = `help-request:${one.id}`;
    const ours = `rollout:${rollout.id}`;
    expect(log.map(({ actor, action, subject }) => [actor, action, subject])).toEqual([
      ["viewer", "help-request.recorded", mine],
      ["help-desk", "help-request.linked", ours],
      ["operator", "help-request.unlinked", ours],
      ["help-desk", "help-request.closed", mine],
      ["help-desk", "help-request.reopened", mine],
      ["help-desk", "help-request.recorded", `help-request:${two.id}`],
      ["help-desk", "help-request.linked", ours],
    ]);
    const { audit } = await tidegate.dossier(rollout.id);
    expect(audit.filter(({ action }) => action === "help-request.linked").map(({ detail }) => detail)).toEqual([
      { requestId: one.id, reason: "same words as the change" },
      { requestId: two.id, reason: null },
    ]);
    const text = JSON.stringify(await tidegate.auditLog());
    for (const word of [PRIVATE, asked.summary, asked.requester]) expect(text).not.toContain(word);
  });
});

describe("S27 a linked request counts in its rollout's gate, per 1,000 exposed devices", () => {
  test("the device's rollouts stand ready to be linked to, and the list says the rate with both its numbers", async () => {
    await exposed();
    const one = await recorded("viewer", { device: MACHINE });
    expect(one.deviceRollouts).toMatchObject([{ id: rollout.id, name: "manners", status: "proof-of-concept" }]);
    expect(one.deviceRollouts[0]?.offeredAt).toBeGreaterThan(0);
    expected(await link("help-desk", one.id, rollout.id));
    await recorded("viewer");
    const page = await list(`?rollout=manners`);
    expect(page).toMatchObject({ total: 1, rate: { linked: 1, exposed: 6 } });
    expect(page.rate?.per1000Exposed).toBeCloseTo(1_000 / 6, 9);
    expect(page.items).toMatchObject([{ id: one.id, link: { rolloutId: rollout.id, rolloutName: "manners", by: "help-desk" } }]);
    expect((await list("?linked=no")).total).toBe(1);
  });

  test("before anybody is exposed there is no rate, not one of nothing", async () => {
    await recorded("help-desk", { rollout: rollout.id });
    expect((await list(`?rollout=${rollout.id}`)).rate).toEqual({ linked: 1, exposed: 0, per1000Exposed: null });
  });

  test("the gate looks at once; a closed request still counts; a link that is taken back does not", async () => {
    await exposed();
    expect(await helpCheck()).toMatchObject({ verdict: "pass", actual: 0, threshold: PER_1000_MAX, sample: 6 });
    const { id } = await recorded("viewer", { device: MACHINE });
    await tidegate.product.ring();
    expect(await helpCheck()).toMatchObject({ verdict: "pass", actual: 0 });

    expected(await link("help-desk", id, rollout.id));
    await tidegate.product.ring();
    expect(await helpCheck()).toMatchObject({ verdict: "hold", threshold: PER_1000_MAX, sample: 6 });
    expect((await helpCheck())?.actual).toBeCloseTo(1_000 / 6, 9);
    expected(await setState("help-desk", id, "closed"));
    await tidegate.passTime(12 * HOUR_MS);
    expect(await helpCheck()).toMatchObject({ verdict: "hold" });
    expect((await tidegate.rollout(rollout.id)).phase?.name).toBe("proof of concept");

    expected(await link("operator", id, null));
    await tidegate.product.ring();
    expect((await tidegate.rollout(rollout.id)).phase?.name).toBe("pilot final");
  });

  test("many of them halt the rollout by themselves", async () => {
    await exposed();
    for (const device of LABORATORY.slice(0, 4)) await recorded("help-desk", { device, rollout: rollout.id });
    await tidegate.product.ring();
    const halted = await tidegate.rollout(rollout.id);
    expect(halted.status).toBe("halted");
    expect(halted.because).toContain("4 requests for help from 6 exposed devices (666.7 per 1,000, 100 allowed)");
  });
});
