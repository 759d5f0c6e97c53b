import type { Instant } from "../kit/instant.ts";

/**
 * What is known of a phase's frozen cohort. The eight buckets are exclusive and add up to `cohort`, always (P-S14);
 * Intune's Pending is split into its two meanings. `applied` counts devices that said so; only a value that was read
 * back counts as succeeded.
 */
export type CohortCounts = Readonly<{
  cohort: number;
  /** Not offered, and it must not be: nobody was told of it long enough ago (S22). The person is held back, not the wave. */
  heldBack: number;
  /** Not checked in since the phase opened: nothing was offered. */
  notOffered: number;
  /** Offered, and no report of this version yet. */
  awaitingReport: number;
  succeeded: number;
  error: number;
  conflict: number;
  notApplicable: number;
  /** Removed from the estate after the cohort was frozen; they stay counted. */
  left: number;
}>;

export type PhaseEvidence = Readonly<{
  counts: CohortCounts;
  /** Offered >= applied >= verified over the cohort. */
  offered: number;
  applied: number;
  verified: number;
  /** Of notOffered and awaitingReport: not seen for a day. */
  offline: number;
  /** Distinct sets of co-applied policies that the phase has to meet, and those with a complete report; null where not asked. */
  policySets: Readonly<{ needed: number; met: number }> | null;
  /**
   * Since when half of the devices that may be offered the change could be: their soak starts there, not when the phase
   * opened and everybody was still held back. Null: none may be offered it yet.
   */
  offerableSince: Instant | null;
  /** Requests for help linked to this rollout since the phase opened, and devices exposed so far; null where not asked. */
  helpRequests: Readonly<{ linked: number; exposed: number }> | null;
  /** The latest report counted here; null: none. */
  latestReportAt: Instant | null;
}>;

export function reportedOf(counts: CohortCounts): number {
  return counts.succeeded + counts.error + counts.conflict + counts.notApplicable;
}

/** Devices from which a report can still be expected or has come: the denominator of "reported". */
export function expectedOf(counts: CohortCounts): number {
  return counts.cohort - counts.left - counts.heldBack;
}

/**
 * INVARIANT: the buckets are the cohort, cohort >= offered >= applied >= verified, and nothing has succeeded that was not
 * read back. A breach freezes the rollout.
 */
export function evidenceFault(evidence: PhaseEvidence): string | null {
  const { counts } = evidence;
  const { offered, applied, verified, offline } = evidence;
  const { linked, exposed } = evidence.helpRequests ?? { linked: 0, exposed: 0 };
  for (const [name, count] of Object.entries({ ...counts, offered, applied, verified, offline, linked, exposed })) {
    if (!Number.isSafeInteger(count) || count < 0) return `\`${name}\` is ${count}, no number of devices`;
  }
  const sum = counts.heldBack + counts.notOffered + counts.awaitingReport + reportedOf(counts) + counts.left;
  if (sum !== counts.cohort) return `the buckets hold ${sum} devices, the cohort ${counts.cohort}`;
  if (counts.cohort < offered || offered < applied || applied < verified) {
    return `cohort ${counts.cohort}, offered ${offered}, applied ${applied}, verified ${verified} are out of order`;
  }
  if (verified < counts.succeeded) return `${counts.succeeded} devices count as succeeded, ${verified} read the value back`;
  return null;
}
