import { afterEach, describe, expect, test } from "vitest";
import {
  asUpload,
  importOrganisation,
  SMALL_ORGANISATION,
  STARTED_AT,
  testHttp,
  type OpenHttp,
  type TestAnswer,
} from "../helpers/test-http.ts";
import { DAY_MS } from "../../src/kit/instant.ts";
import type { DevicesAnswer } from "../../src/http/contract/devices.ts";
import type { PlanAnswer } from "../../src/http/contract/plans.ts";
import type { RolloutDetail, RolloutDossier, RolloutWhy } from "../../src/http/contract/rollouts.ts";

const open = testHttp(afterEach);
const { good } = SMALL_ORGANISATION.stories;
const body = <T>(answer: TestAnswer, status: number): T => {
  expect([answer.status, answer.status === status ? "" : answer.text]).toEqual([status, ""]);
  return answer.json as T;
};
const code = (answer: TestAnswer) => [answer.status, (answer.json as { code?: string } | null)?.code];

async function planGood({ ask }: OpenHttp): Promise<PlanAnswer> {
  const request = {
    policy: good.policyName,
    change: { kind: "content", file: asUpload(good.change) },
    shape: null,
    onGateFail: "halt",
  };
  return body<PlanAnswer>(await ask("author", "POST", "/api/v1/plans", request), 200);
}

async function createGood(http: OpenHttp): Promise<RolloutDetail> {
  const plan = await planGood(http);
  const request = {
    planHash: plan.hash,
    name: good.name,
    reason: good.reason,
    allowDelete: plan.plan.policyPlan.deletions.length,
  };
  return body<RolloutDetail>(await http.ask("author", "POST", "/api/v1/rollouts", request), 201);
}

