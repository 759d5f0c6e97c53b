import { afterEach, describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../kit/instant.ts";
import { hashOf } from "../kit/sha256.ts";
import { DEVICE_PATHS } from "../policy/bundle/protocol.ts";
import { startEnrolledBench, startTestBench, TEST_TOKEN, type TestBench } from "./testing/test-bench.ts";
import { testContent } from "./testing/test-content.ts";
import { testFacts } from "./testing/test-device.ts";

const FIRST = testContent({ p1: { "a/1": true, "a/2": [1, 2] }, p2: { "b/1": "on" } });
const open: TestBench[] = [];

async function enrolled(content = FIRST) {
  const bench = await startEnrolledBench(content);
  open.push(bench);
  return bench;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map(({ server }) => server.close()));
});

describe("a device takes a bundle", () => {
  it("applies, reads back and reports every setting as applied and verified", async () => {
    const { agent, server, machine, lastReport } = await enrolled();
    expect(await agent.checkIn()).toMatchObject({ status: "applied", reportDue: true, waitMs: HOUR_MS, because: null });
    expect(await agent.sendReport()).toEqual({ status: "sent", sentCount: 1 });
    expect(Object.fromEntries(machine.settings)).toEqual({ "a/1": true, "a/2": [1, 2], "b/1": "on" });
    const report = lastReport();
    expect(report).toMatchObject({
      reportNumber: 1,
      previousHash: null,
      seq: 1,
      epoch: 1,
      reportNonce: "nonce-device-S1-1",
      refused: null,
    });
    expect(report.policies.map(({ policyId, state }) => [policyId, state])).toEqual([
      ["p1", "succeeded"],
      ["p2", "succeeded"],
    ]);
    expect(report.policies[0]?.settings[1]).toEqual({ node: "a/2", state: "succeeded", applied: true, verified: true });
    expect(server.door.reports).toHaveLength(1);
  });

  it("is told 304 with the session of the first answer, and then has nothing to report", async () => {
    const { agent, server } = await enrolled();
    await agent.checkIn();
    await agent.sendReport();
    expect(await agent.checkIn()).toMatchObject({ status: "unchanged", reportDue: false, waitMs: HOUR_MS });
    const last = server.requests.at(-1);
    expect(last?.headers["if-none-match"]).toBe('"1-1"');
    expect(last?.headers.authorization).toBe("Bearer session-1");
    expect(await agent.sendReport()).toEqual({ status: "nothing-to-send", sentCount: 0 });
  });

  it("reports again when only the number changed", async () => {
    const { agent, server, deviceId, lastReport } = await enrolled();
    await agent.checkIn();
    await agent.sendReport();
    const first = lastReport();
    await server.offer(deviceId, FIRST);
    expect(await agent.checkIn()).toMatchObject({ status: "applied" });
    await agent.sendReport();
    expect(lastReport()).toMatchObject({ seq: 2, reportNumber: 2, policies: first.policies, removed: [] });
    expect(lastReport().previousHash).toBe(hashOf(first));
  });

  it("says verified false, with what it read, when the platform lies", async () => {
    const { agent, machine, lastReport } = await enrolled();
    machine.settings.set("a/1", false);
    machine.faults.set("a/1", "lies");
    await agent.checkIn();
    await agent.sendReport();
    const [p1, p2] = lastReport().policies;
    expect(p1).toMatchObject({ state: "error" });
    expect(p1?.settings[0]).toEqual({
      node: "a/1",
      state: "error",
      applied: true,
      verified: false,
      actual: false,
      errorCode: "read-back-differs",
    });
    expect(p2?.state).toBe("succeeded");
  });

  it("states conflicts without applying them, and what does not apply", async () => {
    const content = testContent({ p1: { "a/1": 1, "a/2": 2 }, p2: { "n/a": 1 }, p3: { "a/2": 3 } }, [
      { node: "c/1", policyIds: ["p1", "gone"] },
    ]);
    const { agent, machine, lastReport } = await enrolled(content);
    machine.faults.set("n/a", "not-applicable");
    await agent.checkIn();
    await agent.sendReport();
    expect(lastReport().policies.map(({ state }) => state)).toEqual(["conflict", "notApplicable", "conflict"]);
    expect(lastReport().policies[0]?.settings.map(({ node, state }) => [node, state])).toEqual([
      ["a/1", "succeeded"],
      ["a/2", "conflict"],
      ["c/1", "conflict"],
    ]);
    expect([...machine.settings.keys()]).toEqual(["a/1"]);
  });

  it("leaves a failing policy at its previous version whole, and lets the others go on", async () => {
    const { agent, server, machine, deviceId, lastReport } = await enrolled();
    await agent.checkIn();
    machine.faults.set("a/3", "error");
    await server.offer(deviceId, testContent({ p1: { "a/1": false, "a/3": 1 }, p2: { "b/1": "off" } }));
    expect(await agent.checkIn()).toMatchObject({ status: "applied" });
    await agent.sendReport();
    expect(Object.fromEntries(machine.settings)).toEqual({ "a/1": true, "a/2": [1, 2], "b/1": "off" });
    const [p1, p2] = lastReport().policies;
    expect(p1?.settings).toEqual([
      { node: "a/1", state: "error", applied: false, verified: false, actual: true, errorCode: "policy-not-applied" },
      { node: "a/3", state: "error", applied: false, verified: false, actual: null, errorCode: "0x86000011" },
    ]);
    expect(p2?.settings).toEqual([{ node: "b/1", state: "succeeded", applied: true, verified: true }]);
  });
});

