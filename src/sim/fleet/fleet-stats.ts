import type { AgentTransport } from "../../agent/agent-ports.ts";

export type FleetStats = Readonly<{
  devices: number;
  enrolled: number;
  /** Told that they may not; they do not try again. */
  enrolmentsRefused: number;
  requests: number;
  /** Requests without an answer. */
  unanswered: number;
  checkIns: number;
  notModified: number;
  /** Of check-ins that the server answered, from 0 to 1. */
  notModifiedShare: number;
  bundlesApplied: number;
  refusals: number;
  reportsAcknowledged: number;
  /** Told to come back later (429, 503). */
  heldOff: number;
  /** Check-ins and reports that failed in any other way. */
  failures: number;
  /** Devices on which the bundle they took last failed or lied, and on which any did. */
  harmedNow: number;
  harmedEver: number;
  /** Never seen again. */
  gone: number;
}>;

/** Counts as events happen. `heldOff` and the like are counted by the fleet, requests on the line itself. */
export type FleetCounts = {
  -readonly [Name in Exclude<keyof FleetStats, "devices" | "notModifiedShare" | "harmedNow" | "harmedEver">]: number;
};

export function newFleetCounts(): FleetCounts {
  return {
    enrolled: 0,
    enrolmentsRefused: 0,
    requests: 0,
    unanswered: 0,
    checkIns: 0,
    notModified: 0,
    bundlesApplied: 0,
    refusals: 0,
    reportsAcknowledged: 0,
    heldOff: 0,
    failures: 0,
    gone: 0,
  };
}

export function countingRequests(transport: AgentTransport, counts: FleetCounts): AgentTransport {
  return {
    send: async (request) => {
      counts.requests += 1;
      const answer = await transport.send(request);
      if (!answer.ok) counts.unanswered += 1;
      return answer;
    },
  };
}

export function fleetStats(counts: FleetCounts, devices: number, harmed: Readonly<{ now: number; ever: number }>): FleetStats {
  const answered = counts.notModified + counts.bundlesApplied + counts.refusals;
  const notModifiedShare = answered === 0 ? 0 : counts.notModified / answered;
  return { devices, ...counts, notModifiedShare, harmedNow: harmed.now, harmedEver: harmed.ever };
}
