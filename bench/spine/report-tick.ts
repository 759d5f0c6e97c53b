import { createRecordReport, type ReportAnswer } from "../../src/app/device-door/record-report.ts";
import type { PlanAnswer } from "../../src/http/contract/plans.ts";
import type { RolloutDevicesAnswer } from "../../src/http/contract/live.ts";
import type { RolloutDetail } from "../../src/http/contract/rollouts.ts";
import { HOUR_MS, plusMs } from "../../src/kit/instant.ts";
import { DEMO_SHAPE } from "../../src/sim/demo/demo-shape.ts";
import { inParallel, timed } from "../shared/measure.ts";
import type { Measurement } from "../shared/outcome.ts";
import { enrolAll, visit, type Member } from "./bench-fleet.ts";
import { encoded, type Stage } from "./stage.ts";

/** Reports recorded one transaction each, before and after those that go together, so that both meet the same machine. */
const SINGLES_EACH_SIDE = 250;
const LANES = 32;
const STEPS_MAX = 30;

/**
 * A wave that takes the whole population opens, every device of the organisation takes its bundle over HTTP and keeps its
 * report; then all reports come at once, and the timer looks.
 */
export async function measureReportTick(
  stage: Stage,
  seed: number,
): Promise<Readonly<{ measurement: Measurement; members: readonly Member[] }>> {
  const members = await enrolAll(stage, seed);
  const rolloutId = await openWave(stage, members);
  const late = members.filter((member) => !member.hasVisited);
  await inParallel(LANES, late, (member) => visit(member, "keep the report"));
  const timings = await recordAll(stage, late);
  stage.clock.advanceTo(plusMs(stage.clock.now(), HOUR_MS));
  const tick = await timed(() => stage.product.ring());
  const quietTick = await timed(() => stage.product.ring());
  const counted = await check(stage, rolloutId, members);
  const perSecond = (timings.together.count * 1_000) / timings.together.tookMs;
  const singlePerSecond = (timings.singles.count * 1_000) / timings.singles.tookMs;
  const ratio = perSecond / singlePerSecond;
  return {
    members,
    measurement: {
      name: "one tick with everybody reporting",
      figures: {
        reports: late.length,
        exposedDevices: counted.exposed,
        reportsPerSecond: perSecond,
        tickMs: tick.tookMs,
        quietTickMs: quietTick.tookMs,
      },
      peers: [{ name: "one transaction a report, reports/s", value: singlePerSecond, ratio }],
      mismatches: timings.refused + counted.mismatches,
      oracle: "offered, succeeded and awaited of every phase by REST against the bundles taken and reports kept here",
      goals: [{ what: "durable reports against one transaction each", goal: ">= 4", value: ratio, met: ratio >= 4 }],
    },
  };
}

async function openWave(stage: Stage, members: readonly Member[]): Promise<string> {
  const { people, product, clock } = stage;
  const rolloutId = await propose(stage);
  const path = `/api/v1/rollouts/${rolloutId}`;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    await product.ring();
    const { phase, waitsForApproval, planHash } = await people.operator.get<RolloutDetail>(path);
    if (phase?.kind === "wave") return rolloutId;
    if (waitsForApproval !== null)
      await people.approver.post(`${path}/approvals`, { decision: "approve", purpose: "pending", planHash, reason: "the bench" });
    const cohort = new Set((await devicesOf(stage, rolloutId)).map((device) => device.deviceId));
    await inParallel(
      LANES,
      members.filter(({ deviceId }) => cohort.has(deviceId())),
      (member) => visit(member, "send the report"),
    );
    clock.advanceTo(plusMs(clock.now(), HOUR_MS));
  }
  const { because } = await people.operator.get<RolloutDetail>(path);
  throw new Error(`the wave did not open: ${because}`);
}