describe("a device lets a policy go", () => {
  it("removes its nodes and proves them gone", async () => {
    const { agent, server, machine, deviceId, lastReport } = await enrolled();
    await agent.checkIn();
    await server.offer(deviceId, testContent({ p1: { "a/1": true } }));
    await agent.checkIn();
    await agent.sendReport();
    expect(lastReport().removed).toEqual([{ policyId: "p2", verified: true }]);
    expect([...machine.settings.keys()]).toEqual(["a/1"]);
  });

  it.each(["lies", "stuck"] as const)("does not claim a removal that %s, and tries again with the next bundle", async (fault) => {
    const { agent, server, machine, deviceId, lastReport } = await enrolled();
    await agent.checkIn();
    machine.faults.set("b/1", fault);
    machine.faults.set("a/2", fault);
    await server.offer(deviceId, testContent({ p1: { "a/1": 5 } }));
    await agent.checkIn();
    await agent.sendReport();
    expect(lastReport().removed).toEqual([{ policyId: "p2", verified: false }]);
    expect(lastReport().policies[0]?.settings).toEqual([
      { node: "a/1", state: "succeeded", applied: true, verified: true },
      {
        node: "a/2",
        state: "error",
        applied: false,
        verified: false,
        actual: [1, 2],
        errorCode: fault === "lies" ? "not-removed" : "0x86000011",
      },
    ]);
    machine.faults.clear();
    await server.offer(deviceId, testContent({ p1: { "a/1": 5 } }));
    await agent.checkIn();
    expect([...machine.settings.keys()]).toEqual(["a/1"]);
  });
});

describe("P-S10: no report is lost", () => {
  it("keeps the report across a restart and sends the same bytes after a lost answer", async () => {
    const { agent, server, restart, state } = await enrolled();
    await agent.checkIn();
    server.tamperWith(() => null);
    expect(await agent.sendReport()).toMatchObject({ status: "failed", because: { code: "unreachable" } });
    server.tamperWith(null);
    const next = restart();
    expect(await next.checkIn()).toMatchObject({ status: "unchanged", reportDue: true });
    expect(await next.sendReport()).toEqual({ status: "sent", sentCount: 1 });
    const sent = server.requests.filter(({ path }) => path === DEVICE_PATHS.report).map(({ body }) => body);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toBe(sent[0]);
    expect(server.door.reports).toHaveLength(1);
    expect(state().reports.waiting).toEqual([]);
  });

  it("sends what piled up in order, and asks for nothing new when the disk's share is full", async () => {
    const { agent, server, deviceId } = await enrolled();
    server.tamperWith((answer, { path }) => (path === DEVICE_PATHS.report ? { ...answer, status: 500 } : answer));
    for (let offer = 0; offer < 32; offer++) {
      expect(await agent.checkIn()).toMatchObject({ status: "applied" });
      await server.offer(deviceId, FIRST);
    }
    expect(await agent.checkIn()).toMatchObject({ status: "held-off", because: { code: "reports-waiting" } });
    expect(await agent.sendReport()).toMatchObject({ status: "failed", because: { code: "status-500" } });
    // The first was taken before its answer turned into a 500; sent again, it counts once.
    server.tamperWith(null);
    expect(await agent.sendReport()).toEqual({ status: "sent", sentCount: 32 });
    expect(server.door.reports.map(({ reportNumber }) => reportNumber)).toEqual(Array.from({ length: 32 }, (_, at) => at + 1));
  });

  it("lets go only of a report that the server itself says it will never take, and keeps it to be looked at", async () => {
    const { agent, server, state } = await enrolled();
    await agent.checkIn();
    server.tamperWith((answer) => ({ ...answer, status: 409 }));
    expect(await agent.sendReport()).toMatchObject({ status: "failed", because: { code: "status-409" } });
    expect(state().reports.waiting).toHaveLength(1);
    server.tamperWith((answer) => ({
      ...answer,
      status: 409,
      headers: { ...answer.headers, "content-type": "application/problem+json" },
    }));
    expect(await agent.sendReport()).toEqual({ status: "sent", sentCount: 1 });
    expect(state().reports.lastRejected).toMatchObject({ status: 409 });
  });

  it("takes the bundle again when the disk failed before memory and report were saved", async () => {
    const { agent, machine, state, restart } = await enrolled();
    machine.diskFull = true;
    await expect(agent.checkIn()).rejects.toThrow("no space");
    expect(state().memory.seq).toBe(0);
    machine.diskFull = false;
    expect(await restart().checkIn()).toMatchObject({ status: "applied", reportDue: true });
    expect(machine.applyCount).toBe(2);
    expect(state().memory.seq).toBe(1);
  });
});

