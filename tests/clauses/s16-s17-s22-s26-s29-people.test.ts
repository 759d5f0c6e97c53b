import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { deliverNotices } from "../../src/app/people/deliver-notices.ts";
import type { Messenger } from "../../src/app/ports/messenger.ts";
import type { CommunicationAnswer, DeliveriesAnswer, NoticeInput } from "../../src/http/contract/communication.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/kit/instant.ts";
import { startMailServer, type MailServer } from "../helpers/mail-server.ts";
import { smallEstate } from "../helpers/small-estate.ts";
import { NODES, valueOf, type SmallPolicy } from "../helpers/small-policy.ts";
import { expected, refusalOf, testProduct, type RolloutDetail, type TestProduct, type Who } from "../helpers/test-product.ts";
import { quickShape } from "../helpers/test-shape.ts";

const MANNERS: SmallPolicy = { name: "Manners", settings: { location: 1, cortana: 1 }, to: "all-devices" };
const CHANGED: SmallPolicy = { ...MANNERS, settings: { location: 2, cortana: 1 } };
/** Every fourth desk has nobody; person-002 has no mailbox. */
const estate = smallEstate({ staff: 60, mailOf: (user) => (user === "person-002" ? null : `${user}@example.com`) });
const userOf = new Map(estate.devices.map(({ key, user }) => [key, user]));
const LEAD_MS = 4 * HOUR_MS;
const TOLD_SHAPE = quickShape({ people: { kind: "required", noticeLeadMsMin: LEAD_MS } });

const NOTICE: NoticeInput = {
  subject: "Location is switched off",
  whatChanges: "Apps no longer see where your PC is; Maps asks you for a place.",
  when: "Between 7 and 18 September 2026, Berlin time",
  businessPurpose: "The works council agreed that nobody is followed at work.",
  selfHelp: "Type your place into Maps once; nothing else is to be done.",
  helpDeskContact: "help@example.com or 5555, weekdays 8 to 18",
};

let tidegate: TestProduct;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  await tidegate.close();
  for (const close of closers.splice(0)) await close();
});

async function open(mail: MailServer | null = null): Promise<RolloutDetail> {
  const options = mail === null ? {} : { mailConfigFile: mailConfig(mail) };
  tidegate = await testProduct({ estate, policies: [MANNERS], ...options });
  await tidegate.startFleet(estate);
  await tidegate.passTime(8 * HOUR_MS);
  const rollout = await tidegate.propose("manners", { kind: "content", policy: CHANGED }, { shape: TOLD_SHAPE });
  await tidegate.start(rollout);
  return rollout;
}

async function openMail(): Promise<MailServer> {
  const server = await startMailServer();
  closers.push(server.close);
  return server;
}

function mailConfig({ port }: MailServer): string {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-mail-"));
  closers.push(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "mail.json");
  writeFileSync(path, JSON.stringify({ host: "127.0.0.1", port, tls: "none", from: "Tidegate <tidegate@example.com>" }));
  return path;
}

type Stage = "pilot" | "production";
const path = ({ id }: RolloutDetail, what: string) => `/api/v1/rollouts/${id}/${what}`;
const setNotice = (rollout: RolloutDetail, stage: Stage, notice: Partial<NoticeInput> = {}, substitutes: object[] = []) =>
  tidegate.ask("author", "POST", path(rollout, "communication"), {
    stage,
    notice: { ...NOTICE, ...notice },
    substitutes,
    reason: "a test",
  });
const acknowledge = (who: Who, rollout: RolloutDetail, stage: Stage, noticeHash: string | null = null) =>
  tidegate.ask(who, "POST", path(rollout, "acknowledgements"), { stage, noticeHash, note: "the desk knows" });
const noticeHash = async (rollout: RolloutDetail, stage: Stage) =>
  (await communication(rollout)).stages.find((one) => one.stage === stage)?.noticeHash ?? null;
const tell = (rollout: RolloutDetail, stage: Stage, who: object = { kind: "everybody" }) =>
  tidegate.ask("help-desk", "POST", path(rollout, "told"), { stage, who, means: "a round through the office" });
const communication = (rollout: RolloutDetail) => tidegate.get<CommunicationAnswer>(path(rollout, "communication"));
const deliveries = async (rollout: RolloutDetail) =>
  (await tidegate.get<DeliveriesAnswer>(path(rollout, "deliveries?limit=200"))).items;
