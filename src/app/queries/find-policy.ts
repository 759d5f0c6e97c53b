import { err, ok, type Result } from "../../kit/result.ts";
import type { Policy } from "../../policy/policy.ts";
import type { Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";

/** By id, or by exact name where only one has it. */
export function findPolicy(policies: readonly Policy[], text: string): Result<Policy, Problem> {
  const byId = policies.find((policy) => policy.id === text);
  if (byId !== undefined) return ok(byId);
  const [first, second] = policies.filter((policy) => policy.live.content.name === text);
  if (first === undefined) return err(problem("policy-unknown", `there is no policy \`${text}\``));
  if (second !== undefined)
    return err(
      problem(
        "policy-name-ambiguous",
        `several policies are called \`${text}\`, for example \`${first.id}\` and \`${second.id}\``,
      ),
    );
  return ok(first);
}

/** Live policies and retired ones; a live one comes first where two have the same name. */
export async function findAny(unit: Unit, text: string): Promise<Result<Policy & Readonly<{ retired: boolean }>, Problem>> {
  const live = findPolicy(await unit.policies.loadLive(), text);
  if (live.ok) return ok({ ...live.value, retired: false });
  if (live.error.code !== "policy-unknown") return live;
  const retired = findPolicy(await unit.policies.loadRetired(), text);
  return retired.ok ? ok({ ...retired.value, retired: true }) : retired;
}
