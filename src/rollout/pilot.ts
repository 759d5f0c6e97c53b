import type { PolicyId } from "../kit/ids.ts";
import { has, type DeviceSet } from "../audience/device-set.ts";
import { pilotCoverage, type PilotCoverage } from "./pilot-coverage.ts";
import { isMajor, strataOf, type Strata } from "./pilot-strata.ts";
import { placesInOrder } from "./places.ts";
import type { PolicySets } from "./policy-sets.ts";
import { pilotCandidates, type Population } from "./population.ts";

export type PilotInputs = Readonly<{
  population: Population;
  policySets: PolicySets;
  /** The most devices to choose. */
  sizeMax: number;
  salt: string;
  /** Devices exposed before (the isolated pilot): not chosen again, and counted as part of the pilot they already are. */
  alreadyIn: DeviceSet;
  /** Who may be chosen; left out: all pilot candidates. Never widens those: no VIP, nothing mission-critical, nothing stale. */
  allowed?: DeviceSet;
}>;

/** `devices`: the newly chosen ones, ascending. `coverage` counts those already in too. */
export type PilotChoice = Readonly<{ devices: readonly number[]; coverage: PilotCoverage }>;

/**
 * Chooses a pilot that resembles its population. In this order, as far as `sizeMax` goes:
 * 1. one device of every set of co-applied policies that at least 1 % of the population carries, largest first;
 * 2. devices that meet existing policies which the pilot lacks: the final test considers all of them (S24);
 * 3. one device of the rarer sets, up to half of the pilot: beyond that they would push the majority out;
 * 4. devices that bring the pilot's shares of every attribute nearest to the population's, majors first covered once.
 * A person comes with all devices that may be in a pilot. Ties are broken by the salted order.
 */
export function choosePilot(inputs: PilotInputs): PilotChoice {
  const { population, alreadyIn, sizeMax } = inputs;
  const strata = strataOf(population, inputs.policySets);
  const candidates = pilotCandidates(population);
  const mayPilot = (index: number) =>
    has(candidates, index) && !has(alreadyIn, index) && (inputs.allowed === undefined || has(inputs.allowed, index));
  const picker = createPicker(inputs, strata, mayPilot);
  const { newlyMajorSets, newPolicies, newSets } = picker.gains;
  picker.pickWhile(newlyMajorSets, sizeMax, 1);
  picker.pickWhile(newPolicies, sizeMax, 1);
  picker.pickWhile(newSets, Math.floor(sizeMax / 2), 1);
  picker.pickWhile(() => 0, sizeMax, 0);
  const devices = [...picker.chosen].sort((a, b) => a - b);
  const pilot = new Set([...devices, ...strata.members.filter((index) => has(alreadyIn, index))]);
  return {
    devices,
    coverage: pilotCoverage(population.estate, strata, pilot, (index) => mayPilot(index) || has(alreadyIn, index)),
  };
}

type Gain = (members: readonly number[]) => number;

type Picker = Readonly<{
  chosen: readonly number[];
  gains: Readonly<{ newlyMajorSets: Gain; newPolicies: Gain; newSets: Gain }>;
  /** Picks the place with the highest gain a device, then with the best shares, until none gains `gainMin` or the pilot has `size`. */
  pickWhile: (gain: Gain, size: number, gainMin: number) => void;
}>;

/** A place as positions in `strata.members`. */
type Unit = { readonly members: readonly number[]; taken: boolean };