describe("a rollout by the REST door", () => {
  test("goes from the import to devices that report, and says of itself what is true", async () => {
    const http = await open();
    const { ask, product } = http;
    await importOrganisation(http);

    const server = body<{ setUp: { devices: number; policies: number; baseline: unknown }; actor: unknown }>(
      await ask("viewer", "GET", "/api/v1/server"),
      200,
    );
    expect(server).toMatchObject({
      setUp: { devices: 400, rollouts: 0 },
      actor: { person: "viewer", roles: ["viewer"] },
      now: STARTED_AT,
    });
    expect(server.setUp.baseline).not.toBeNull();

    const rollout = await createGood(http);
    expect(rollout).toMatchObject({
      status: "scope",
      author: "author",
      possibleCommands: ["start", "abort"],
      waitsForApproval: { purpose: "start", given: 0, needed: 1 },
      counts: null,
    });
    const path = `/api/v1/rollouts/${encodeURIComponent(good.name)}`;
    expect(code(await ask("operator", "POST", `${path}/commands`, { command: "promote", reason: "now" }))).toEqual([
      409,
      "approval-missing",
    ]);
    body(await ask("operator", "POST", `${path}/commands`, { command: "start", reason: "window" }), 200);
    expect(
      code(
        await ask("approver", "POST", `${path}/approvals`, {
          decision: "approve",
          purpose: "pending",
          planHash: "0".repeat(64),
          reason: "read",
        }),
      ),
    ).toEqual([409, "plan-stale"]);
    body(
      await ask("approver", "POST", `${path}/approvals`, {
        decision: "approve",
        purpose: "pending",
        planHash: rollout.planHash,
        reason: "read",
      }),
      201,
    );
    expect(http.changes()).toBeGreaterThanOrEqual(5);
    await product.ring();
    await product.ring();

    const started = body<RolloutDetail>(await ask("viewer", "GET", path), 200);
    expect(started).toMatchObject({ status: "proof-of-concept", phase: { index: 0, kind: "proof-of-concept" } });
    const cohort = started.counts?.cohort ?? 0;
    expect(cohort).toBeGreaterThan(0);
    expect(started.phases.map((phase) => phase.status)).toEqual(["opened", ...started.phases.slice(1).map(() => "planned")]);

    const page = body<{ items: { deviceId: string; name: string }[]; total: number }>(
      await ask("viewer", "GET", `${path}/devices?limit=200`),
      200,
    );
    expect(page.total).toBe(cohort);
    const first = page.items[0] as { deviceId: string; name: string };
    const facts = SMALL_ORGANISATION.virtualDevices.find((device) => device.facts.name === first.name)?.facts;
    expect(facts).toBeDefined();

    const { token } = body<{ token: string }>(
      await ask("operator", "POST", "/api/v1/devices/enrolment-tokens", { label: "lab", uses: 1, lifetimeMinutes: 60 }),
      201,
    );
    const { agent, machine } = http.agent("lab");
    expect(await agent.enrol(token, facts as never)).toMatchObject({ ok: true });
    expect(await agent.checkIn()).toMatchObject({ status: "applied" });
    expect(await agent.sendReport()).toMatchObject({ status: "sent" });
    expect(machine.settings.size).toBeGreaterThan(0);
    expect(await agent.checkIn()).toMatchObject({ status: "unchanged" });

    const why = body<{
      policies: {
        name: string;
        wanted: boolean;
        because: string[];
        rollout: unknown;
        report: { isOfWantedVersion: boolean } | null;
      }[];
      sentence: string;
    }>(await ask("help-desk", "GET", `/api/v1/devices/${encodeURIComponent(first.name)}/why`), 200);
    const changed = why.policies.find((policy) => policy.name === good.policyName);
    expect(changed).toMatchObject({
      wanted: true,
      rollout: { name: good.name, phase: "proof of concept" },
      report: { state: "succeeded", isOfWantedVersion: true },
    });
    expect(changed?.because.join(" ")).toContain("brings its new version: offered in proof of concept");
    const wanted = why.policies.filter((policy) => policy.wanted);
    expect(why.sentence).toContain(`should hold ${wanted.length} policies`);
    expect(wanted.every((policy) => policy.report?.isOfWantedVersion === true)).toBe(true);

    const explained = body<RolloutWhy>(await ask("viewer", "GET", `${path}/why`), 200);
    expect(explained.gate?.verdict).toMatchObject({ kind: "hold", reason: "soaking" });
    expect(explained.gate?.checks.find((check) => check.check === "failures")).toMatchObject({ actual: 0, sample: 1 });
    expect(explained.waitsFor.join(" ")).toContain("of soak left");
    expect(explained.timeline.map((entry) => entry.action)).toEqual([
      "rollout.created",
      "rollout.start",
      "rollout.approve",
      "rollout.open-phase",
      "rollout.phase-published",
    ]);

    const halted = body<RolloutDetail>(
      await ask("help-desk", "POST", `${path}/commands`, { command: "halt", reason: "tickets" }),
      200,
    );
    expect(halted).toMatchObject({ status: "halted", waitsForApproval: { needed: 1, given: 0 } });
    expect(halted.possibleCommands).toEqual(["resume", "roll-back"]);
    const rolling = body<RolloutDetail>(
      await ask("operator", "POST", `${path}/commands`, { command: "roll-back", reason: "tickets" }),
      200,
    );
    expect(rolling.rollback).toEqual({ exposed: 1, verifiedBack: 0, outstanding: 1, left: 0, harmed: 0 });
    http.clock.pass(DAY_MS);
    expect(await agent.checkIn()).toMatchObject({ status: "applied" });
    expect(await agent.sendReport()).toMatchObject({ status: "sent" });
    await product.ring();
    const back = body<RolloutDetail>(await ask("viewer", "GET", path), 200);
    expect(back).toMatchObject({ status: "rolled-back", rollback: { exposed: 1, verifiedBack: 1, outstanding: 0 } });

    const dossier = body<RolloutDossier>(await ask("viewer", "GET", `${path}/dossier`), 200);
    expect(dossier.effects.map((effect) => effect.kind)).toEqual(
      expect.arrayContaining(["publish-phase", "stop-offering", "restore-previous"]),
    );
    expect(dossier.audit.at(-1)?.action).toBe("rollout.rollback-settled");
    const verified = body<{ ok: boolean; entries: number }>(await ask("viewer", "GET", "/api/v1/audit/verification"), 200);
    expect(verified).toMatchObject({ ok: true, brokenAt: null });
    expect(verified.entries).toBeGreaterThan(dossier.audit.length);
  });

  test("a word of one's own change, a rollout beside another and a plan of the past are refused", async () => {
    const http = await open();
    const { ask } = http;
    await importOrganisation(http);
    const rollout = await createGood(http);
    const planned = await planGood(http);
    const again = {
      planHash: planned.hash,
      name: "again",
      reason: "again",
      allowDelete: planned.plan.policyPlan.deletions.length,
    };
    expect(code(await ask("author", "POST", "/api/v1/rollouts", again))).toEqual([409, "rollout-open-exists"]);
    expect(code(await ask("author", "POST", "/api/v1/rollouts", { ...again, allowDelete: 99 }))).toEqual([
      409,
      "deletions-not-allowed",
    ]);

    // The author, come back with an approver's token: it is still the author.
    const own = body<{ token: string }>(
      await ask("admin", "POST", "/api/v1/tokens", { person: "author", role: "approver", label: "second hat", lifetimeDays: 1 }),
      201,
    );
    const payload = JSON.stringify({ decision: "approve", purpose: "pending", planHash: rollout.planHash, reason: "mine" });
    const approve = () =>
      http.raw({
        method: "POST",
        url: `/api/v1/rollouts/${rollout.id}/approvals`,
        headers: { authorization: `Bearer ${own.token}`, "content-type": "application/json" },
        payload,
      });
    expect(code(await approve())).toEqual([403, "approval-own"]);

    expect(
      code(await ask("approver", "POST", `/api/v1/rollouts/${rollout.id}/commands`, { command: "start", reason: "no operator" })),
    ).toEqual([403, "not-allowed"]);
    expect(
      code(await ask("author", "POST", `/api/v1/rollouts/${rollout.id}/commands`, { command: "abort", reason: "thought again" })),
    ).toEqual([200, undefined]);
    expect(body<{ stale: boolean }>(await ask("viewer", "GET", `/api/v1/plans/${planned.hash}`), 200).stale).toBe(false);
    const files = SMALL_ORGANISATION.files
      .filter(({ path }) => path.endsWith(".csv"))
      .map((file) => {
        const extra = file.path === "groups.csv" ? "g9,Nine,device\n" : "";
        return asUpload({ path: file.path, bytes: Buffer.from(`${Buffer.from(file.bytes).toString()}${extra}`) });
      });
    body(await ask("author", "POST", "/api/v1/imports/estate", { files, dryRun: false }), 200);
    expect(body<{ stale: boolean }>(await ask("viewer", "GET", `/api/v1/plans/${planned.hash}`), 200).stale).toBe(true);
    expect(code(await ask("author", "POST", "/api/v1/rollouts", again))).toEqual([409, "plan-stale"]);
  });

  test("lists are paged without a gap and without a repeat, and say of how many", async () => {
    const http = await open();
    await importOrganisation(http);
    const names: string[] = [];
    let next: string | null = "";
    while (next !== null) {
      const after: string = next === "" ? "" : `&after=${encodeURIComponent(next)}`;
      const page: DevicesAnswer = body<DevicesAnswer>(
        await http.ask("viewer", "GET", `/api/v1/devices?limit=90&platform=windows${after}`),
        200,
      );
      names.push(...page.items.map((device) => device.name));
      expect(page.items.every((device) => device.platform === "windows")).toBe(true);
      next = page.next;
      if (next === null) expect(page.total).toBe(names.length);
    }
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(180);
  });
});

