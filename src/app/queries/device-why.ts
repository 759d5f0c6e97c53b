import type { AudienceEngine } from "../../audience/audience-engine.ts";
import { assert } from "../../kit/assert.ts";
import type { Json } from "../../kit/canonical-json.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { compareText, type DeviceId, type PolicyId } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";
import type { Device } from "../../estate/device.ts";
import { queryOf } from "../../policy/change-reach.ts";
import type { ConflictRule } from "../../policy/conflict-rule.ts";
import type { ContributorId } from "../../policy/contribution.ts";
import { isDeliverable, type Policy, type PolicyVersion } from "../../policy/policy.ts";
import { askedBy, resolveEffective } from "../../policy/resolve.ts";
import type { NodeValue } from "../../policy/setting.ts";
import { fleetSnapshotOf, type BaseSets, type SetMember } from "../fleet-view/fleet-snapshot.ts";
import type { BundleRow, PolicyReportRow } from "../ports/device-store.ts";
import type { ActiveRollout } from "../ports/rollout-store.ts";
import type { Store, Unit } from "../ports/store.ts";
import type { Problem } from "../problems/problem.ts";
import { deviceUnknown } from "./device-readings.ts";
import type { EstateMemory, EstateReading } from "./estate-memory.ts";
import { audienceReason, rolloutReason, suspensionReasons } from "./reasons.ts";

export type ReportReading = Readonly<Omit<PolicyReportRow, "deviceId" | "policyId"> & { isOfWantedVersion: boolean }>;

export type PolicyWhy = Readonly<{
  policyId: string;
  name: string;
  wanted: boolean;
  because: readonly string[];
  rollout: Readonly<{ id: string; name: string; phase: string; status: string }> | null;
  versionHash: string | null;
  versionNumber: number | null;
  settings: readonly NodeValue[];
  report: ReportReading | null;
}>;

export type DeviceWhy = Readonly<{
  device: Readonly<{ id: string; name: string }>;
  sentence: string;
  policies: readonly PolicyWhy[];
  conflicts: readonly Readonly<{
    node: string;
    candidates: readonly Readonly<{ policyId: string; name: string; value: Json }>[];
  }>[];
  bundle: Pick<BundleRow, "epoch" | "seq" | "reportedSeq" | "offeredAt" | "reportedAt"> | null;
  refused: Json;
  lastSeenAt: Instant | null;
  asOf: Instant;
}>;

/**
 * Why a device should hold what it should hold. The set comes out of the same functions that answer its check-in
 * (fleet-snapshot), the reasons out of the one audience engine and the overlays of rollouts.
 */
export function explainDevice(
  store: Store,
  memory: EstateMemory,
  rule: ConflictRule,
  text: string,
  now: Instant,
): Promise<Result<DeviceWhy, Problem>> {
  return store.read(async (unit) => {
    const device = await unit.estate.lookUpDevice(text);
    if (device === null) return err(deviceUnknown(text));
    const facts = await readFacts(unit, memory, device);
    const wanted = await wantedVersions(unit, facts);
    const reports = new Map((await unit.devices.reportsOf(device.id)).map((report) => [report.policyId, report]));
    const policies = policyIdsOf(facts, wanted, reports).map((policyId) =>
      policyWhy(facts, policyId, wanted.get(policyId) ?? null, reports.get(policyId) ?? null),
    );
    const bundle = await unit.devices.findBundle(device.id);
    const conflicts = conflictsOf(wanted, rule);
    return ok({
      device: { id: device.id, name: device.name },
      sentence: sentenceOf(device, policies, conflicts.length),
      policies,
      conflicts,
      bundle: bundle === null ? null : bundleOf(bundle),
      refused: bundle?.refused ?? null,
      lastSeenAt: device.lastSeenAt,
      asOf: now,
    });
  });
}

type Facts = Readonly<{
  device: Device;
  index: number;
  reading: EstateReading;
  policies: readonly Policy[];
  active: readonly ActiveRollout[];
  members: readonly SetMember[];
}>;
type Wanted = ReadonlyMap<PolicyId, PolicyVersion>;

async function readFacts(unit: Unit, memory: EstateMemory, device: Device): Promise<Facts> {
  const reading = await memory.read(unit);
  const policies = await unit.policies.loadLive();
  const active = await unit.rollouts.loadActive();
  const index = reading.estate.indexByDeviceId.get(device.id);
  assert(index !== undefined, `device ${device.id} is in the estate of this transaction`);
  const membersByDevice: (readonly SetMember[])[] = [];
  membersByDevice[index] = baseMembers(reading.engine, policies, index);
  const base: BaseSets = { estate: reading.estate, engine: reading.engine, policies, membersByDevice };
  const desired = fleetSnapshotOf(await unit.world.get(), base, active, new Set()).desired(device.id);
  return { device, index, reading, policies, active, members: desired?.members ?? [] };
}

