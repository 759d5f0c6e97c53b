import { parseArgs } from "node:util";
import { overlapCount } from "../src/audience/device-set.ts";
import { EMBEDDED_CONFLICT_RULE } from "../src/policy/conflict-rule.ts";
import { conflictIndex, eachMeeting, type ConflictIndex } from "../src/policy/conflict/conflict-index.ts";
import { meetingsOf } from "../src/policy/conflict/meetings.ts";
import { conflictsOfPolicy, policyConflicts } from "../src/policy/conflict/policy-conflicts.ts";
import type { ReachedPolicy } from "../src/policy/reached-policy.ts";
import { askDuckDb, fastest, type DuckDbPairs } from "./conflicts/duckdb.ts";
import { randomPolicies, type RandomPolicies } from "./conflicts/random-policies.ts";
import { timed } from "./shared/measure.ts";
import { outcomeOf, outcomeText, type Measurement } from "./shared/outcome.ts";

/*
 *   npm run bench -- conflicts [--policies 2000] [--avg-settings 200] [--devices 100000] [--seed 7] [--against duckdb] [--json]
 *
 * Which policies really conflict: static candidates (two policies that ask different values of a node), then exact pairs (those that
 * meet on a device, with how many). Oracle: every two policies compared setting by setting and device word by device word, with
 * nothing of the product's index. Then the product's own whole answer, every class with its words, on a smaller estate.
 */

const { values: flags } = parseArgs({
  options: {
    policies: { type: "string", default: "2000" },
    "avg-settings": { type: "string", default: "200" },
    devices: { type: "string", default: "100000" },
    seed: { type: "string", default: "7" },
    against: { type: "string", default: "" },
    json: { type: "boolean", default: false },
  },
});

const CATALOGUE = 12_000;
const ROUNDS = 5;
const PAIRS_MS_MAX = 400;
const ONE_POLICY_MS_MAX = 2;
const WHOLE = { policies: 300, settings: 40, devices: 20_000, catalogue: 2_000 };

process.exitCode = await main();

async function main(): Promise<number> {
  const seed = Number(flags.seed);
  const sizes = {
    policies: Number(flags.policies),
    settings: Number(flags["avg-settings"]),
    devices: Number(flags.devices),
    catalogue: CATALOGUE,
  };
  const random = randomPolicies(seed, sizes);
  const measurements = [await pairs(random), await wholeAnswer(seed)];
  const outcome = outcomeOf("conflicts", seed, measurements);
  process.stdout.write(flags.json ? `${JSON.stringify(outcome, null, 2)}\n` : outcomeText("conflicts", seed, measurements));
  return outcome.mismatches > 0 ? 1 : 0;
}

async function pairs(random: RandomPolicies): Promise<Measurement> {
  const { policies, cells } = random;
  const built = await timed(() => conflictIndex(policies));
  const index = built.value;
  const candidatesMs = await fastest(ROUNDS, () => candidatesOf(index));
  const candidates = candidatesOf(index);
  const exactMs = await fastest(ROUNDS, () => exactOf(policies, candidates));
  const exact = exactOf(policies, candidates);
  const onePolicyMs = await fastest(ROUNDS, () =>
    conflictsOfPolicy(policies[0] as ReachedPolicy, policies.slice(1), EMBEDDED_CONFLICT_RULE),
  );
  const naive = await timed(() => naivePairs(random));
  const duck = flags.against.split(",").includes("duckdb") ? await askDuckDb(random, ROUNDS) : null;
  const real = [...exact.values()].filter((devices) => devices > 0).length;
  return {
    name: `${policies.length} policies, ${cells.length} settings of a catalogue of ${CATALOGUE}, ${flags.devices} devices`,
    figures: {
      indexMs: built.tookMs,
      candidatesMs,
      exactMs,
      candidatePairs: exact.size,
      pairsThatMeet: real,
      ofPairs: (policies.length * (policies.length - 1)) / 2,
      onePolicyMs,
      naiveMs: naive.tookMs,
    },
    peers: duck === null ? [] : peersOf(duck, candidatesMs, exactMs),
    mismatches: differences(exact, naive.value) + (duck === null ? 0 : differences(exact, duck.candidates)),
    oracle: `every pair and its devices, by the naive comparison${duck === null ? "" : " and by DuckDB"}`,
    goals: [
      { what: "exact pairs with counts, ms", goal: `<= ${PAIRS_MS_MAX}`, value: exactMs, met: exactMs <= PAIRS_MS_MAX },
      {
        what: "one edited policy, ms",
        goal: `<= ${ONE_POLICY_MS_MAX}`,
        value: onePolicyMs,
        met: onePolicyMs <= ONE_POLICY_MS_MAX,
      },
    ],
  };
}

