import type { GateRule } from "./gate-rule.ts";

/** The phases of the seed, in their order; scope comes before the first and operations after the last. */
export const PHASE_KINDS = ["proof-of-concept", "pilot-isolated", "pilot-final", "wave"] as const;
export type PhaseKind = (typeof PHASE_KINDS)[number];

/**
 * A phase as planned. `cap` is the most devices that this phase may newly expose: fixed by the approved plan, and no group
 * edit raises it (P-S1). `approvalsMin`: people who must have said go before the phase opens (never the author, P-S4).
 */
export type PlannedPhase = Readonly<{
  kind: PhaseKind;
  /** `proof of concept`, `pilot isolated`, `wave 2`: unique within a rollout. */
  name: string;
  cap: number;
  approvalsMin: number;
  gate: GateRule;
}>;

/** The last phase, for devices that joined the audience after the plan; it may find nobody, and then there is nothing to do. */
export const LATE_JOINERS = "late joiners";
