import type { AudienceQuery } from "../../audience/audience-engine.ts";
import type { Json } from "../../kit/canonical-json.ts";
import type { DeviceId, PolicyId, RolloutId, VersionHash } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";
import type { ApprovalRecord } from "../../rollout/approval.ts";
import type { RollbackEvidence } from "../../rollout/decide.ts";
import type { CohortCounts } from "../../rollout/evidence.ts";
import type { GateJudgement } from "../../rollout/gate.ts";
import type { Rollout } from "../../rollout/rollout.ts";

export type PhaseRow = Readonly<{
  phaseIndex: number;
  name: string;
  cap: number;
  cohortSize: number;
  openedAt: Instant;
  leftAt: Instant | null;
  publishedAt: Instant | null;
  /** How the cohort was chosen: coverage, policy sets, what was left out and why. */
  selection: Json;
  judgement: GateJudgement | null;
}>;

/** A rollout that can change what a device holds, as the check-in snapshot needs it. */
export type ActiveRollout = Readonly<{
  rollout: Rollout;
  policyId: PolicyId;
  targetHash: VersionHash | null;
  /** What the policy was before the change, and to whom it went: known once it has landed. */
  previousHash: VersionHash | null;
  previousAudience: AudienceQuery | null;
  publishedPhases: ReadonlySet<number>;
  phaseByDeviceId: ReadonlyMap<DeviceId, number>;
  exposedDeviceIds: ReadonlySet<DeviceId>;
  heldBackDeviceIds: ReadonlySet<DeviceId>;
}>;

export type PhaseCounts = Readonly<{
  counts: CohortCounts;
  offered: number;
  applied: number;
  verified: number;
  offline: number;
  /** See PhaseEvidence: the median moment from which members could be offered the change. */
  offerableSince: Instant | null;
  latestReportAt: Instant | null;
}>;

/** What one report says of one policy version on one device. */
export type ReportedOutcome = Readonly<{
  deviceId: DeviceId;
  policyId: PolicyId;
  versionHash: string;
  at: Instant;
  applied: boolean;
  verified: boolean;
  failed: boolean;
  /** What failed, where something did: its first setting as reported. */
  failure: Json;
}>;

/** Distinct devices with a ledger row, and those of them that ever said so of the target version; a rollback takes nothing back. */
export type ExposureTotals = Readonly<{ exposed: number; everApplied: number; everVerified: number; everFailed: number }>;

export type RolloutStore = Readonly<{
  /** `open-rollout-exists` where another rollout of the same policy is not over. */
  insert: (
    rollout: Rollout,
    policyId: PolicyId,
    hashes: Readonly<{ target: VersionHash | null; previous: VersionHash | null }>,
  ) => Promise<"inserted" | "open-rollout-exists">;
  find: (id: RolloutId) => Promise<Rollout | null>;
  /** Newest first. */
  list: () => Promise<readonly Rollout[]>;
  /** The rollout with this id, or every one with exactly this name, newest first. */
  lookUp: (text: string) => Promise<readonly Rollout[]>;
  /** Newest first; `afterId`: the last one of the page before. */
  page: (page: Readonly<{ limit: number; afterId: string | null }>) => Promise<readonly Rollout[]>;
  count: () => Promise<number>;
  /** Rollouts that are not over, by the policy that they change; at most one each. */
  openByPolicy: () => Promise<ReadonlyMap<PolicyId, RolloutId>>;
  /** One rollout that is due, locked (`for update skip locked`), or null. */
  claimDue: (now: Instant) => Promise<Rollout | null>;
  /** Locks one rollout for a person's command. */
  findForUpdate: (id: RolloutId) => Promise<Rollout | null>;
  /**
   * Writes state, because and wakeAt where revision and epoch are still those read; throws FenceBroken otherwise.
   * @returns the new revision.
   */
  save: (rollout: Rollout, fence: Readonly<{ revision: number; epoch: number }>) => Promise<number>;
  /** Only wakeAt: a look that found nothing new. Fenced likewise, the revision stays. */
  snooze: (
    id: RolloutId,
    wakeAt: Instant | null,
    because: string,
    fence: Readonly<{ revision: number; epoch: number }>,
  ) => Promise<void>;
  addApproval: (id: RolloutId, approval: ApprovalRecord) => Promise<void>;

  /** @param clearedAt null: the cohort is held back until its people were told. */
  openPhase: (id: RolloutId, phase: PhaseRow, cohort: readonly DeviceId[], clearedAt: Instant | null) => Promise<void>;
  /** As the change lands, to whom the policy went until then; null: to nobody. */
  notePreviousAudience: (id: RolloutId, audience: AudienceQuery | null) => Promise<void>;
  leavePhase: (id: RolloutId, phaseIndex: number, at: Instant) => Promise<void>;
  markPublished: (id: RolloutId, phaseIndex: number, at: Instant) => Promise<void>;
  saveJudgement: (id: RolloutId, phaseIndex: number, judgement: GateJudgement) => Promise<void>;
  phases: (id: RolloutId) => Promise<readonly PhaseRow[]>;
  cohortDeviceIds: (id: RolloutId) => Promise<readonly DeviceId[]>;

  /** Rollouts that are neither in scope nor over, and those that have landed with cohort devices not yet offered. */
  loadActive: () => Promise<readonly ActiveRollout[]>;
  /** Ledger rows before the offer; a row that is there stays. Only members of a frozen cohort can be exposed. */
  expose: (
    rows: readonly Readonly<{
      rolloutId: RolloutId;
      deviceId: DeviceId;
      phaseIndex: number;
      versionHash: VersionHash | null;
      offeredAt: Instant;
      rolloutRevision: number;
    }>[],
  ) => Promise<void>;

  /** @param offlineBefore a device not seen since then counts as offline. */
  phaseCounts: (id: RolloutId, phaseIndex: number, offlineBefore: Instant) => Promise<PhaseCounts>;
  /** For pages: of every phase that has a cohort, in one pass over the rollout's devices. */
  countsByPhase: (id: RolloutId, offlineBefore: Instant) => Promise<ReadonlyMap<number, Omit<PhaseCounts, "offerableSince">>>;
  /** Devices of a phase whose report of the target version has come. */
  reportedDeviceIds: (id: RolloutId, phaseIndex: number) => Promise<readonly DeviceId[]>;
  rollbackEvidence: (id: RolloutId, since: Instant) => Promise<RollbackEvidence>;
  /** Marks in the ledger what devices said of exactly this version; the first time of each counts. */
  noteOutcomes: (rows: readonly ReportedOutcome[]) => Promise<void>;
  /** Without those that exposed nobody. */
  exposureTotals: (ids: readonly RolloutId[]) => Promise<ReadonlyMap<RolloutId, ExposureTotals>>;
  ofDevice: (deviceId: DeviceId) => Promise<
    readonly Readonly<{
      rolloutId: RolloutId;
      name: string;
      phaseIndex: number;
      phaseName: string;
      stateKind: string;
      offeredAt: Instant | null;
    }>[]
  >;
}>;