function peersOf({ candidatesMs, exactMs }: DuckDbPairs, ownCandidatesMs: number, ownExactMs: number): Measurement["peers"] {
  return [
    { name: "DuckDB, candidates, ms (all cores)", value: candidatesMs, ratio: candidatesMs / ownCandidatesMs },
    { name: "DuckDB, exact pairs, ms (all cores)", value: exactMs, ratio: exactMs / ownExactMs },
  ];
}

/** A bit for each two policies: `low` times the number of policies, plus `high`. */
function candidatesOf(index: ConflictIndex): Uint32Array {
  const count = index.policies.length;
  const bits = new Uint32Array((count * count + 31) >>> 5);
  eachMeeting(index, (a, b) => {
    if (a.kindKey === b.kindKey) return;
    const at = a.at * count + b.at;
    bits[at >>> 5] = (bits[at >>> 5] as number) | (1 << (at & 31));
  });
  return bits;
}

function exactOf(policies: readonly ReachedPolicy[], candidates: Uint32Array): ReadonlyMap<string, number> {
  const meetings = meetingsOf(policies);
  const count = policies.length;
  const found = new Map<string, number>();
  candidates.forEach((word, at) => {
    for (let rest = word; rest !== 0; rest &= rest - 1) {
      const pair = at * 32 + (31 - Math.clz32(rest & -rest));
      const [a, b] = [Math.floor(pair / count), pair % count];
      found.set(`${a} ${b}`, meetings(a, b));
    }
  });
  return found;
}

/** All pairs, each setting of the one looked up in the other. */
function naivePairs({ policies, cells }: RandomPolicies): ReadonlyMap<string, number> {
  const values = policies.map(() => new Map<number, number>());
  for (const { policy, node, value } of cells) values[policy]?.set(node, value);
  const found = new Map<string, number>();
  values.forEach((mine, a) => {
    for (let b = a + 1; b < values.length; b++) {
      const theirs = values[b] as Map<number, number>;
      const differ = [...mine].some(([node, value]) => (theirs.get(node) ?? value) !== value);
      if (differ) found.set(`${a} ${b}`, devicesOfBoth(policies[a] as ReachedPolicy, policies[b] as ReachedPolicy));
    }
  });
  return found;
}

function devicesOfBoth(a: ReachedPolicy, b: ReachedPolicy): number {
  let devices = 0;
  a.reach.words.forEach((word, at) => {
    for (let both = word & (b.reach.words[at] as number); both !== 0; both &= both - 1) devices += 1;
  });
  return devices;
}

function differences(ours: ReadonlyMap<string, number>, theirs: ReadonlyMap<string, number>): number {
  const keys = new Set([...ours.keys(), ...theirs.keys()]);
  return [...keys].filter((key) => ours.get(key) !== theirs.get(key)).length;
}

async function wholeAnswer(seed: number): Promise<Measurement> {
  const { policies } = randomPolicies(seed + 1, WHOLE);
  const answer = await timed(() => policyConflicts(policies, EMBEDDED_CONFLICT_RULE));
  const places = new Map(policies.map((policy) => [policy.policyId, policy]));
  const wrong = answer.value.filter(({ a, b, devices }) => {
    const [left, right] = [places.get(a.policyId), places.get(b?.policyId ?? a.policyId)];
    return left === undefined || right === undefined || overlapCount(left.reach, right.reach) !== devices;
  });
  return {
    name: `the product's whole answer: ${WHOLE.policies} policies of ${WHOLE.settings} settings, ${WHOLE.devices} devices`,
    figures: {
      wholeAnswerMs: answer.tookMs,
      hard: answer.value.filter((one) => one.class === "hard").length,
      duplicates: answer.value.filter((one) => one.class === "duplicate").length,
    },
    peers: [],
    mismatches: wrong.length,
    oracle: "the devices of every row; which rows there are is held by policy-conflicts.test.ts",
    goals: [],
  };
}