/** The demo's good change, with gates that ask for the same evidence and for little time, and one wave for everybody. */
async function propose({ people, organisation }: Stage): Promise<string> {
  const { good } = organisation.stories;
  const quick = <Phase extends Readonly<{ gate: object }>>(phase: Phase) => ({
    ...phase,
    approvalsMin: 0,
    gate: { ...phase.gate, soakMsMin: HOUR_MS },
  });
  const { proofOfConcept, pilotFinal, waves, lateJoiners, pilotPercentMax } = DEMO_SHAPE;
  const plan = await people.author.post<PlanAnswer>("/api/v1/plans", {
    policy: good.policyName,
    change: { kind: "content", file: encoded(good.change.path, good.change.bytes) },
    shape: {
      proofOfConcept: quick(proofOfConcept),
      pilotIsolated: { skipReason: "the bench measures the wave" },
      pilotFinal: quick(pilotFinal),
      pilotPercentMax,
      waves: waves.slice(-1).map(quick),
      lateJoiners: quick(lateJoiners),
      people: { kind: "waived", reason: "nobody sits at the devices of a bench" },
    },
    onGateFail: "halt",
  });
  const allowDelete = plan.plan.policyPlan.deletions.length;
  const accept = plan.plan.acceptances.map(({ kind }) => kind);
  const asked = { planHash: plan.hash, name: good.name, reason: good.reason, allowDelete, accept };
  const { id } = await people.author.post<RolloutDetail>("/api/v1/rollouts", asked);
  await people.operator.post(`/api/v1/rollouts/${id}/commands`, { command: "start", reason: "the bench" });
  return id;
}

type Timing = Readonly<{ count: number; tookMs: number }>;

async function recordAll(
  stage: Stage,
  members: readonly Member[],
): Promise<Readonly<{ together: Timing; singles: Timing; refused: number }>> {
  const record = createRecordReport(stage.product.store);
  const items = members.flatMap((member) => {
    const report = member.report();
    return report === null
      ? []
      : [{ deviceId: report.deviceId as Parameters<typeof record>[0]["deviceId"], report, now: stage.clock.now() }];
  });
  const answers: ReportAnswer[] = [];
  const oneByOne = (some: typeof items) =>
    timed(async () => {
      for (const item of some) answers.push(await record(item));
    });
  const before = await oneByOne(items.slice(0, SINGLES_EACH_SIDE));
  const middle = items.slice(SINGLES_EACH_SIDE, -SINGLES_EACH_SIDE);
  const together = await timed(async () => answers.push(...(await Promise.all(middle.map(record)))));
  const after = await oneByOne(items.slice(-SINGLES_EACH_SIDE));
  const counted = answers.filter((answer) => answer.ok && answer.value === "counted").length;
  return {
    together: { count: middle.length, tookMs: together.tookMs },
    singles: { count: 2 * SINGLES_EACH_SIDE, tookMs: before.tookMs + after.tookMs },
    refused: members.length - counted,
  };
}

/** Each phase's counts by REST against what its devices were given and said, as kept here. */
async function check(
  stage: Stage,
  rolloutId: string,
  members: readonly Member[],
): Promise<Readonly<{ exposed: number; mismatches: number }>> {
  const detail = await stage.people.operator.get<RolloutDetail>(`/api/v1/rollouts/${rolloutId}`);
  const { policyId, toHash } = detail.policyPlan.change;
  const stated = new Map<string, string>(
    members.flatMap((member) => {
      const said = member.report()?.policies.find((policy) => policy.policyId === policyId && policy.versionHash === toHash);
      return said === undefined
        ? []
        : [[member.deviceId(), said.settings.every((setting) => setting.verified) ? said.state : "error"]];
    }),
  );
  const phaseOfDevice = new Map((await devicesOf(stage, rolloutId)).map((device) => [device.deviceId, device.phaseIndex]));
  let mismatches = 0;
  for (const phase of detail.phases) {
    if (phase.status !== "opened") continue;
    const mine = [...stated].filter(([deviceId]) => phaseOfDevice.get(deviceId) === phase.index).map(([, state]) => state);
    const ofState = (state: string) => mine.filter((one) => one === state).length;
    const { counts } = phase;
    const pairs = [
      [counts.offered, mine.length],
      [counts.succeeded, ofState("succeeded")],
      [counts.error, ofState("error")],
      [counts.conflict, ofState("conflict")],
      [counts.awaitingReport, 0],
      [counts.heldBack, 0],
      [counts.notOffered, 0],
      [counts.cohort, mine.length],
    ];
    mismatches += pairs.filter(([theirs, ours]) => theirs !== ours).length;
  }
  if (detail.totals.exposed !== stated.size) mismatches += 1;
  return { exposed: stated.size, mismatches };
}

async function devicesOf({ people }: Stage, rolloutId: string): Promise<RolloutDevicesAnswer["items"]> {
  const found: RolloutDevicesAnswer["items"] = [];
  for (;;) {
    const path = `/api/v1/rollouts/${rolloutId}/devices?limit=200&offset=${found.length}`;
    const page: RolloutDevicesAnswer = await people.operator.get(path);
    found.push(...page.items);
    if (page.items.length === 0 || found.length >= page.total) return found;
  }
}
