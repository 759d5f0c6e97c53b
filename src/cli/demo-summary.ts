import type { Instant } from "../kit/instant.ts";
import type { GateJudgementBody } from "../http/contract/rollouts.ts";
import type { PhaseKind } from "../rollout/phase.ts";
import type { StateKind } from "../rollout/lifecycle/types.ts";
import type { RunningServer } from "./cli-deps.ts";

export type DemoOptions = Readonly<{
  devices: number;
  seed: number;
  /** Null: a database in memory. Else everything stays in this directory, for `tidegate serve` to go on with. */
  keepIn: string | null;
  /** True: the server stays up after the stories and comes back with the summary. */
  leaveServerUp: boolean;
}>;

/** How the stories stand, as often as something changes. */
export type DemoProgress = Readonly<{
  /** Since the command began, in our time. */
  elapsedS: number;
  /** Where to look, and the link that signs in there, once; null where nobody is to look. */
  visit: Readonly<{ url: string; signInUrl: string }> | null;
  /** What is being done, for example `enrolling 5,000 devices`. */
  step: string;
  virtualNow: Instant;
  virtualDays: number;
  stories: readonly Readonly<{
    name: string;
    status: StateKind;
    phase: string | null;
    counts: StoryCounts;
    because: string;
  }>[];
}>;

export type DemoRun = Readonly<{
  /** Null where the stories broke off and the server stays up all the same: its notes say why. */
  summary: DemoSummary | null;
  /** Null where it was not asked for. */
  server: RunningServer | null;
}>;

/** Devices, over all phases that have opened. */
export type StoryCounts = Readonly<{ offered: number; applied: number; verified: number; failed: number; offline: number }>;

/** `good` travels to operations, `bad` is halted by its gate and rolled back, `waiting` waits for an approval. */
export const STORIES = ["good", "bad", "waiting"] as const;
export type Story = (typeof STORIES)[number];

export type DemoRollout = Readonly<{
  story: Story;
  name: string;
  status: StateKind;
  because: string;
  /** Opened ones, in their order. */
  phases: readonly Readonly<{ name: string; kind: PhaseKind; enteredAt: Instant; leftAt: Instant | null; cohort: number }>[];
  counts: StoryCounts;
  gates: readonly Readonly<{ phase: string; verdict: GateJudgementBody["verdict"]; checks: GateJudgementBody["checks"] }>[];
  waitsFor: Readonly<{ purpose: string; given: number; needed: number }> | null;
  /** Devices. `rolledBack`: were told to go back; `verifiedBack`: have read the previous values back. */
  halted: Readonly<{ exposed: number; harmed: number; rolledBack: number; verifiedBack: number }> | null;
}>;

/** What the simulated devices did. */
export type FleetSummary = Readonly<{
  devices: number;
  enrolled: number;
  requests: number;
  unanswered: number;
  checkIns: number;
  notModified: number;
  /** Of the answered check-ins, from 0 to 1. */
  notModifiedShare: number;
  bundlesApplied: number;
  reportsAcknowledged: number;
  failures: number;
  gone: number;
}>;

export type DemoSummary = Readonly<{
  seed: number;
  devices: number;
  wallSeconds: number;
  virtualDays: number;
  rollouts: readonly DemoRollout[];
  fleet: FleetSummary;
  audit: Readonly<{ entries: number; ok: boolean }>;
}>;

/** What ended otherwise than the demo tells; empty: all as told. */
export function demoFaults(summary: DemoSummary): readonly string[] {
  const faults = STORIES.flatMap((story) => {
    const rollout = summary.rollouts.find((one) => one.story === story);
    if (rollout === undefined) return [`the story \`${story}\` was not played`];
    return FAULTS_OF[story](rollout).map((fault) => `${rollout.name}: ${fault}`);
  });
  return summary.audit.ok ? faults : [...faults, "the audit chain is broken"];
}

const ROAD: readonly PhaseKind[] = ["proof-of-concept", "pilot-isolated", "pilot-final", "wave"];

const FAULTS_OF: Readonly<Record<Story, (rollout: DemoRollout) => readonly string[]>> = {
  good: ({ status, phases, counts }) => [
    ...(status === "operations" || status === "closed" ? [] : [`ended as \`${status}\`, not in operations`]),
    ...ROAD.filter((kind) => !phases.some((phase) => phase.kind === kind)).map((kind) => `never was in \`${kind}\``),
    ...(counts.verified > 0 ? [] : ["no device verified the change"]),
  ],
  bad: ({ status, gates, halted }) => [
    ...(status === "rolled-back" || status === "closed" ? [] : [`ended as \`${status}\`, not rolled back`]),
    ...(gates.some((gate) => gate.verdict.kind === "fail") ? [] : ["no gate failed"]),
    ...(halted === null ? ["was not halted"] : haltFaults(halted)),
  ],
  waiting: ({ waitsFor }) => (waitsFor === null ? ["waits for no approval"] : []),
};

function haltFaults({ exposed, harmed, verifiedBack }: NonNullable<DemoRollout["halted"]>): readonly string[] {
  const faults = harmed > 0 && harmed <= exposed ? [] : [`${harmed} of ${exposed} exposed devices were harmed`];
  return verifiedBack > 0 ? faults : [...faults, "no device verified the previous state"];
}
