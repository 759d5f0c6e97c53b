import { plusMs, type Instant } from "../../kit/instant.ts";
import { ok, type Result } from "../../kit/result.ts";
import { isOver } from "../../rollout/lifecycle/step.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import { rolloutSubject } from "../audit.ts";
import type { LedgerGroup, LedgerSpan } from "../ports/live-store.ts";
import type { PhaseRow } from "../ports/rollout-store.ts";
import type { AuditRow } from "../ports/audit-store.ts";
import type { Store, Unit } from "../ports/store.ts";
import type { Problem } from "../problems/problem.ts";
import { auditSentence } from "./audit-sentence.ts";
import { findRollout } from "./find-rollout.ts";

/** Exclusive numbers that add up to `exposed`, counted by the first words in the exposure ledger. */
export type SeriesPoint = Readonly<{
  at: Instant;
  exposed: number;
  awaiting: number;
  applied: number;
  verified: number;
  failed: number;
}>;
export type SeriesMarker = Readonly<{ at: Instant; kind: string; text: string }>;
export type RolloutSeries = Readonly<{ points: readonly SeriesPoint[]; markers: readonly SeriesMarker[]; asOf: Instant }>;

export function getRolloutSeries(
  store: Store,
  text: string,
  points: number,
  now: Instant,
): Promise<Result<RolloutSeries, Problem>> {
  return store.read(async (unit) => {
    const found = await findRollout(unit, text);
    if (!found.ok) return found;
    const rollout = found.value;
    const markers = await readMarkers(unit, rollout);
    const span = await unit.live.ledgerSpan(rollout.id);
    if (span === null) return ok({ points: [], markers, asOf: now });
    const times = spread(span.firstAt, endOf(rollout, span, now), points);
    return ok({ points: pointsOf(times, await unit.live.ledgerGroups(rollout.id, times)), markers, asOf: now });
  });
}

/** At most so many moments, evenly, both ends among them; fewer where the span has fewer milliseconds. */
export function spread(from: Instant, to: Instant, points: number): readonly Instant[] {
  const steps = Math.min(points - 1, to - from);
  if (steps <= 0) return [from];
  return Array.from({ length: steps + 1 }, (_, at) => plusMs(from, Math.round(((to - from) * at) / steps)));
}

/** A device is what its latest first word says: a failure after a verification is a failure, and the other way round. */
export function pointsOf(times: readonly Instant[], groups: readonly LedgerGroup[]): readonly SeriesPoint[] {
  const changes = times.map(() => ({ exposed: 0, applied: 0, verified: 0, failed: 0 }));
  for (const group of groups) {
    for (const { from, until, state } of stretchesOf(group)) {
      const first = changes[from];
      if (first !== undefined) first[state] += group.devices;
      const after = changes[until];
      if (after !== undefined) after[state] -= group.devices;
    }
  }
  const sum = { exposed: 0, applied: 0, verified: 0, failed: 0 };
  return times.map((at, index) => {
    const change = changes[index] ?? NO_CHANGE;
    sum.exposed += change.exposed;
    sum.applied += change.applied;
    sum.verified += change.verified;
    sum.failed += change.failed;
    return { at, ...sum, awaiting: sum.exposed - sum.applied - sum.verified - sum.failed };
  });
}

const NO_CHANGE = { exposed: 0, applied: 0, verified: 0, failed: 0 };
type Stretch = Readonly<{ from: number; until: number; state: "exposed" | "applied" | "verified" | "failed" }>;

/** From which point until which (without it) a device is in a state; `exposed` runs beside the others. */
function stretchesOf({ offered, applied, verified, failed, verifiedLater }: LedgerGroup): readonly Stretch[] {
  const never = Number.POSITIVE_INFINITY;
  const [v, f] = [verified ?? never, failed ?? never];
  const stretches: Stretch[] = [{ from: offered, until: never, state: "exposed" }];
  if (applied !== null && applied < Math.min(v, f)) stretches.push({ from: applied, until: Math.min(v, f), state: "applied" });
  if (verified !== null) stretches.push({ from: v, until: failed === null || verifiedLater ? never : f, state: "verified" });
  if (failed !== null) stretches.push({ from: f, until: verifiedLater ? v : never, state: "failed" });
  return stretches.filter((stretch) => stretch.from < stretch.until);
}

/** Over: until the last thing that happened. Late words of devices still belong to it. */
function endOf({ state }: Rollout, { lastAt }: LedgerSpan, now: Instant): Instant {
  if (!isOver(state) || !("since" in state)) return now > lastAt ? now : lastAt;
  return state.since > lastAt ? state.since : lastAt;
}

const MARKERS_MAX = 500;
const MARKED = [
  "rollout.halt",
  "rollout.gate-failed",
  "rollout.hold",
  "rollout.pause",
  "rollout.resume",
  "rollout.roll-back",
  "rollout.rollback-settled",
  "rollout.land",
  "rollout.approve",
  "rollout.deny",
];

async function readMarkers(unit: Unit, { id }: Rollout): Promise<readonly SeriesMarker[]> {
  const subject = rolloutSubject(id);
  const request = { subject, prefixes: MARKED, before: Number.MAX_SAFE_INTEGER, limit: MARKERS_MAX };
  const { rows } = await unit.live.timeline(request);
  const phases = await unit.rollouts.phases(id);
  // The log comes newest first; two entries of one moment keep the order in which they were written.
  return [...phases.map(phaseMarker), ...rows.toReversed().map(entryMarker)].sort((a, b) => a.at - b.at);
}

function phaseMarker({ openedAt, name, cohortSize }: PhaseRow): SeriesMarker {
  return { at: openedAt, kind: "phase-opened", text: `${name} opened for ${cohortSize} devices` };
}

/** `rollout.gate-failed` -> `gate-failed`. */
function entryMarker(row: AuditRow): SeriesMarker {
  return { at: row.at, kind: row.action.slice("rollout.".length), text: auditSentence(row) };
}
