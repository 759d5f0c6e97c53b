import { compareText, type PolicyId } from "../kit/ids.ts";
import type { Estate } from "../estate/estate.ts";
import { isMajor, PILOT_ATTRIBUTES, type PilotAttribute, type Strata, type Stratum } from "./pilot-strata.ts";
import { deviceAt } from "./population.ts";

/** Strata with at least one pilot device, of all; what lacks is listed from 1 % of the population on, largest first. */
export type AttributeCoverage = Readonly<{
  attribute: PilotAttribute;
  strata: number;
  covered: number;
  /** Share of the population that lies in covered strata. */
  populationPercent: number;
  /** `candidates`: devices that could be added; 0 says that nobody there may be in a pilot. */
  uncovered: readonly Readonly<{ value: string | null; devices: number; candidates: number }>[];
}>;

/** How well a pilot represents its population (S20, S24). */
export type PilotCoverage = Readonly<{
  population: number;
  candidates: number;
  devices: number;
  /** Distinct people among the pilot's devices. */
  people: number;
  attributes: readonly AttributeCoverage[];
  policySets: Readonly<{
    sets: number;
    covered: number;
    populationPercent: number;
    uncovered: readonly Readonly<{ policyIds: readonly PolicyId[]; devices: number; candidates: number }>[];
  }>;
  /** Existing policies that meet the change on some device of the population, and those that no pilot device carries. */
  policies: Readonly<{ existing: number; met: number; unmet: readonly PolicyId[] }>;
}>;

/** @param pilot device indexes; @param mayPilot who can be, or already is, in the pilot */
export function pilotCoverage(
  estate: Estate,
  strata: Strata,
  pilot: ReadonlySet<number>,
  mayPilot: (index: number) => boolean,
): PilotCoverage {
  const inPilot = countByStratum(strata, (index) => pilot.has(index));
  const candidates = countByStratum(strata, mayPilot);
  const population = strata.members.length;
  const rows = strata.strata.map((stratum, id) => ({
    stratum,
    pilot: inPilot[id] as number,
    candidates: candidates[id] as number,
  }));
  const people = [...pilot].flatMap((index) => deviceAt(estate, index).primaryUserId ?? []);
  return {
    population,
    candidates: strata.members.filter(mayPilot).length,
    devices: pilot.size,
    people: new Set(people).size,
    attributes: PILOT_ATTRIBUTES.map((attribute) => {
      const { uncovered, ...counts } = summary(rows, attribute, population);
      return {
        attribute,
        ...counts,
        uncovered: uncovered.map(({ stratum, ...row }) => ({
          value: stratum.value,
          devices: stratum.devices,
          candidates: row.candidates,
        })),
      };
    }),
    policySets: setSummary(rows, population),
    policies: policySummary(rows),
  };
}

type Row = Readonly<{ stratum: Stratum; pilot: number; candidates: number }>;

function setSummary(rows: readonly Row[], population: number): PilotCoverage["policySets"] {
  const { strata, covered, populationPercent, uncovered } = summary(rows, "policy-set", population);
  const listed = uncovered.map(({ stratum, candidates }) => ({
    policyIds: stratum.policyIds,
    devices: stratum.devices,
    candidates,
  }));
  return { sets: strata, covered, populationPercent, uncovered: listed };
}

function policySummary(rows: readonly Row[]): PilotCoverage["policies"] {
  const sets = rows.filter((row) => row.stratum.attribute === "policy-set");
  const existing = new Set(sets.flatMap((row) => row.stratum.policyIds));
  const met = new Set(sets.filter((row) => row.pilot > 0).flatMap((row) => row.stratum.policyIds));
  return { existing: existing.size, met: met.size, unmet: [...existing].filter((id) => !met.has(id)).sort(compareText) };
}

function summary(all: readonly Row[], attribute: Stratum["attribute"], population: number) {
  const rows = all.filter((row) => row.stratum.attribute === attribute);
  const covered = rows.filter((row) => row.pilot > 0);
  const devices = covered.reduce((sum, row) => sum + row.stratum.devices, 0);
  const uncovered = rows.filter((row) => row.pilot === 0 && isMajor(row.stratum, population));
  uncovered.sort((a, b) => b.stratum.devices - a.stratum.devices || compareText(nameOf(a.stratum), nameOf(b.stratum)));
  return {
    strata: rows.length,
    covered: covered.length,
    populationPercent: population === 0 ? 0 : (100 * devices) / population,
    uncovered,
  };
}

function nameOf(stratum: Stratum): string {
  return stratum.value ?? stratum.policyIds.join(" ");
}

function countByStratum(strata: Strata, counts: (index: number) => boolean): readonly number[] {
  const found = strata.strata.map(() => 0);
  strata.members.forEach((index, member) => {
    if (counts(index)) for (const id of strata.ofMember[member] as readonly number[]) found[id] = (found[id] as number) + 1;
  });
  return found;
}
