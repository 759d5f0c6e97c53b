import type { GateJudgementBody, PhaseCountsBody, RolloutDetail, RolloutPhaseBody } from "../../../http/contract/rollouts.ts";

/** Small rollouts for the tests of these pages. */
export const NOW = 1_795_400_000_000;
export const HOUR_MS = 3_600_000;

export function countsWith(some: Partial<PhaseCountsBody>): PhaseCountsBody {
  const none = {
    cohort: 0,
    heldBack: 0,
    notOffered: 0,
    awaitingReport: 0,
    succeeded: 0,
    error: 0,
    conflict: 0,
    notApplicable: 0,
  };
  return { ...none, left: 0, offered: 0, applied: 0, verified: 0, offline: 0, latestReportAt: null, countedAt: 0, ...some };
}

export function gateWith(checks: GateJudgementBody["checks"], verdict?: GateJudgementBody["verdict"]): GateJudgementBody {
  const holds = { kind: "hold", reason: "soaking", askAgainAt: NOW + HOUR_MS } as const;
  return { verdict: verdict ?? holds, checks, judgedAt: NOW, evidenceAt: NOW };
}

type Opened = Extract<RolloutPhaseBody, { status: "opened" }>;

export function openedPhase(some: Pick<Opened, "index" | "name"> & Partial<Opened>): Opened {
  const selection = { population: 5_000, laboratory: 40, excluded: [], coverage: null, policySets: [], note: "" };
  return {
    status: "opened",
    kind: "pilot-final",
    cap: 200,
    cohortSize: 200,
    openedAt: NOW - 5 * HOUR_MS,
    leftAt: null,
    publishedAt: NOW - 5 * HOUR_MS,
    counts: countsWith({ cohort: 200 }),
    judgement: gateWith([]),
    selection,
    ...some,
  };
}

export function plannedPhase(index: number, name: string, cap: number, approvalsMin = 0): RolloutPhaseBody {
  return { status: "planned", index, name, kind: "wave", cap, approvalsMin };
}

/** A laboratory, one pilot and one wave; the pilot is open unless the rollout has not begun. */
export function rolloutAt(status: RolloutDetail["status"]): RolloutDetail {
  const pilot = openedPhase({ index: 1, name: "pilot final" });
  const laboratory = openedPhase({ index: 0, name: "proof of concept", cap: 40, cohortSize: 40, leftAt: NOW - 5 * HOUR_MS });
  const isBegun = status !== "scope";
  const { kind, openedAt } = pilot;
  return {
    id: "0f6d3c1e-0000",
    name: "Lock after 10 minutes",
    status,
    because: "because",
    policy: { id: "p", name: "Screen lock" },
    change: "change",
    author: "paula",
    planHash: "a".repeat(64),
    phase: isBegun ? { index: 1, name: pilot.name, kind, openedAt } : null,
    counts: isBegun ? pilot.counts : null,
    totals: { exposed: 240, everApplied: 200, everVerified: 190, everFailed: 9 },
    population: 5_000,
    waitsForApproval: null,
    createdAt: NOW - 50 * HOUR_MS,
    asOf: NOW,
    reason: "reason",
    phases: [
      isBegun ? laboratory : plannedPhase(0, "proof of concept", 40),
      isBegun ? pilot : plannedPhase(1, "pilot final", 200),
      plannedPhase(2, "wave 1", 4_760, 1),
    ],
    approvals: [],
    possibleCommands: [],
    onGateFail: "halt",
    rollback: null,
    policyPlan: POLICY_PLAN,
  };
}

const POLICY_PLAN: RolloutDetail["policyPlan"] = {
  format: 1,
  inputsHash: "",
  change: { kind: "change", policyId: "p", name: "Screen lock", fromHash: null, toHash: null },
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
};
