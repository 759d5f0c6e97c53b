import type { PlanAnswer } from "../../src/http/contract/plans.ts";
import type { RolloutDetail } from "../../src/http/contract/rollouts.ts";
import type { RolloutId } from "../../src/kit/ids.ts";
import { HOUR_MS, plusMs } from "../../src/kit/instant.ts";
import type { SeededRandom } from "../../src/kit/seeded-random.ts";
import { NODES, policyFile, type SmallPolicy } from "../../tests/helpers/small-policy.ts";
import { encoded, type BenchServer } from "../spine/stage.ts";
import type { BigDevice } from "./big-estate.ts";
import { deliver } from "./deliver.ts";
import type { DeviceFact, FleetFacts } from "./fleet-facts.ts";

export type Walk = Readonly<{ detail: RolloutDetail; facts: FleetFacts }>;
export type WalkOptions = Readonly<{
  policy: SmallPolicy;
  deviceById: ReadonlyMap<string, BigDevice>;
  /** Of each device's bundles, one a rollout. */
  seq: number;
  /** False: the last wave opens, half of it is offered the change, and it stays open. */
  toTheEnd: boolean;
}>;

const SOAK_MS = HOUR_MS;
const PHASE_LASTS_MS = 2 * HOUR_MS;
const STEPS_MAX = 40;
const GATE = {
  soakMsMin: SOAK_MS,
  reportedPercentMin: 50,
  failures: { kind: "bound", percentMax: 20, confidence: 0.95 },
  conflictDevicesMax: 10_000,
  helpRequestsPer1000Max: 50,
} as const;
const LABORATORY_GATE = { ...GATE, failures: { kind: "count", max: 20 } } as const;

const SHAPE = {
  proofOfConcept: { sizeMax: 40, approvalsMin: 1, gate: LABORATORY_GATE },
  pilotIsolated: { skipReason: "the bench measures pages" },
  pilotFinal: { sizeMax: 160, approvalsMin: 0, gate: GATE },
  pilotPercentMax: 25,
  waves: [40, 100].map((percentOfPopulation) => ({ percentOfPopulation, approvalsMin: 0, gate: GATE })),
  lateJoiners: { sizeMax: 1_000, approvalsMin: 0, gate: LABORATORY_GATE },
  people: { kind: "waived", reason: "the machines of the bench have nobody to tell" },
};
const LAST_WAVE = 3;

export async function propose({ people }: BenchServer, policy: SmallPolicy, name: string): Promise<RolloutDetail> {
  const changed = policyFile({ ...policy, settings: Object.fromEntries(Object.keys(policy.settings).map((key) => [key, 1])) });
  const change = { kind: "content", file: encoded(changed.path, changed.bytes) };
  const asked = { policy: policy.name, change, shape: SHAPE, onGateFail: "halt" };
  const plan = await people.author.post<PlanAnswer>("/api/v1/plans", asked);
  return people.author.post("/api/v1/rollouts", {
    planHash: plan.hash,
    name,
    reason: "the bench",
    allowDelete: 0,
    accept: plan.plan.acceptances.map(({ kind }) => kind),
  });
}

/** A rollout on its real road; devices answer as `deliver` has them answer. */
export async function walkRollout(server: BenchServer, options: WalkOptions, random: SeededRandom): Promise<Walk> {
  const { people, product, clock } = server;
  const { id, planHash } = await propose(server, options.policy, `${options.policy.name} anew`);
  const path = `/api/v1/rollouts/${id}`;
  await people.operator.post(`${path}/commands`, { command: "start", reason: "the bench" });
  const approval = { decision: "approve", purpose: "pending", planHash, reason: "the bench" };
  await people.approver.post(`${path}/approvals`, approval);
  const facts = new Map<string, DeviceFact>();
  for (let step = 0; step < STEPS_MAX; step += 1) {
    await product.ring();
    const detail = await people.operator.get<RolloutDetail>(path);
    const members = await newMembers(server, id, facts, options);
    if (detail.phase === null || (members.length === 0 && detail.status === "held")) return landed(detail, facts);
    const isLast = detail.phase.index === LAST_WAVE && !options.toTheEnd;
    const until = plusMs(clock.now(), PHASE_LASTS_MS);
    const delivery = {
      rollout: { id, revision: 1 },
      policyId: detail.policy.id,
      versionHash: targetOf(detail),
      nodes: Object.keys(options.policy.settings).map((key) => NODES[key as keyof typeof NODES]),
      phaseIndex: detail.phase.index,
      members,
      seq: options.seq,
      from: clock.now(),
      until,
      offeredShare: isLast ? 0.5 : 1,
      reportedShare: isLast ? 0.8 : 0.97,
    };
    for (const fact of await deliver(server, delivery, random)) facts.set(fact.device.id, fact);
    clock.advanceTo(until);
    process.stderr.write(`bench: ${detail.name}, ${detail.phase.name}: ${members.length} devices\n`);
    if (isLast) {
      await product.ring();
      return { detail: await people.operator.get<RolloutDetail>(path), facts };
    }
  }
  throw new Error(`\`${options.policy.name}\` did not get there`);
}

function landed(detail: RolloutDetail, facts: FleetFacts): Walk {
  if (detail.status !== "operations") throw new Error(`\`${detail.name}\` is \`${detail.status}\`: ${detail.because}`);
  return { detail, facts };
}

async function newMembers(
  { product }: BenchServer,
  id: string,
  facts: FleetFacts,
  { deviceById }: WalkOptions,
): Promise<readonly BigDevice[]> {
  const ids = await product.store.read((unit) => unit.rollouts.cohortDeviceIds(id as RolloutId));
  return ids.filter((deviceId) => !facts.has(deviceId)).map((deviceId) => deviceById.get(deviceId) as BigDevice);
}

function targetOf({ policyPlan }: RolloutDetail): string {
  const { toHash } = policyPlan.change;
  if (toHash === null) throw new Error("the change has no version to go to");
  return toHash;
}