const heldFor = (reason: string) => (rollout: RolloutDetail) => rollout.status === "held" && rollout.because.includes(reason);
const toPhase = (rollout: RolloutDetail, name: string) => tidegate.passUntil(rollout.id, ({ phase }) => phase?.name === name);

async function allReady(rollout: RolloutDetail, substitutes: object[] = []): Promise<void> {
  for (const stage of ["pilot", "production"] as const) {
    expected(await setNotice(rollout, stage, {}, substitutes));
    expected(await acknowledge("help-desk", rollout, stage));
  }
}

/** P: nobody is offered a change of which they were not told the plan's time before. */
async function expectNobodyUntold(rollout: RolloutDetail, substitute: string | null = null): Promise<number> {
  const toldAt = new Map((await deliveries(rollout)).map((one) => [`${one.stage}/${one.userId}`, one.toldAt]));
  const exposed = (await tidegate.devicesOf(rollout.id)).filter(
    ({ offeredAt, phaseIndex }) => offeredAt !== null && phaseIndex > 0,
  );
  for (const device of exposed) {
    const stage = device.phaseIndex <= 2 ? "pilot" : "production";
    const told = toldAt.get(`${stage}/${userOf.get(device.deviceId) ?? substitute}`) ?? null;
    expect([device.deviceId, told === null ? null : told + LEAD_MS <= (device.offeredAt ?? 0)]).toEqual([device.deviceId, true]);
  }
  return exposed.length;
}

describe("S16, S17, S26 plans before pilots, and the help desk's word", () => {
  test("both notices and the acknowledgement are waited for, with words, and nobody goes past them", async () => {
    const rollout = await open();
    const held = await tidegate.passUntil(rollout.id, heldFor("notice-missing"));
    expect(held).toMatchObject({ phase: { kind: "proof-of-concept" }, totals: { exposed: 6 } });
    expect((await tidegate.why(rollout.id)).waitsFor.join()).toContain("the notice to people of the pilot and of the production");
    expect(refusalOf(await tidegate.command("operator", rollout.id, "promote"))).toEqual([409, "event-refused"]);

    // S17: a notice without one of its five parts is none; all that is missing is said at once.
    const thin = await setNotice(rollout, "pilot", { selfHelp: "TBD", when: "next Monday at nine" });
    expect(refusalOf(thin)).toEqual([422, "notice-incomplete"]);
    expect((thin.json as { issues: { at: string }[] }).issues.map(({ at }) => at)).toEqual(["notice.when", "notice.selfHelp"]);
    expect(refusalOf(await acknowledge("help-desk", rollout, "pilot"))).toEqual([422, "notice-incomplete"]);
    expect(refusalOf(await setNotice(rollout, "pilot", {}, [{ siteId: "nowhere", userId: "person-000" }]))).toEqual([
      422,
      "site-unknown",
    ]);
    expect(refusalOf(await setNotice(rollout, "pilot", {}, [{ siteId: null, userId: "nobody" }]))).toEqual([422, "user-unknown"]);

    expected(await setNotice(rollout, "pilot"));
    await tidegate.passTime(2 * HOUR_MS);
    expect((await tidegate.rollout(rollout.id)).because).toContain("people of the production stage");
    expected(await setNotice(rollout, "production"));
    await tidegate.passUntil(rollout.id, heldFor("help-desk-not-ready"));

    // S26: only the help desk speaks for the help desk, and of what it has read.
    for (const who of ["operator", "author", "approver", "admin", "viewer"] as const)
      expect(refusalOf(await acknowledge(who, rollout, "pilot"))[0]).toBe(403);
    const read = await noticeHash(rollout, "pilot");
    expected(await acknowledge("help-desk", rollout, "pilot", read));
    expected(await setNotice(rollout, "pilot", { subject: "Location is switched off for pilots" }));
    expect(refusalOf(await acknowledge("help-desk", rollout, "pilot", read))).toEqual([409, "moved-meanwhile"]);
    await tidegate.passTime(2 * HOUR_MS);
    expect(await tidegate.rollout(rollout.id)).toMatchObject({ status: "held", phase: { kind: "proof-of-concept" } });
    expected(await acknowledge("help-desk", rollout, "pilot"));
    await toPhase(rollout, "pilot isolated");

    // The pilots pass without production's word; wave 1 does not open without it.
    expected(await tell(rollout, "pilot"));
    await toPhase(rollout, "pilot final");
    expected(await tell(rollout, "pilot"));
    const before = await tidegate.passUntil(rollout.id, heldFor("help-desk-not-ready"));
    expect(before.phase).toMatchObject({ kind: "pilot-final" });
    expect(before.because).toContain("wave 1 waits for the help desk to acknowledge the production stage");
    expected(await acknowledge("help-desk", rollout, "production"));
    await toPhase(rollout, "wave 1");
    const audited = (await tidegate.dossier(rollout.id)).audit.map(({ action }) => action);
    for (const action of ["rollout.notice-set", "rollout.stage-acknowledged", "rollout.people-told", "rollout.devices-cleared"])
      expect(audited).toContain(action);
    expect(JSON.stringify(await tidegate.auditLog())).not.toContain(NOTICE.whatChanges);
  });

  test("a plan that tells nobody says why, and that is approved with it", async () => {
    tidegate = await testProduct({ estate, policies: [MANNERS] });
    const rollout = await tidegate.propose("kiosks", { kind: "content", policy: CHANGED }, {});
    expect(await communication(rollout)).toMatchObject({
      required: false,
      waivedBecause: expect.stringContaining("nobody") as string,
    });
    expect(refusalOf(await setNotice(rollout, "pilot"))).toEqual([409, "event-refused"]);
    const blank = quickShape({ people: { kind: "waived", reason: " " } });
    const refused = await tidegate.plan({ kind: "content", policy: CHANGED }, { shape: blank });
    expect(refused.status).toBeGreaterThanOrEqual(400);
  });
});

