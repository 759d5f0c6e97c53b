import type { DeviceWhy } from "../../http/contract/devices.ts";
import type { PolicyImportAnswer } from "../../http/contract/imports.ts";
import type { PlanAnswer, PolicyPlanBody } from "../../http/contract/plans.ts";
import type { PolicyDetail } from "../../http/contract/policies.ts";
import type { GateJudgementBody, PhaseCountsBody, RolloutDetail, RolloutWhy } from "../../http/contract/rollouts.ts";

export const HASH = "9f3c64b1d25e0a7798b6d1f44c0e5a3b2f81c7d6e9a04b5c3d2e1f0a9b8c7d6e";
/** 2026-03-02T08:00:00Z */
export const AT = 1_772_438_400_000;
const DAY = 86_400_000;

const GATE = {
  soakMsMin: DAY,
  reportedPercentMin: 90,
  conflictDevicesMax: 0,
  helpRequestsPer1000Max: 20,
  failures: { kind: "bound", percentMax: 5, confidence: 0.95 },
} as const;

const NO_FAILURE = { ...GATE, helpRequestsPer1000Max: null, failures: { kind: "count", max: 0 } } as const;

const BEHAVIOURS: PlanAnswer["plan"]["policyPlan"]["behaviours"] = [
  {
    behaviour: "lock-when-idle",
    area: "sign-in",
    noticed: true,
    source: "phrase",
    change: "changes",
    sentence: "the screen will be locked after 10 minutes without use (until now 15 minutes)",
    nodes: ["lock/idleMinutes"],
    devices: 2_709,
  },
  {
    behaviour: "node:lock/oldPicture",
    area: "other",
    noticed: false,
    source: "fallback",
    change: "stops",
    sentence: '"lock oldPicture" will no longer be set to sea.png',
    nodes: ["lock/oldPicture"],
    devices: 12,
  },
];

const HARD_CONFLICT: PolicyPlanBody["conflicts"][number] = {
  id: "cf-3f9c64b1d25e0a77",
  class: "hard",
  severity: "high",
  node: "lock/idleMinutes",
  ours: { policyId: "pol-1", name: "Screen Lock", value: 10 },
  theirs: { policyId: "pol-2", name: "Kiosks", value: 0 },
  devices: 180,
  standing: "new",
  rule: "configuration-undetermined",
  winner: null,
  sentence: "No value is promised: a device with both policies gets neither.",
};

const INTENT: NonNullable<PlanAnswer["plan"]["policyPlan"]["applicability"]> = {
  devices: 2_721,
  settings: 2,
  met: 2_500,
  short: 200,
  unknown: 21,
  unknownByCatalogue: 20,
  reasons: [
    {
      cause: { kind: "version-too-old", versionMin: "10.0.22631" },
      words: "The system is too old: version 10.0.22631 or newer is needed",
      devices: 200,
      settings: 1,
    },
  ],
  missing: [
    {
      cause: { of: "catalogue", fact: "editions" },
      words: "The catalogue does not say which Windows editions take the setting",
      devices: 21,
      settings: 1,
    },
  ],
  shortSettings: [],
  leastVersions: [
    {
      platform: "windows",
      percent: 95,
      devices: 2_721,
      metNow: 2_500,
      version: "10.0.22631",
      metThen: 2_700,
      toUpdate: 200,
    },
  ],
};
const EFFECT: PlanAnswer["plan"]["policyPlan"]["effect"] = {
  moments: [{ moment: "at-once", words: "At once", nodes: ["lock/idleMinutes"], sources: ["the tests"] }],
  encryption: [],
};
const UNDO: PlanAnswer["plan"]["policyPlan"]["undo"] = {
  settings: [
    {
      node: "lock/idleMinutes",
      platforms: ["windows"],
      reversal: "tattoos",
      words: "Stays",
      because: "The value stays",
      source: "the tests",
      taken: "by-rollback",
    },
  ],
  rollback: [
    {
      platform: "windows",
      devices: 2_721,
      unassign: [],
      counter: [{ node: "lock/idleMinutes", value: 15, from: "before" }],
      byHand: [],
      open: ["lock/hideLastUser"],
    },
  ],
};

