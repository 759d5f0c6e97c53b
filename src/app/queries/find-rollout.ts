import { err, ok, type Result } from "../../kit/result.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import type { Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";

/** By id, or by exact name where only one has it. */
export async function findRollout(unit: Unit, text: string): Promise<Result<Rollout, Problem>> {
  const [first, second] = await unit.rollouts.lookUp(text);
  if (first === undefined) return err(problem("rollout-unknown", `there is no rollout \`${text}\``));
  if (second !== undefined)
    return err(
      problem(
        "rollout-name-ambiguous",
        `several rollouts are called \`${text}\`, for example \`${first.id}\` and \`${second.id}\``,
      ),
    );
  return ok(first);
}