describe("S22, S29 whoever was not told is held back", () => {
  test("the person, not the wave; a device without a person waits for a substitute, also after the change has landed", async () => {
    const rollout = await open();
    await allReady(rollout);
    const pilot = await toPhase(rollout, "pilot isolated");
    await tidegate.passTime(6 * HOUR_MS);
    expect((await tidegate.rollout(rollout.id)).counts).toMatchObject({ cohort: 4, heldBack: 4, offered: 0 });
    expect((await tidegate.why(rollout.id)).sentence).toContain("nobody was told long enough ago");
    expect(pilot.totals.exposed).toBe(6);
    for (const name of ["pilot isolated", "pilot final", "wave 1", "wave 2"]) {
      const now = await toPhase(rollout, name);
      expected(await tell(rollout, now.phase?.kind === "wave" ? "production" : "pilot"));
    }
    const landed = await tidegate.passUntil(rollout.id, ({ status }) => status === "operations");
    expect(await expectNobodyUntold(rollout)).toBe(45);
    const waiting = (await tidegate.devicesOf(rollout.id)).filter(({ state }) => state === "heldBack");
    expect(waiting.map(({ deviceId }) => userOf.get(deviceId))).toEqual(Array.from({ length: 15 }, () => null));
    expect(landed.totals).toMatchObject({ exposed: 51, everVerified: 51 });
    const stage = (await communication(rollout)).stages[1];
    expect(stage?.delivery.devicesWithoutAnybody).toBe(stage?.delivery.devicesHeldBack);

    // The change is the policy by now, and still it is not theirs.
    await tidegate.passTime(8 * HOUR_MS);
    const location = async (key: string) => (await tidegate.settingsOn(key, [NODES.location])).get(NODES.location);
    for (const { deviceId } of waiting.slice(0, 5)) expect(await location(deviceId)).toBe(valueOf(NODES.location, 1));

    // What was said stays; who stands in for kiosks may still be named.
    expect(refusalOf(await setNotice(rollout, "production", { subject: "Something else" }))).toEqual([409, "notice-sent"]);
    const owner = [{ siteId: "site-1", userId: "person-000" }];
    expected(await setNotice(rollout, "production", {}, owner));
    expected(await setNotice(rollout, "pilot", {}, owner));
    expected(await tell(rollout, "pilot", { kind: "people", userIds: ["person-000"] }));
    expected(await tell(rollout, "production"));
    await tidegate.passTime(LEAD_MS + 10 * HOUR_MS);
    expect(await expectNobodyUntold(rollout, "person-000")).toBe(60);
    expect((await tidegate.rollout(rollout.id)).totals.exposed).toBe(66);
    for (const { deviceId } of waiting) expect(await location(deviceId)).toBe(valueOf(NODES.location, 2));
  });

  test("by mail: told is accepted and not bounced; a bounce after clearing holds back; a paused rollout keeps its mail", async () => {
    const server = await openMail();
    const rollout = await open(server);
    await allReady(rollout, [{ siteId: null, userId: "person-000" }]);
    await toPhase(rollout, "pilot isolated");
    await tidegate.product.ring();
    expected(await tidegate.command("operator", rollout.id, "pause"));
    await tidegate.product.post();
    expect(server.mails).toHaveLength(0);
    expected(await tidegate.command("operator", rollout.id, "resume"));

    await tidegate.product.post();
    const sent = await deliveries(rollout);
    const accepted = sent.filter(({ state }) => state === "accepted");
    const [mail] = await server.parsed();
    expect(accepted.length).toBeGreaterThan(0);
    expect(server.mails).toHaveLength(accepted.length);
    expect(accepted.map(({ messageId }) => messageId)).toContain(mail?.messageId);
    expect(mail?.text).toContain(NOTICE.selfHelp);
    expect((await communication(rollout)).mail).toBe(true);

    // Cleared, and before any of them came by, one comes back.
    await tidegate.passTime(LEAD_MS);
    expect((await tidegate.rollout(rollout.id)).counts).toMatchObject({ heldBack: 0, offered: 0 });
    const [lost] = accepted.filter(({ userId }) => userId !== "person-000");
    const bounce = { messageId: lost?.messageId, reason: "550 no such mailbox" };
    const held = expected<{ devicesHeldBack: number }>(await tidegate.ask("operator", "POST", "/api/v1/bounces", bounce));
    expect(held.devicesHeldBack).toBe(1);
    expect(refusalOf(await tidegate.ask("operator", "POST", "/api/v1/bounces", { ...bounce, messageId: "<x@y>" }))).toEqual([
      404,
      "message-unknown",
    ]);
    await tidegate.passTime(7 * HOUR_MS);
    expect((await tidegate.rollout(rollout.id)).counts).toMatchObject({ heldBack: 1, offered: 3, succeeded: 3 });
    const [waits] = (await tidegate.devicesOf(rollout.id)).filter(({ state }) => state === "heldBack");
    expect(userOf.get(waits?.deviceId ?? "")).toBe(lost?.userId);
    await expectNobodyUntold(rollout, "person-000");
    // The wave goes on without them.
    await toPhase(rollout, "pilot final");
  });

  test("a process that dies between the server's word and its own note sends the same mail again, and loses none", async () => {
    const server = await openMail();
    const rollout = await open(server);
    await allReady(rollout, [{ siteId: null, userId: "person-000" }]);
    await toPhase(rollout, "pilot isolated");
    await tidegate.product.ring();
    const { store, clock, messenger } = tidegate.product;
    const dying: Messenger = {
      ...(messenger as Messenger),
      parallel: 1,
      send: async (notice) => {
        await messenger?.send(notice);
        throw new Error("the process died here");
      },
    };
    await expect(deliverNotices({ store, clock, messenger: dying })).rejects.toThrow("died here");
    expect(server.mails).toHaveLength(1);
    expect((await deliveries(rollout)).every(({ state }) => state === "queued")).toBe(true);
    await tidegate.product.post();
    expect(server.mails).toHaveLength(1);
    await tidegate.passTime(20 * MINUTE_MS);
    await tidegate.product.post();
    const ids = (await server.parsed()).map(({ messageId }) => messageId);
    const rows = await deliveries(rollout);
    expect(rows.every(({ state }) => state === "accepted")).toBe(true);
    expect(new Set(ids)).toEqual(new Set(rows.map(({ messageId }) => messageId)));
    expect(ids).toHaveLength(rows.length + 1);
    expect(ids.filter((id) => id === ids[0])).toHaveLength(2);
    await tidegate.product.post();
    expect(server.mails).toHaveLength(ids.length);
  });
});