export function makePlanAnswer(over: Partial<PlanAnswer["plan"]["policyPlan"]> = {}): PlanAnswer {
  const policyPlan: PlanAnswer["plan"]["policyPlan"] = {
    format: 1,
    inputsHash: "aa".repeat(32),
    change: { kind: "change", policyId: "pol-1", name: "Screen Lock", fromHash: "1a".repeat(32), toHash: "2b".repeat(32) },
    settings: [
      { kind: "added", node: "lock/hideLastUser", after: true },
      { kind: "changed", node: "lock/idleMinutes", before: 15, after: 10 },
      { kind: "removed", node: "lock/oldPicture", before: "sea.png" },
    ],
    devices: {
      estate: 5_000,
      inScope: 2_721,
      gained: 0,
      lost: 12,
      users: 2_600,
      withoutUser: 121,
      byPlatform: [
        { platform: "windows", osVersion: "10.0.22631", devices: 1_200 },
        { platform: "windows", osVersion: null, devices: 1_521 },
      ],
      bySensitivity: [{ sensitivity: "vip", devices: 42 }],
      stale: 163,
    },
    behaviours: BEHAVIOURS,
    access: null,
    applicability: INTENT,
    effect: EFFECT,
    undo: UNDO,
    conflicts: [HARD_CONFLICT],
    overlaps: [],
    resolvedConflicts: [],
    unknownEffects: [{ policyId: "pol-3", name: "Legacy Script", devices: 412 }],
    deletions: [
      { kind: "setting", node: "lock/oldPicture", devices: 2_721 },
      { kind: "devices-lose-policy", devices: 12 },
    ],
    ...over,
  };
  return {
    hash: HASH,
    names: {},
    plan: {
      policyPlan,
      assignments: [
        { mode: "include", target: { kind: "all-devices" } },
        { mode: "exclude", target: { kind: "group", groupId: "g-1", groupName: "Kiosk PCs" } },
      ],
      phases: [
        { kind: "proof-of-concept", name: "proof of concept", cap: 20, approvalsMin: 1, gate: NO_FAILURE },
        { kind: "pilot-final", name: "pilot final", cap: 160, approvalsMin: 1, gate: GATE },
        { kind: "wave", name: "wave 1", cap: 2_541, approvalsMin: 2, gate: { ...GATE, soakMsMin: 7 * DAY } },
      ],
      startApprovalsMin: 1,
      onGateFail: "halt-and-roll-back",
      suspendedWhileIsolated: [{ policyId: "pol-2", name: "Kiosks" }],
      isolatedPilotSkipReason: null,
      people: { kind: "required", noticeLeadMsMin: DAY },
      acceptances:
        policyPlan.applicability === null
          ? []
          : [{ kind: "intent", words: "The policy would not wholly hold, or may not, on 201 of 2,721 devices" }],
      salt: "abcd",
    },
    createdAt: AT,
    createdBy: "alex",
    stale: false,
    asOf: AT,
  };
}

/** A plan that takes part in no conflict and takes nothing away. */
export function makeQuietPlanAnswer(): PlanAnswer {
  return makePlanAnswer({
    settings: [{ kind: "added", node: "lock/hideLastUser", after: true }],
    behaviours: [],
    applicability: null,
    effect: { moments: [], encryption: [] },
    undo: { settings: [], rollback: [] },
    conflicts: [],
    unknownEffects: [],
    deletions: [],
  });
}

export function makeCounts(over: Partial<PhaseCountsBody> = {}): PhaseCountsBody {
  const counts = {
    cohort: 160,
    heldBack: 0,
    notOffered: 4,
    awaitingReport: 6,
    succeeded: 148,
    error: 1,
    conflict: 0,
    notApplicable: 1,
    left: 0,
  };
  return { ...counts, offered: 156, applied: 150, verified: 149, offline: 5, latestReportAt: AT, countedAt: AT, ...over };
}

export function makeJudgement(): GateJudgementBody {
  return {
    verdict: { kind: "hold", reason: "soaking", askAgainAt: AT + 3_600_000 },
    checks: [
      { check: "soak", verdict: "hold", actual: DAY / 2, threshold: DAY, sample: 1, bounds: null, because: "12 h of soak left" },
      {
        check: "reported",
        verdict: "pass",
        actual: 93.75,
        threshold: 90,
        sample: 160,
        bounds: null,
        because: "150 of 160 devices reported, 90 % asked for",
      },
      {
        check: "failures",
        verdict: "pass",
        actual: 0.67,
        threshold: 5,
        sample: 149,
        bounds: { lowerPercent: 0, upperPercent: 3.1 },
        because: "1 of 149 devices failed",
      },
    ],
    judgedAt: AT,
    evidenceAt: AT,
  };
}

export function makeDetail(over: Partial<RolloutDetail> = {}): RolloutDetail {
  return {
    id: "ro-1",
    name: "Lock after 10 minutes",
    status: "pilot-final",
    because: "phase 2 (pilot-final) opened for 160 devices",
    policy: { id: "pol-1", name: "Screen Lock" },
    change: "change",
    author: "alex",
    planHash: HASH,
    phase: { index: 1, name: "pilot final", kind: "pilot-final", openedAt: AT },
    counts: makeCounts(),
    totals: { exposed: 176, everApplied: 175, everVerified: 174, everFailed: 1 },
    population: 2_721,
    waitsForApproval: null,
    createdAt: AT - 5 * DAY,
    asOf: AT,
    reason: "audit finding 12",
    phases: makePhases(),
    approvals: [],
    possibleCommands: ["pause", "halt", "roll-back"],
    onGateFail: "halt",
    rollback: null,
    policyPlan: makePlanAnswer().plan.policyPlan,
    ...over,
  };
}

