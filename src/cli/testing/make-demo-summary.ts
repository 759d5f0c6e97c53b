import { instant } from "../../kit/instant.ts";
import type { DemoRollout, DemoSummary } from "../demo-summary.ts";

const PHASES: DemoRollout["phases"] = (["proof-of-concept", "pilot-isolated", "pilot-final", "wave"] as const).map(
  (kind, at) => ({
    name: kind,
    kind,
    enteredAt: instant(at * 86_400_000),
    leftAt: instant((at + 1) * 86_400_000),
    cohort: 10 ** at,
  }),
);
const BASE = {
  phases: PHASES,
  counts: { offered: 900, applied: 890, verified: 880, failed: 3, offline: 10 },
  gates: [],
  waitsFor: null,
  halted: null,
};

/** All three stories as told. */
export function makeDemoSummary(): DemoSummary {
  const failed: DemoRollout["gates"][number] = {
    phase: "pilot-final",
    verdict: { kind: "fail", reason: "12 of 150 devices failed" },
    checks: [],
  };
  return {
    seed: 7,
    devices: 5_000,
    wallSeconds: 41.5,
    virtualDays: 33,
    rollouts: [
      { ...BASE, story: "good", name: "Lock sooner", status: "operations", because: "every wave passed its gate" },
      {
        ...BASE,
        story: "bad",
        name: "Secure launch",
        status: "rolled-back",
        because: "rolled back",
        gates: [failed],
        halted: { exposed: 210, harmed: 12, rolledBack: 210, verifiedBack: 198 },
      },
      {
        ...BASE,
        story: "waiting",
        name: "Encrypt drives",
        status: "held",
        because: "waits",
        waitsFor: { purpose: "phase:1", given: 0, needed: 1 },
      },
    ],
    fleet: {
      devices: 5_000,
      enrolled: 5_000,
      requests: 90_000,
      unanswered: 0,
      checkIns: 60_000,
      notModified: 50_000,
      notModifiedShare: 0.83,
      bundlesApplied: 9_000,
      reportsAcknowledged: 9_100,
      failures: 12,
      gone: 300,
    },
    audit: { entries: 120, ok: true },
  };
}
