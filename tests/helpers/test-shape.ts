import type { PlanRequestBody } from "../../src/http/contract/plans.ts";
import { HOUR_MS } from "../../src/kit/instant.ts";

export type Shape = NonNullable<PlanRequestBody["shape"]>;
export type Gate = Shape["pilotFinal"]["gate"];

/** Half a day of soak and next to no failures: like the careful defaults, and small. */
export const QUICK_GATE: Gate = {
  soakMsMin: 8 * HOUR_MS,
  reportedPercentMin: 80,
  failures: { kind: "count", max: 1 },
  conflictDevicesMax: 0,
  helpRequestsPer1000Max: null,
};

/** Five phases in about three virtual days; only the start asks for an approval. */
export function quickShape(more: Partial<Shape> = {}): Shape {
  return {
    proofOfConcept: { sizeMax: 6, approvalsMin: 1, gate: QUICK_GATE },
    pilotIsolated: { sizeMax: 4, approvalsMin: 0, gate: QUICK_GATE },
    pilotFinal: { sizeMax: 8, approvalsMin: 0, gate: QUICK_GATE },
    pilotPercentMax: 25,
    waves: [50, 100].map((percentOfPopulation) => ({ percentOfPopulation, approvalsMin: 0, gate: QUICK_GATE })),
    lateJoiners: { sizeMax: 10, approvalsMin: 0, gate: QUICK_GATE },
    people: { kind: "waived", reason: "the machines of this test have nobody to tell" },
    ...more,
  };
}