function baseMembers(engine: AudienceEngine, policies: readonly Policy[], index: number): readonly SetMember[] {
  const reached = policies.filter(
    (policy) => isDeliverable(policy.live.content.kind) && engine.explain(queryOf(policy), index).kind === "included",
  );
  return reached
    .map((policy) => ({ policyId: policy.id, versionHash: policy.live.hash }))
    .sort((a, b) => compareText(a.policyId, b.policyId));
}

async function wantedVersions(unit: Unit, { members, policies }: Facts): Promise<Wanted> {
  const liveById = new Map(policies.map((policy) => [policy.id, policy.live]));
  const wanted = new Map<PolicyId, PolicyVersion>();
  for (const { policyId, versionHash } of members) {
    const live = liveById.get(policyId);
    const version = live?.hash === versionHash ? live : await unit.policies.version(policyId, versionHash);
    assert(version !== null, `policy ${policyId} has no version ${versionHash}`);
    wanted.set(policyId, version);
  }
  return wanted;
}

/** Live ones, those that a rollout brings to this device, and those that it still reports. */
function policyIdsOf(
  { device, policies, active }: Facts,
  wanted: Wanted,
  reports: ReadonlyMap<PolicyId, PolicyReportRow>,
): readonly PolicyId[] {
  const byRollout = active.filter((one) => one.phaseByDeviceId.has(device.id)).map((one) => one.policyId);
  const ids = new Set([...policies.map((policy) => policy.id), ...byRollout, ...wanted.keys(), ...reports.keys()]);
  return [...ids].sort((a, b) => Number(wanted.has(b)) - Number(wanted.has(a)) || compareText(a, b));
}

function policyWhy(facts: Facts, policyId: PolicyId, version: PolicyVersion | null, report: PolicyReportRow | null): PolicyWhy {
  const { device, reading, index, active } = facts;
  const live = facts.policies.find((policy) => policy.id === policyId);
  const brings = active.find((one) => one.policyId === policyId && one.phaseByDeviceId.has(device.id));
  const underWay = active.find((one) => one.policyId === policyId);
  const because = [
    audienceReason(reading, live, index),
    ...(underWay === undefined ? [] : [rolloutReason(underWay, device.id)]),
    ...suspensionReasons(active, policyId, device.id),
  ];
  return {
    policyId,
    name: version?.content.name ?? live?.live.content.name ?? brings?.rollout.plan.policyPlan.change.name ?? policyId,
    wanted: version !== null,
    because,
    rollout: brings === undefined ? null : rolloutOf(brings, device.id),
    versionHash: version?.hash ?? null,
    versionNumber: version?.number ?? null,
    settings: version === null ? [] : askedBy(version.content),
    report: report === null ? null : reportOf(report, version),
  };
}

function rolloutOf({ rollout, phaseByDeviceId }: ActiveRollout, deviceId: DeviceId): PolicyWhy["rollout"] {
  const phase = rollout.plan.phases[phaseByDeviceId.get(deviceId) ?? -1];
  return { id: rollout.id, name: rollout.name, phase: phase?.name ?? "", status: rollout.state.kind };
}

function reportOf({ deviceId: _, policyId: __, ...report }: PolicyReportRow, version: PolicyVersion | null): ReportReading {
  return { ...report, isOfWantedVersion: version !== null && report.versionHash === version.hash };
}

function conflictsOf(wanted: Wanted, rule: ConflictRule): DeviceWhy["conflicts"] {
  const resolved = [...wanted].map(([policyId, { hash, content }]) => ({
    policyId,
    versionHash: hash,
    name: content.name,
    content,
  }));
  const nameById = new Map<ContributorId, string>(resolved.map((policy) => [policy.policyId, policy.name]));
  return resolveEffective(resolved, rule).nodes.flatMap((node) => {
    if (node.kind !== "conflict") return [];
    return [
      {
        node: node.node,
        candidates: node.candidates.map(({ policyId, value }) => ({ policyId, name: nameById.get(policyId) ?? policyId, value })),
      },
    ];
  });
}

function bundleOf({ epoch, seq, reportedSeq, offeredAt, reportedAt }: BundleRow): DeviceWhy["bundle"] {
  return { epoch, seq, reportedSeq, offeredAt, reportedAt };
}

function sentenceOf(device: Device, policies: readonly PolicyWhy[], conflicts: number): string {
  const wanted = policies.filter((policy) => policy.wanted);
  const held = wanted.filter(
    ({ report }) =>
      report !== null && report.isOfWantedVersion && report.state === "succeeded" && report.verified === report.settings,
  );
  const clash = conflicts === 0 ? "" : `; ${conflicts} settings are asked for in different ways and not applied`;
  return `\`${device.name}\` should hold ${wanted.length === 1 ? "1 policy" : `${wanted.length} policies`}; ${held.length} of ${wanted.length} were read back as wanted${clash}`;
}
