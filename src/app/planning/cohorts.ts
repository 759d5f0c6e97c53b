import { difference, emptySet, indexesOf, setOf, type DeviceSet } from "../../audience/device-set.ts";
import type { Json } from "../../kit/canonical-json.ts";
import type { DeviceId, PolicyId } from "../../kit/ids.ts";
import { changeReach, queryOf } from "../../policy/change-reach.ts";
import type { PolicyChange } from "../../policy/change.ts";
import type { ReachedPolicy } from "../../policy/reached-policy.ts";
import type { PolicyContent } from "../../policy/policy.ts";
import { chooseIsolatedPilot } from "../../rollout/isolated-pilot.ts";
import type { PlannedPhase } from "../../rollout/phase.ts";
import { choosePilot } from "../../rollout/pilot.ts";
import { coAppliedPolicySets, type PolicySets } from "../../rollout/policy-sets.ts";
import { deviceAt, pilotCandidates, populationOf, type Population } from "../../rollout/population.ts";
import { waveCohort } from "../../rollout/wave.ts";
import type { WorldReading } from "./world-reading.ts";

/** The devices that a phase takes now, and what to show of how they were found. */
export type Cohort = Readonly<{ deviceIds: readonly DeviceId[]; selection: CohortSelection }>;

/** `policySets`: the sets that the final pilot has to hear from, each with its devices in the cohort (S24). */
export type CohortSelection = Readonly<{
  population: number;
  laboratory: number;
  excluded: readonly Readonly<{ reason: string; devices: number }>[];
  coverage: Json;
  policySets: readonly Readonly<{ policyIds: readonly PolicyId[]; deviceIds: readonly DeviceId[] }>[];
  note: string;
}>;

/** What cohorts are drawn from: one reading of the world, for one change. */
export type CohortSource = Readonly<{
  world: WorldReading;
  change: PolicyChange;
  population: Population;
  policySets: PolicySets;
  others: readonly ReachedPolicy[];
  content: PolicyContent;
  protectedPolicyIds: ReadonlySet<PolicyId>;
}>;

export function cohortSourceOf(world: WorldReading, change: PolicyChange): CohortSource {
  const live = world.policies.find((policy) => policy.id === change.policyId);
  const content = change.kind === "retire" ? live?.live.content : change.content;
  if (content === undefined) throw new Error(`policy ${change.policyId} is gone`);
  const reach = changeReach(world.engine, change, live).inScope;
  const population = populationOf({ estate: world.estate, reach, platforms: content.platforms, asOf: world.asOf });
  const others = world.policies
    .filter((policy) => policy.id !== change.policyId)
    .map((policy) => ({
      policyId: policy.id,
      name: policy.live.content.name,
      content: policy.live.content,
      reach: world.engine.reach(queryOf(policy)),
    }));
  const policySets = coAppliedPolicySets(world.engine, world.policies, change.policyId);
  return { world, change, population, policySets, others, content, protectedPolicyIds: protectedPolicies(others) };
}

/**
 * Freezes who is in a phase: never more than its cap, never somebody of an earlier phase (S18, S20, S23, S24, S30).
 * An empty cohort comes back empty, with a note that says why.
 */
export function chooseCohort(
  source: CohortSource,
  phase: PlannedPhase,
  salt: string,
  alreadyInIds: readonly DeviceId[],
  isLast: boolean,
): Cohort {
  const alreadyIn = indexSet(source, alreadyInIds);
  switch (phase.kind) {
    case "proof-of-concept":
      return laboratoryCohort(source, phase.cap);
    case "pilot-isolated": {
      const chosen = isolatedOf(source, phase.cap, salt, alreadyIn);
      if (!chosen.ok) return cohort(source, [], null, "no device can try the change alone");
      return cohort(
        source,
        chosen.value.devices,
        chosen.value.coverage,
        `${chosen.value.suspendedPolicyIds.length} policies suspended while the phase lasts`,
      );
    }
    case "pilot-final": {
      // The gate hears the sets from this cohort: devices of the isolated pilot, which was another test, cover none of them.
      const allowed = difference(pilotCandidates(source.population), alreadyIn);
      const { population, policySets } = source;
      const { devices, coverage } = choosePilot({
        population,
        policySets,
        sizeMax: phase.cap,
        salt,
        alreadyIn: nobody(source),
        allowed,
      });
      const drawn = cohort(source, devices, coverage, "chosen to resemble the population");
      return { ...drawn, selection: { ...drawn.selection, policySets: setsToHear(source, devices, allowed) } };
    }
    case "wave": {
      const devices = waveCohort({ population: source.population, alreadyIn, sizeMax: phase.cap, salt, last: isLast });
      return cohort(source, devices, null, "in the salted order");
    }
  }
}

