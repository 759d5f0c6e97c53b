import type { RolloutDetail } from "../../http/contract/rollouts.ts";
import { DAY_MS, instant, type Instant } from "../../kit/instant.ts";
import type { FleetStats } from "../fleet/fleet-stats.ts";
import type { DemoEnd } from "./drive-demo.ts";
import type { StoryKey } from "./story-key.ts";

type OpenedPhase = Extract<RolloutDetail["phases"][number], { status: "opened" }>;

export type StoryCounts = Readonly<{ offered: number; applied: number; verified: number; failed: number; offline: number }>;
export type StorySummary = Readonly<{
  story: StoryKey;
  name: string;
  status: RolloutDetail["status"];
  because: string;
  phases: readonly Readonly<{
    name: string;
    kind: OpenedPhase["kind"];
    enteredAt: Instant;
    leftAt: Instant | null;
    cohort: number;
  }>[];
  counts: StoryCounts;
  gates: readonly Readonly<{
    phase: string;
    verdict: NonNullable<OpenedPhase["judgement"]>["verdict"];
    checks: NonNullable<OpenedPhase["judgement"]>["checks"];
  }>[];
  waitsFor: RolloutDetail["waitsForApproval"];
  halted: Readonly<{ exposed: number; harmed: number; rolledBack: number; verifiedBack: number }> | null;
}>;
export type DemoReport = Readonly<{
  virtualDays: number;
  rollouts: readonly StorySummary[];
  fleet: FleetStats;
  audit: Readonly<{ entries: number; ok: boolean }>;
}>;

/** Asks the server how the stories ended: every number comes by REST, none from the demo's own memory. */
export async function summariseDemo(end: DemoEnd): Promise<DemoReport> {
  const stories = Object.entries(end.rolloutIds) as [StoryKey, string][];
  const rollouts: StorySummary[] = [];
  for (const [story, id] of stories)
    rollouts.push(storyOf(story, await end.people.operator.get<RolloutDetail>(`/api/v1/rollouts/${id}`)));
  const audit = await end.people.operator.get<Readonly<{ ok: boolean; entries: number }>>("/api/v1/audit/verification");
  return {
    virtualDays: (end.endedAt - end.startedAt) / DAY_MS,
    rollouts,
    fleet: end.fleet.status().stats,
    audit: { entries: audit.entries, ok: audit.ok },
  };
}

function storyOf(story: StoryKey, detail: RolloutDetail): StorySummary {
  const opened = detail.phases.filter((phase): phase is OpenedPhase => phase.status === "opened");
  return {
    story,
    name: detail.name,
    status: detail.status,
    because: detail.because,
    phases: opened.map(({ name, kind, openedAt, leftAt, cohortSize }) => ({
      name,
      kind,
      enteredAt: instant(openedAt),
      leftAt: leftAt === null ? null : instant(leftAt),
      cohort: cohortSize,
    })),
    counts: storyCounts(opened, detail),
    gates: opened.flatMap(({ name, judgement }) =>
      judgement === null ? [] : [{ phase: name, verdict: judgement.verdict, checks: judgement.checks }],
    ),
    waitsFor: detail.waitsForApproval,
    halted: haltOf(detail),
  };
}

/** What devices ever said of the change, also where it was taken back since; offline is as of now. */
function storyCounts(opened: readonly OpenedPhase[], detail: RolloutDetail): StoryCounts {
  const sum = (pick: (counts: OpenedPhase["counts"]) => number) => opened.reduce((total, phase) => total + pick(phase.counts), 0);
  const { exposed, everApplied, everVerified, everFailed } = detail.totals;
  return {
    offered: exposed,
    applied: everApplied,
    verified: everVerified,
    failed: everFailed,
    offline: sum((counts) => counts.offline),
  };
}

function haltOf({ rollback }: RolloutDetail): StorySummary["halted"] {
  if (rollback === null) return null;
  const { exposed, harmed, verifiedBack, left } = rollback;
  return { exposed, harmed, rolledBack: exposed - left, verifiedBack };
}
