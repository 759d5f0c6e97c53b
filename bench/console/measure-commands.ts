import type { RolloutDetail } from "../../src/http/contract/rollouts.ts";
import { medianOf, timed } from "../shared/measure.ts";
import type { Measurement } from "../shared/outcome.ts";
import type { BenchServer } from "../spine/stage.ts";

const ROUNDS = 8;
const HALT_MS_MAX = 500;

/** From the click to the answer that says so: pause and resume by turns, and a halt at the end. */
export async function measureCommands({ people }: BenchServer, rolloutId: string): Promise<Measurement> {
  const give = (command: string) =>
    timed(() => people.operator.post<RolloutDetail>(`/api/v1/rollouts/${rolloutId}/commands`, { command, reason: "the bench" }));
  const tookMs: number[] = [];
  let mismatches = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const paused = await give("pause");
    const resumed = await give("resume");
    if (paused.value.status !== "paused" || resumed.value.status === "paused") mismatches += 1;
    tookMs.push(paused.tookMs, resumed.tookMs);
  }
  const halted = await give("halt");
  if (halted.value.status !== "halted") mismatches += 1;
  return {
    name: "commands of the live rollout",
    figures: { pauseResumeP50Ms: medianOf(tookMs), slowestMs: Math.max(...tookMs), haltMs: halted.tookMs },
    peers: [],
    mismatches,
    oracle: "the state that each answer shows",
    goals: [
      { what: "halt to its answer, ms", goal: `<= ${HALT_MS_MAX}`, value: halted.tookMs, met: halted.tookMs <= HALT_MS_MAX },
    ],
  };
}