describe("keys of devices", () => {
  test("a quarantined key is shut out at once, and an operator's word lets it in again", async () => {
    const http = await open();
    const { ask } = http;
    await importOrganisation(http);
    const device = SMALL_ORGANISATION.virtualDevices[0];
    const { token } = body<{ token: string }>(
      await ask("operator", "POST", "/api/v1/devices/enrolment-tokens", { label: "x", uses: 1, lifetimeMinutes: 1 }),
      201,
    );
    const { agent } = http.agent("one");
    expect(await agent.enrol(token, device?.facts as never)).toMatchObject({ ok: true });
    const path = `/api/v1/devices/${device?.serialNumber}`;
    const [key] = body<{ keys: { thumbprint: string; status: string }[] }>(await ask("viewer", "GET", path), 200).keys;
    const set = (status: string) =>
      ask("operator", "POST", `${path}/keys/${key?.thumbprint}/status`, { status, reason: "lost in a train" });
    body(await agent.checkIn().then(() => set("quarantined")), 200);
    expect(await agent.checkIn()).toMatchObject({ status: "failed", because: { code: "status-401" } });
    body(await set("active"), 200);
    expect(await agent.checkIn()).toMatchObject({ status: expect.stringMatching(/^(?:applied|unchanged)$/) });
    expect(
      code(await ask("operator", "POST", `${path}/keys/${"A".repeat(43)}/status`, { status: "revoked", reason: "x" })),
    ).toEqual([404, "key-unknown"]);
  });

  test("a machine set up anew waits in quarantine until an operator takes the old key back and lets the new one in", async () => {
    const http = await open();
    const { ask } = http;
    await importOrganisation(http);
    const device = SMALL_ORGANISATION.virtualDevices[1];
    const { token } = body<{ token: string }>(
      await ask("operator", "POST", "/api/v1/devices/enrolment-tokens", { label: "x", uses: 2, lifetimeMinutes: 5 }),
      201,
    );
    const before = http.agent("before").agent;
    const anew = http.agent("anew").agent;
    expect(await before.enrol(token, device?.facts as never)).toMatchObject({ ok: true });
    expect(await anew.enrol(token, device?.facts as never)).toMatchObject({ ok: false, error: { detail: "status 409" } });
    const path = `/api/v1/devices/${device?.serialNumber}`;
    const { keys } = body<{ keys: { thumbprint: string; status: string }[] }>(await ask("viewer", "GET", path), 200);
    const keyOf = (status: string) => keys.find((key) => key.status === status)?.thumbprint ?? "";
    const set = (thumbprint: string, status: string) =>
      ask("operator", "POST", `${path}/keys/${thumbprint}/status`, { status, reason: "new disk" });
    expect(code(await set(keyOf("quarantined"), "active"))).toEqual([409, "key-active-exists"]);
    body(await set(keyOf("active"), "revoked"), 200);
    body(await set(keyOf("quarantined"), "active"), 200);
    expect(await anew.enrol(token, device?.facts as never)).toMatchObject({ ok: true });
    expect(await anew.checkIn()).toMatchObject({ status: "applied" });
    expect(await before.checkIn()).toMatchObject({ status: "failed", because: { code: "status-401" } });
  });
});
