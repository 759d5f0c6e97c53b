import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DeviceGroupsAnswer, InboxAnswer, SeriesAnswer, TimelineAnswer } from "../../src/http/contract/live.ts";
import type { DecisionAnswer } from "../../src/http/contract/decision.ts";
import { HOUR_MS } from "../../src/kit/instant.ts";
import { readEvents, type EventReader } from "../helpers/event-reader.ts";
import { smallEstate } from "../helpers/small-estate.ts";
import { expected, refusalOf, testProduct, type RolloutDetail, type TestProduct, type Who } from "../helpers/test-product.ts";
import { quickShape } from "../helpers/test-shape.ts";

const estate = smallEstate({ staff: 40 });
const MANNERS = { name: "Manners", settings: { location: 1 }, to: "all-devices" } as const;
const shape = quickShape({ pilotIsolated: { skipReason: "nothing shares a node with it" } });

describe("what pages see while it happens", () => {
  let tidegate: TestProduct;
  const readers: EventReader[] = [];
  const watch = async (who: Who) => {
    const reader = await readEvents(tidegate.origin, (who as Readonly<{ token: string }>).token);
    readers.push(reader);
    return reader;
  };
  const propose = (name: string) =>
    tidegate.propose(name, { kind: "content", policy: { ...MANNERS, settings: { location: 0 } } }, { shape });
  const about =
    ({ id }: RolloutDetail, after: EventReader["heard"][number] | null) =>
    (event: EventReader["heard"][number]) =>
      event.topics.includes(`rollout:${id}`) && event.id > (after?.id ?? -1);

  beforeEach(async () => {
    tidegate = await testProduct({ estate, policies: [MANNERS] });
  });
  afterEach(async () => {
    for (const reader of readers.splice(0)) reader.close();
    await tidegate.close();
  });

  test("a stream begins with a beat, carries no cache and no buffer, and tells of a report and of a halt", async () => {
    const rollout = await tidegate.start(await propose("seen"));
    await tidegate.startFleet(estate);
    const reader = await watch(await tidegate.tokenOf("wally", "viewer"));
    expect([reader.status, reader.headers.get("content-type"), reader.headers.get("x-accel-buffering")]).toEqual([
      200,
      "text/event-stream; charset=utf-8",
      "no",
    ]);
    expect(reader.headers.get("cache-control")).toBe("no-store");
    expect(reader.headers.get("content-encoding")).toBeNull();
    expect(await reader.until(() => true)).toMatchObject({ kind: "beat", topics: [] });

    const first = reader.heard.at(-1) ?? null;
    await tidegate.devicesLive(8 * HOUR_MS);
    const items = await tidegate.devicesOf(rollout.id);
    expect(items.some(({ reportedAt }) => reportedAt !== null)).toBe(true);
    const report = await reader.until(about(rollout, first));
    expect(report.topics).toContain("rollouts");

    const before = reader.heard.at(-1) ?? null;
    expected(await tidegate.command("operator", rollout.id, "halt"));
    await reader.until((event) => about(rollout, before)(event) && event.topics.includes("audit"));
    expect((await tidegate.rollout(rollout.id)).status).toBe("halted");
  });

  test("a stream ends when its token is revoked, and a dozen are enough for one person", async () => {
    const who = await tidegate.tokenOf("wally", "viewer");
    const streams = [];
    for (let count = 0; count < 12; count += 1) streams.push(await watch(who));
    const refused = await watch(who);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "10"]);
    const other = await watch(await tidegate.tokenOf("else", "viewer"));
    await other.until(() => true);

    const { items } = expected<{ items: { id: string; person: string }[] }>(await tidegate.ask("admin", "GET", "/api/v1/tokens"));
    const mine = items.find(({ person }) => person === "wally");
    expected(await tidegate.ask("admin", "DELETE", `/api/v1/tokens/${mine?.id ?? ""}`));
    await Promise.all(streams.map(({ ended }) => ended));
    expect(refusalOf(await tidegate.ask(who, "GET", "/api/v1/events"))).toEqual([401, "not-signed-in"]);
    expect(other.heard.at(-1)?.topics).toContain("access");
  });

  test("a closing server ends its streams and does not wait for them", async () => {
    const reader = await watch(await tidegate.tokenOf("wally", "viewer"));
    await reader.until(() => true);
    await tidegate.close();
    await reader.ended;
  });

  test("the inbox, the decision page, the timeline, the series and the groups tell one story", async () => {
    const proposed = await propose("story");
    expected(await tidegate.command("operator", proposed.id, "start"));
    const inbox = async (who: Who) => expected<InboxAnswer>(await tidegate.ask(who, "GET", "/api/v1/inbox")).items;
    expect(await inbox("approver")).toMatchObject([{ kind: "approve", mayAct: true, subjectId: proposed.id }]);
    expect(await inbox("viewer")).toMatchObject([{ kind: "approve", mayAct: false, roles: ["approver"] }]);
    const path = `/api/v1/rollouts/${proposed.id}`;
    const decision = async (who: Who) => expected<DecisionAnswer>(await tidegate.ask(who, "GET", `${path}/decision`));
    const asked = await decision("approver");
    expect(asked).toMatchObject({
      asked: { purpose: "start", given: 0, needed: 1 },
      mayDecide: { allowed: true },
      who: { exposedSoFar: 0, next: { phase: proposed.phases[0]?.name } },
      worstCase: { devices: proposed.phases[0]?.cap },
      undo: { kind: "previous-version" },
      evidence: null,
      signed: { planHash: proposed.planHash, purpose: "start" },
    });
    expect(asked.signed?.statement).toContain(proposed.planHash);
    expect((await decision("author")).mayDecide.allowed).toBe(false);

    expected(await tidegate.approve("approver", proposed));
    expect(await inbox("approver")).toEqual([]);
    await tidegate.product.ring();
    await tidegate.startFleet(estate);
    await tidegate.passTime(8 * HOUR_MS);
    expected(await tidegate.command("operator", proposed.id, "halt"));
    expect(await inbox("operator")).toMatchObject([{ kind: "halted", mayAct: true }]);

    const { totals } = await tidegate.rollout(proposed.id);
    const series = await tidegate.get<SeriesAnswer>(`${path}/series?points=10`);
    expect(series.points.at(-1)).toMatchObject({
      exposed: totals.exposed,
      verified: totals.everVerified,
      failed: totals.everFailed,
    });
    expect(series.markers.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["approve", "phase-opened", "halt"]));
    const timeline = await tidegate.get<TimelineAnswer>(`${path}/timeline?actions=rollout.halt,rollout.approve`);
    expect(timeline.items.map(({ sentence }) => sentence)).toEqual([
      "operator halted it: a test",
      "approver approved the start: a test",
    ]);
    const groups = await tidegate.get<DeviceGroupsAnswer>(`${path}/device-groups`);
    expect(groups.total).toBe((await tidegate.devicesOf(proposed.id)).length);
    expect(groups.states.reduce((sum, { devices }) => sum + devices, 0)).toBe(groups.total);
  });
});
