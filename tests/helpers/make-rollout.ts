import type { PolicyId, RolloutId } from "../../src/kit/ids.ts";
import { DAY_MS, HOUR_MS, instant, plusMs, type Instant } from "../../src/kit/instant.ts";
import type { PolicyPlan } from "../../src/policy/plan.ts";
import type { ApprovalPurpose, ApprovalRecord } from "../../src/rollout/approval.ts";
import { expectedOf, reportedOf, type CohortCounts, type PhaseEvidence } from "../../src/rollout/evidence.ts";
import type { GateRule } from "../../src/rollout/gate-rule.ts";
import type { EventKind, EventOf, OpenPhase, State } from "../../src/rollout/lifecycle/types.ts";
import { NOBODY_SPOKE } from "../../src/rollout/people.ts";
import type { PhaseKind, PlannedPhase } from "../../src/rollout/phase.ts";
import { rolloutPlanHash, type Rollout, type RolloutPlan } from "../../src/rollout/rollout.ts";
import { includeGroup, makeContent } from "./random-estate.ts";

/** Phases of rollouts made here open at this moment. */
export const OPENED_AT: Instant = instant(Date.UTC(2026, 8, 7, 8));
/** The soak of the rules made here is over from now on. */
export const SOAKED_AT: Instant = plusMs(OPENED_AT, DAY_MS);

export const AUTHOR = "ada";
const POLICY_ID = "policy-firewall" as PolicyId;

/** At most 5 % failures, shown with 95 % confidence; four of five devices reported; a day of soak; no conflict. */
export const makeRule = (overrides: Partial<GateRule> = {}): GateRule => ({
  soakMsMin: DAY_MS,
  reportedPercentMin: 80,
  failures: { kind: "bound", percentMax: 5, confidence: 0.95 },
  conflictDevicesMax: 0,
  helpRequestsPer1000Max: null,
  ...overrides,
});

/** The cohort is the sum of the buckets unless it is given. */
export const makeCounts = (overrides: Partial<CohortCounts> = {}): CohortCounts => {
  const buckets = {
    heldBack: 0,
    notOffered: 0,
    awaitingReport: 0,
    succeeded: 0,
    error: 0,
    conflict: 0,
    notApplicable: 0,
    left: 0,
    ...overrides,
  };
  const { heldBack, notOffered, awaitingReport, succeeded, error, conflict, notApplicable, left } = buckets;
  return { cohort: heldBack + notOffered + awaitingReport + succeeded + error + conflict + notApplicable + left, ...buckets };
};

/** What an honest fleet leaves behind: everything reported was offered, everything succeeded was read back. */
export const makeEvidence = (counts: Partial<CohortCounts> = {}, overrides: Partial<PhaseEvidence> = {}): PhaseEvidence => {
  const full = makeCounts(counts);
  return {
    counts: full,
    offered: expectedOf(full) - full.notOffered,
    applied: full.succeeded,
    verified: full.succeeded,
    offline: 0,
    policySets: null,
    offerableSince: instant(0),
    helpRequests: null,
    latestReportAt: reportedOf(full) === 0 ? null : plusMs(OPENED_AT, HOUR_MS),
    ...overrides,
  };
};

export const makePhase = (kind: PhaseKind, overrides: Partial<PlannedPhase> = {}): PlannedPhase => ({
  kind,
  name: kind.replaceAll("-", " "),
  cap: 1_000,
  approvalsMin: 0,
  gate: makeRule(),
  ...overrides,
});

/** One phase of each kind and a second wave. */
export const makePhases = (overrides: Partial<PlannedPhase> = {}): PlannedPhase[] => [
  makePhase("proof-of-concept", overrides),
  makePhase("pilot-isolated", overrides),
  makePhase("pilot-final", overrides),
  makePhase("wave", { name: "wave 1", ...overrides }),
  makePhase("wave", { name: "wave 2", ...overrides }),
];

export const makePolicyPlan = (overrides: Partial<PolicyPlan> = {}): PolicyPlan => ({
  format: 1,
  inputsHash: "0".repeat(64),
  change: { kind: "add", policyId: POLICY_ID, name: "Firewall", fromHash: null, toHash: null },
  settings: [],
  devices: { estate: 0, inScope: 0, gained: 0, lost: 0, users: 0, withoutUser: 0, byPlatform: [], bySensitivity: [], stale: 0 },
  behaviours: [],
  access: null,
  applicability: null,
  effect: { moments: [], encryption: [] },
  undo: { settings: [], rollback: [] },
  conflicts: [],
  overlaps: [],
  resolvedConflicts: [],
  unknownEffects: [],
  deletions: [],
  ...overrides,
});