export function isolatedOf(
  source: CohortSource,
  sizeMax: number,
  salt: string,
  alreadyIn: DeviceSet,
): ReturnType<typeof chooseIsolatedPilot> {
  const { population, policySets, others, content, protectedPolicyIds } = source;
  return chooseIsolatedPilot({ population, policySets, others, content, protectedPolicyIds, sizeMax, salt, alreadyIn });
}

export function nobody(source: CohortSource): DeviceSet {
  return emptySet(source.world.estate.devices.length);
}

function laboratoryCohort(source: CohortSource, cap: number): Cohort {
  const devices = indexesOf(source.population.laboratory).slice(0, cap);
  return cohort(source, devices, null, "test-only devices of the policy's platforms, whether it reaches them or not");
}

function cohort(source: CohortSource, indexes: readonly number[], coverage: Json, note: string): Cohort {
  const { population, world } = source;
  const reasons = new Map<string, number>();
  for (const { reason } of population.excluded) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return {
    deviceIds: indexes.map((index) => deviceAt(world.estate, index).id),
    selection: {
      population: indexesOf(population.eligible).length,
      laboratory: indexesOf(population.laboratory).length,
      excluded: [...reasons].map(([reason, devices]) => ({ reason, devices })),
      coverage,
      policySets: [],
      note,
    },
  };
}

/**
 * The sets the gate has to hear from: those that at least 1 % of the population carries and that somebody who may be in a
 * pilot carries. One that the cohort does not meet holds the gate until an approver waives it (S24).
 */
function setsToHear(
  { population, policySets, world }: CohortSource,
  indexes: readonly number[],
  allowed: DeviceSet,
): CohortSelection["policySets"] {
  const setOf = (index: number) => policySets.setOfDevice[index] ?? 0;
  const members = indexesOf(population.eligible);
  const sizes = Map.groupBy(members, setOf);
  const withCandidates = new Set(indexesOf(allowed).map(setOf));
  const chosen = Map.groupBy(indexes, setOf);
  return [...sizes]
    .filter(([set, devices]) => withCandidates.has(set) && devices.length * 100 >= members.length)
    .sort(([a], [b]) => a - b)
    .map(([set]) => ({
      policyIds: policySets.sets[set] ?? [],
      deviceIds: (chosen.get(set) ?? []).map((index) => deviceAt(world.estate, index).id),
    }));
}

function indexSet(source: CohortSource, deviceIds: readonly DeviceId[]): DeviceSet {
  const { estate } = source.world;
  const indexes = deviceIds.flatMap((deviceId) => estate.indexByDeviceId.get(deviceId) ?? []);
  return setOf(estate.devices.length, indexes);
}

/**
 * Security, certificate and network policies are never suspended (requirements.md 2.12). Told by the settings they hold;
 * doubt protects, so that whatever is not plainly something else stays on.
 */
function protectedPolicies(others: readonly ReachedPolicy[]): ReadonlySet<PolicyId> {
  return new Set(
    others
      .filter(
        ({ content }) =>
          content.kind !== "settings-catalog" || content.settings.some((setting) => PROTECTED.test(setting.definitionId)),
      )
      .map((policy) => policy.policyId),
  );
}

const PROTECTED =
  /defender|bitlocker|firewall|deviceguard|laps|wifi|vpn|certificate|scep|exploitguard|attacksurface|filevault|encryption|passwordpolicy|devicelock|security/i;