describe("time and a busy server", () => {
  it.each([3 * HOUR_MS, -3 * HOUR_MS])("corrects a clock that is %d ms wrong once, from the refusal", async (skewMs) => {
    const { server, machine, restart, now } = await enrolled();
    machine.clockSkewMs = skewMs;
    const agent = restart();
    const before = server.requests.length;
    expect(await agent.checkIn()).toMatchObject({ status: "applied", nextAt: now() + HOUR_MS, waitMs: HOUR_MS });
    expect(server.requests.length - before).toBe(2);
    expect(await agent.checkIn()).toMatchObject({ status: "unchanged" });
    expect(server.requests.length - before).toBe(3);
  });

  it("enrols with a wrong clock, and with the same key after a lost answer", async () => {
    const bench = await startTestBench(FIRST);
    open.push(bench);
    bench.machine.clockSkewMs = -2 * HOUR_MS;
    bench.server.tamperWith((answer) => (answer.status === 201 ? null : answer));
    expect(await bench.restart().enrol(TEST_TOKEN, testFacts("S1"))).toMatchObject({ ok: false, error: { code: "unreachable" } });
    bench.server.tamperWith(null);
    const agent = bench.restart();
    expect(await agent.enrol(TEST_TOKEN, testFacts("S1"))).toMatchObject({
      ok: true,
      value: { deviceId: "device-S1", waitMs: HOUR_MS },
    });
    expect(bench.server.door.devicesByKid.size).toBe(1);
    expect(await agent.checkIn()).toMatchObject({ status: "applied" });
    expect(await agent.enrol(TEST_TOKEN, testFacts("S1"))).toMatchObject({ ok: false, error: { code: "already-enrolled" } });
  });

  it("asks once with a bad enrolment token", async () => {
    const bench = await startTestBench(FIRST);
    open.push(bench);
    expect(await bench.restart().enrol("guess", testFacts("S1"))).toMatchObject({ ok: false, error: { code: "refused" } });
    expect(bench.server.requests).toHaveLength(1);
  });

  it("proves itself anew when its session has ended on either side", async () => {
    const { agent, server, pass } = await enrolled();
    await agent.checkIn();
    server.door.sessions.clear();
    expect(await agent.checkIn()).toMatchObject({ status: "unchanged" });
    expect(server.requests.slice(-2).map(({ headers }) => headers.authorization?.slice(0, 6))).toEqual(["Bearer", "Proof "]);
    pass(2 * HOUR_MS);
    expect(await agent.checkIn()).toMatchObject({ status: "unchanged" });
    expect(server.requests.at(-1)?.headers.authorization).toMatch(/^Proof /);
  });

  it("tries once more at a 401, not for ever", async () => {
    const { agent, server } = await enrolled();
    server.tamperWith((answer) => ({ ...answer, status: 401 }));
    const before = server.requests.length;
    expect(await agent.checkIn()).toMatchObject({ status: "failed", because: { code: "status-401" } });
    expect(server.requests.length - before).toBe(2);
  });

  it.each([
    [503, "120", 120 * SECOND_MS],
    [429, "7", 7 * SECOND_MS],
  ])("stays away as long as a %d asks", async (status, retryAfter, leastMs) => {
    const { agent, server, state } = await enrolled();
    const before = state();
    server.tamperWith((answer) => ({ ...answer, status, headers: { ...answer.headers, "retry-after": retryAfter }, body: "" }));
    const result = await agent.checkIn();
    expect(result.status).toBe("held-off");
    expect(result.waitMs).toBeGreaterThanOrEqual(leastMs);
    expect(result.waitMs).toBeLessThanOrEqual(leastMs * 1.1);
    expect(state()).toEqual(before);
  });

  it("doubles its wait while nobody answers, up to an hour", async () => {
    const { agent, server } = await enrolled();
    server.tamperWith(() => null);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 10; attempt++) waits.push((await agent.checkIn()).waitMs);
    expect(waits[0]).toBeLessThanOrEqual(MINUTE_MS);
    expect(Math.min(...waits.slice(7))).toBeGreaterThanOrEqual(HOUR_MS / 2);
    expect(Math.max(...waits)).toBeLessThanOrEqual(HOUR_MS);
  });

  it("is not sent away for years by one header", async () => {
    const { agent, server } = await enrolled();
    server.tamperWith((answer) => ({ ...answer, headers: { ...answer.headers, "tidegate-next-check-in": "8000000000000000" } }));
    expect((await agent.checkIn()).waitMs).toBe(31 * DAY_MS);
  });
});