function makePhases(): RolloutDetail["phases"] {
  const selection = {
    population: 2_700,
    laboratory: 21,
    excluded: [{ reason: "VIP", devices: 42 }],
    coverage: null,
    policySets: [],
    note: "",
  };
  return [
    {
      status: "opened",
      index: 0,
      name: "proof of concept",
      kind: "proof-of-concept",
      cap: 20,
      cohortSize: 20,
      openedAt: AT - DAY,
      leftAt: AT,
      publishedAt: AT - DAY,
      counts: makeCounts({
        cohort: 20,
        notOffered: 0,
        awaitingReport: 0,
        succeeded: 20,
        error: 0,
        notApplicable: 0,
        offered: 20,
        applied: 20,
        verified: 20,
        offline: 0,
      }),
      judgement: { verdict: { kind: "pass" }, checks: [], judgedAt: AT, evidenceAt: AT },
      selection,
    },
    {
      status: "opened",
      index: 1,
      name: "pilot final",
      kind: "pilot-final",
      cap: 160,
      cohortSize: 160,
      openedAt: AT,
      leftAt: null,
      publishedAt: AT,
      counts: makeCounts(),
      judgement: makeJudgement(),
      selection,
    },
    { status: "planned", index: 2, name: "wave 1", kind: "wave", cap: 2_541, approvalsMin: 2 },
  ];
}

export function makeWhy(): RolloutWhy {
  return {
    sentence: "gate holds (soaking): 12 h of soak left",
    state: "pilot-final",
    gate: makeJudgement(),
    waitsFor: ["12 h of soak"],
    possibleCommands: ["pause", "halt", "roll-back"],
    leftOut: {
      phase: "pilot final",
      selection: {
        population: 2_700,
        laboratory: 21,
        excluded: [{ reason: "VIP", devices: 42 }],
        coverage: null,
        policySets: [],
        note: "",
      },
    },
    timeline: [
      {
        number: 7,
        at: AT,
        actor: "timer",
        action: "rollout.phase-opened",
        subject: "rollout:ro-1",
        detail: null,
        prevHash: "aa",
        hash: "bb",
      },
    ],
    asOf: AT,
  };
}

export function makePolicyDetail(): PolicyDetail {
  return {
    id: "pol-1",
    name: "Screen Lock",
    kind: "settings-catalog",
    retired: false,
    platforms: ["windows"],
    version: 3,
    hash: "1a".repeat(32),
    settings: 1,
    assignments: [{ mode: "include", target: { kind: "all-devices" } }],
    devices: 2_721,
    ofDevices: 5_000,
    openRolloutId: null,
    sourceType: "#microsoft.graph.deviceManagementConfigurationPolicy",
    nodes: [{ node: "lock/idleMinutes", value: 15 }],
    names: { "lock/idleMinutes": "Minutes until the screen locks" },
    asOf: AT,
  };
}

export function makePolicyImport(over: Partial<PolicyImportAnswer> = {}): PolicyImportAnswer {
  return {
    files: 2,
    policies: 1,
    settings: 9,
    unverifiedSettings: 1,
    unknownSettings: [],
    references: [],
    problems: [],
    written: null,
    ...over,
  };
}

export function makeDeviceWhy(): DeviceWhy {
  return {
    device: { id: "d-1", name: "LT-00042" },
    names: {},
    sentence: "1 policy reaches this device",
    policies: [
      {
        policyId: "pol-1",
        name: "Screen Lock",
        wanted: true,
        because: ['included by group "All PCs"', "phase pilot final of the rollout"],
        rollout: { id: "ro-1", name: "Lock after 10 minutes", phase: "pilot final", status: "pilot-final" },
        versionHash: "2b".repeat(32),
        versionNumber: 4,
        settings: [{ node: "lock/idleMinutes", value: 10 }],
        report: {
          versionHash: "2b".repeat(32),
          state: "error",
          settings: 2,
          applied: 2,
          verified: 1,
          exceptions: [{ node: "lock/idleMinutes", actual: 15 }],
          reportedAt: AT,
          isOfWantedVersion: true,
        },
      },
    ],
    conflicts: [
      {
        node: "lock/x",
        candidates: [
          { policyId: "pol-1", name: "Screen Lock", value: 1 },
          { policyId: "pol-2", name: "Kiosks", value: 2 },
        ],
      },
    ],
    bundle: { epoch: 1, seq: 9, reportedSeq: 9, offeredAt: AT, reportedAt: AT },
    refused: null,
    lastSeenAt: AT,
    asOf: AT,
  };
}