function createPicker(
  { population, alreadyIn, sizeMax, salt }: PilotInputs,
  strata: Strata,
  mayPilot: (index: number) => boolean,
): Picker {
  const positionOf = new Map(strata.members.map((index, position) => [index, position]));
  const units = placesInOrder(population.estate, strata.members.filter(mayPilot), salt).map((place): Unit => {
    return { members: place.indexes.map((index) => positionOf.get(index) as number), taken: false };
  });
  const before = strata.members.flatMap((index, position) => (has(alreadyIn, index) ? [position] : []));
  const shares = createShares(strata, sizeMax + before.length);
  const metPolicies = new Set<PolicyId>();
  const chosen: number[] = [];
  const take = (members: readonly number[]) => {
    for (const member of members) {
      shares.add(member);
      for (const policyId of strata.strata[setOf(strata, member)]?.policyIds ?? []) metPolicies.add(policyId);
    }
  };
  take(before);
  const newSetDevices = (members: readonly number[], majorOnly: boolean) => {
    const sets = new Set(members.map((member) => setOf(strata, member)).filter((set) => shares.countOf(set) === 0));
    const weights = [...sets]
      .map((set) => strata.strata[set])
      .filter((set) => set !== undefined && (!majorOnly || isMajor(set, strata.members.length)));
    return weights.reduce((sum, set) => sum + (set?.devices ?? 0), 0);
  };
  return {
    chosen,
    gains: {
      newlyMajorSets: (members) => newSetDevices(members, true),
      newSets: (members) => newSetDevices(members, false),
      newPolicies: (members) => {
        const ids = members.flatMap((member) => strata.strata[setOf(strata, member)]?.policyIds ?? []);
        return new Set(ids.filter((id) => !metPolicies.has(id))).size;
      },
    },
    pickWhile: (gain, size, gainMin) => {
      for (;;) {
        const best = bestUnit(units, size - chosen.length, gain, gainMin, shares.gain);
        if (best === null) return;
        best.taken = true;
        take(best.members);
        for (const member of best.members) chosen.push(strata.members[member] as number);
      }
    },
  };
}

function bestUnit(units: readonly Unit[], room: number, gain: Gain, gainMin: number, shareGain: Gain): Unit | null {
  let best: Unit | null = null;
  let bestGain = -1;
  let bestShare = -1;
  for (const unit of units) {
    if (unit.taken || unit.members.length > room) continue;
    const own = gain(unit.members);
    if (own < gainMin || own / unit.members.length < bestGain) continue;
    const ownGain = own / unit.members.length;
    const share = shareGain(unit.members) / unit.members.length;
    if (ownGain > bestGain || share > bestShare) [best, bestGain, bestShare] = [unit, ownGain, share];
  }
  return best;
}

function setOf(strata: Strata, member: number): number {
  return strata.ofMember[member]?.at(-1) as number;
}

/** Two devices with the same policies behave alike, so a set of policies weighs as much as two attributes. */
const POLICY_SET_WEIGHT = 2;

/**
 * How near a pilot of `size` devices is to the population's shares: the sum over strata of weight * min(count, target), and a
 * bonus for the first device of a major stratum. Each device more of a stratum gains less, so that greedy choice is sound.
 */
function createShares(
  strata: Strata,
  size: number,
): Readonly<{ add: (member: number) => void; countOf: (stratum: number) => number; gain: Gain }> {
  const population = strata.members.length;
  const major = strata.strata.map((stratum) => isMajor(stratum, population));
  const targets = strata.strata.map((stratum, id) => Math.max(major[id] === true ? 1 : 0, (size * stratum.devices) / population));
  const weights = strata.strata.map((stratum) => (stratum.attribute === "policy-set" ? POLICY_SET_WEIGHT : 1));
  const counts = new Int32Array(strata.strata.length);
  const shift = (member: number, by: number) => {
    for (const id of strata.ofMember[member] as readonly number[]) counts[id] = (counts[id] as number) + by;
  };
  const gainOfOne = (member: number) => {
    let sum = 0;
    for (const id of strata.ofMember[member] as readonly number[]) {
      const missing = (targets[id] as number) - (counts[id] as number);
      const first = counts[id] === 0 && major[id] === true ? 1 : 0;
      sum += (weights[id] as number) * (Math.min(1, Math.max(0, missing)) + first);
    }
    return sum;
  };
  return {
    add: (member) => shift(member, 1),
    countOf: (stratum) => counts[stratum] as number,
    gain: (members) => {
      if (members.length === 1) return gainOfOne(members[0] as number);
      // Devices of one person often share strata: each is counted on top of the ones before, and then taken back.
      let sum = 0;
      for (const member of members) {
        sum += gainOfOne(member);
        shift(member, 1);
      }
      for (const member of members) shift(member, -1);
      return sum;
    },
  };
}
