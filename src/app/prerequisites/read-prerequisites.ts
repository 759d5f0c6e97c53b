import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import type { Assignment } from "../../audience/assignment.ts";
import type { SettingCatalogue } from "../../policy/catalogue.ts";
import type { PolicyContent } from "../../policy/policy.ts";
import { prerequisitesOf, type PrerequisiteReport } from "../../policy/prerequisite/prerequisites-of.ts";
import type { RolloutPlan } from "../../rollout/rollout.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import type { EstateMemory } from "../queries/estate-memory.ts";
import { findPolicy } from "../queries/find-policy.ts";

export type PrerequisiteReading = PrerequisiteReport & Readonly<{ name: string; asOf: Instant }>;
type Asked = Readonly<{ content: PolicyContent; assignments: readonly Assignment[] }>;

/** What must be in place for a live policy, by id or exact name. */
export function prerequisitesOfPolicy(
  store: Store,
  memory: EstateMemory,
  catalogue: SettingCatalogue,
  text: string,
  now: Instant,
): Promise<Result<PrerequisiteReading, Problem>> {
  return store.read(async (unit) => {
    const found = findPolicy(await unit.policies.loadLive(), text);
    if (!found.ok) return found;
    const { live, assignments } = found.value;
    return ok(await read(unit, memory, catalogue, { content: live.content, assignments }, now));
  });
}

/** The same of what a plan would bring; a retirement asks for nothing. */
export function prerequisitesOfPlan(
  store: Store,
  memory: EstateMemory,
  catalogue: SettingCatalogue,
  hash: string,
  now: Instant,
): Promise<Result<PrerequisiteReading, Problem>> {
  return store.read(async (unit) => {
    const stored = await unit.policies.findPlan(hash);
    if (stored === null) return err(problem("plan-unknown", `there is no plan \`${hash}\``));
    const { change, policyPlan } = stored.plan as unknown as RolloutPlan;
    if (change.kind !== "retire") return ok(await read(unit, memory, catalogue, change, now));
    return ok({ name: policyPlan.change.name, prerequisites: [], people: null, devices: 0, asOf: now });
  });
}

async function read(
  unit: Unit,
  memory: EstateMemory,
  catalogue: SettingCatalogue,
  { content, assignments }: Asked,
  now: Instant,
): Promise<PrerequisiteReading> {
  const { estate, engine } = await memory.read(unit);
  const report = prerequisitesOf({ content, assignments, estate, engine, catalogue, asOf: now });
  return { ...report, name: content.name, asOf: now };
}