export const makeRolloutPlan = (overrides: Partial<RolloutPlan> = {}): RolloutPlan => ({
  policyPlan: makePolicyPlan(),
  change: { kind: "add", policyId: POLICY_ID, content: makeContent({ firewall: "on" }), assignments: [includeGroup("group-0")] },
  phases: makePhases(),
  startApprovalsMin: 1,
  onGateFail: "halt",
  suspendedWhileIsolated: [],
  isolatedPilotSkipReason: null,
  people: { kind: "waived", reason: "nobody sits at these devices" },
  salt: "salt",
  ...overrides,
});

/** Stands in its second phase; `planHash` follows the plan. */
export const makeRollout = (overrides: Partial<Rollout> = {}): Rollout => {
  const plan = overrides.plan ?? makeRolloutPlan();
  return {
    id: "rollout-1" as RolloutId,
    name: "Firewall on",
    authorId: AUTHOR,
    reason: "the audit asked for it",
    plan,
    planHash: rolloutPlanHash(plan),
    state: { kind: "pilot-isolated", open: makeOpen(1, "pilot-isolated") },
    revision: 1,
    wakeAt: null,
    because: "as it was",
    createdAt: OPENED_AT,
    approvals: [],
    people: NOBODY_SPOKE,
    ...overrides,
  };
};

/** Said about this rollout's plan by somebody who did not write it. */
export const makeApproval = (
  rollout: Rollout,
  purpose: ApprovalPurpose,
  overrides: Partial<ApprovalRecord> = {},
): ApprovalRecord => ({
  purpose,
  person: "bob",
  planHash: rollout.planHash,
  decision: "approve",
  reason: "seen",
  decidedAt: plusMs(OPENED_AT, HOUR_MS),
  ...overrides,
});

export const makeOpen = (phaseIndex: number, phaseKind: PhaseKind, openedAt: Instant = OPENED_AT): OpenPhase => ({
  phaseIndex,
  phaseKind,
  openedAt,
});

/** Every state at least once; states that remember a phase once for each kind of phase. */
export const SAMPLE_STATES: readonly State[] = [
  { kind: "scope", since: OPENED_AT, startRequestedBy: null },
  { kind: "scope", since: OPENED_AT, startRequestedBy: AUTHOR },
  ...makePhases().flatMap((phase, phaseIndex): State[] => {
    const open = makeOpen(phaseIndex, phase.kind);
    const stopped = { open, since: OPENED_AT, by: "bob" };
    return [
      { kind: phase.kind === "wave" ? "waves" : phase.kind, open },
      { kind: "held", open, since: OPENED_AT, reason: "inconclusive" },
      { kind: "paused", ...stopped },
      { kind: "halted", ...stopped, reason: "tickets" },
      { kind: "rolling-back", ...stopped },
    ];
  }),
  { kind: "operations", since: OPENED_AT },
  { kind: "rolled-back", since: OPENED_AT },
  { kind: "closed", since: OPENED_AT },
  { kind: "aborted", since: OPENED_AT, by: "bob" },
];

type EventSamples = { readonly [E in EventKind]: (state: State) => readonly EventOf<E>[] };

const said = { by: "carol", reason: "a reason" };

/** Events that make sense in the state, where any of their kind does. */
export const SAMPLE_EVENTS: EventSamples = {
  start: () => [{ kind: "start", by: "carol" }],
  "open-phase": (state) => {
    const phaseIndex = "open" in state ? state.open.phaseIndex + 1 : 0;
    return [{ kind: "open-phase", phaseIndex, phaseKind: makePhases()[phaseIndex]?.kind ?? "wave", cohortSize: 10 }];
  },
  hold: () => [
    { kind: "hold", reason: "inconclusive", detail: "thin" },
    { kind: "hold", reason: "approval-missing", detail: "nobody said go" },
  ],
  "gate-failed": () => [{ kind: "gate-failed", reason: "30 of 100 devices failed" }],
  land: () => [{ kind: "land" }],
  pause: () => [{ kind: "pause", ...said }],
  resume: () => [{ kind: "resume", ...said }],
  halt: () => [{ kind: "halt", ...said }],
  "roll-back": () => [{ kind: "roll-back", ...said }],
  "rollback-settled": () => [{ kind: "rollback-settled", verifiedBack: 10, outstanding: 0 }],
  abort: () => [{ kind: "abort", ...said }],
  close: () => [{ kind: "close", ...said }],
};
