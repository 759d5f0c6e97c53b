import type { SeededRandom } from "../../src/kit/seeded-random.ts";
import { hugeText } from "./broken-text.ts";

/** JSON as a file may spell it: keys twice, texts that no string can be, numbers that no number is. */
export type Loose = null | boolean | number | string | readonly Loose[] | Raw | Pairs | { readonly [key: string]: Loose };

/** Stands in the file exactly so. */
class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** An object whose keys may repeat, and may be named like an object's own. */
class Pairs {
  readonly pairs: readonly (readonly [string, Loose])[];
  constructor(pairs: readonly (readonly [string, Loose])[]) {
    this.pairs = pairs;
  }
}

/** Breaks a value in one to four places. `others` lends pieces of other files. */
export function breakJson(value: Loose, others: readonly Loose[], random: SeededRandom): Loose {
  let broken = value;
  for (
    let count = random.weighted([
      [1, 6],
      [2, 3],
      [4, 1],
    ]);
    count > 0;
    count -= 1
  )
    broken = changeSomewhere(broken, others, random);
  return broken;
}

export function writeLoose(value: Loose): string {
  if (value instanceof Raw) return value.text;
  if (value instanceof Pairs)
    return `{${value.pairs.map(([key, inner]) => `${JSON.stringify(key)}:${writeLoose(inner)}`).join(",")}}`;
  if (isList(value)) return `[${value.map(writeLoose).join(",")}]`;
  if (isRecord(value)) return writeLoose(new Pairs(Object.entries(value)));
  return JSON.stringify(value);
}

function changeSomewhere(value: Loose, others: readonly Loose[], random: SeededRandom): Loose {
  const isInner = (isList(value) && value.length > 0) || isRecord(value) || value instanceof Pairs;
  if (!isInner || random.chance(0.22)) return random.pick(CHANGES)(value, random, others);
  if (isList(value)) {
    const at = random.int(0, value.length);
    return value.with(at, changeSomewhere(value[at] as Loose, others, random));
  }
  const pairs = pairsOf(value);
  if (pairs.length === 0) return random.pick(CHANGES)(value, random, others);
  const at = random.int(0, pairs.length);
  const [key, inner] = pairs[at] as readonly [string, Loose];
  return new Pairs(pairs.with(at, [key, changeSomewhere(inner, others, random)]));
}

type Change = (value: Loose, random: SeededRandom, others: readonly Loose[]) => Loose;

const TYPES: readonly Loose[] = [null, true, false, 0, -1, 1.5, 1e308, "", "x", [], {}, [[]], [null], [{}], { "": null }];
const SPELLINGS = [
  "1e999",
  "-1e999",
  "-0",
  "01",
  "1e-400",
  "NaN",
  "0x10",
  "12345678901234567890",
  '"\\ud800"',
  '"\\udc00x"',
  '"\\u0000"',
  '"\\x"',
  "'x'",
  "tru",
  "",
];
const KEYS = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "",
  "@odata.type",
  "value",
  "settings",
  "id",
  "name",
  "displayName",
  "Keys",
  "Values",
  "assignments",
  "children",
  "settingInstance",
  "settingDefinitionId",
];

const CHANGES: readonly Change[] = [
  (_, random) => random.pick(TYPES),
  (_, random) => new Raw(random.pick(SPELLINGS)),
  (_, random) => hugeText(random),
  (_, random, others) => pieceOf(random.pick(others), random),
  // Nesting: within the limit, beyond it, and far beyond the stack's end.
  (value, random) => nested(value, random.pick([2, 30, 99, 101, 150]), random),
  (_, random) => new Raw(random.pick(["[", '{"children":[', '{"a":']).repeat(random.pick([150, 5_000, 60_000]))),
  // Written once more as a text, as PowerShell does.
  (value, random) => {
    let text = writeLoose(value);
    for (let count = random.int(0, 4); count > 0; count -= 1) text = JSON.stringify(text);
    return text;
  },
  (value) => ({ value: isList(value) ? value : [value], Count: 1 }),
  (value) => [value],
  (value) => [JSON.stringify(writeLoose(value)), "deviceManagement/x", "n", ["i"], {}],
  (value, random) =>
    [value, value, ...Array.from({ length: random.pick([0, 20, 300]) }, () => value)].slice(
      0,
      400_000 / (writeLoose(value).length + 1) + 1,
    ),
  // On objects; anything else becomes one.
  onPairs((pairs, random) => pairs.filter((_, at) => at !== random.int(0, pairs.length))),
  onPairs((pairs, random) => [...pairs, ...pairs.slice(0, random.int(1, 4))]),
  onPairs((pairs, random) =>
    pairs.map(([key, inner], at) => [at === random.int(0, pairs.length) ? random.pick(KEYS) : key, inner]),
  ),
  onPairs((pairs, random) => [[random.pick(KEYS), random.pick(TYPES)], ...pairs]),
  onPairs((pairs) => [
    ["__proto__", { name: "p", polluted: true }],
    ["constructor", { prototype: { polluted: true } }],
    ...pairs,
  ]),
  onPairs((pairs, random) => [[hugeText(random), 1], ...pairs]),
  onPairs((pairs, random) => pairs.map(([key]) => [key, (pairs[random.int(0, pairs.length)] as readonly [string, Loose])[1]])),
  onPairs((pairs, random, others) => retagged(pairs, random, others)),
  onPairs((pairs) => [
    ["Keys", pairs.map(([key]) => key)],
    ["Values", pairs.map(([, inner]) => inner)],
  ]),
  onPairs((pairs, random) => [
    ...pairs,
    ...Array.from({ length: random.pick([10, 5_000]) }, (_, at): [string, Loose] => [`k${at}`, at]),
  ]),
];

type PairChange = (pairs: Pairs["pairs"], random: SeededRandom, others: readonly Loose[]) => Pairs["pairs"];

function onPairs(change: PairChange): Change {
  return (value, random, others) =>
    new Pairs(change(isRecord(value) || value instanceof Pairs ? pairsOf(value) : [["value", value]], random, others));
}

/** Another file's type over this one's content. */
function retagged(pairs: Pairs["pairs"], random: SeededRandom, others: readonly Loose[]): Pairs["pairs"] {
  const other = random.pick(others);
  const type = isRecord(other) ? other["@odata.type"] : undefined;
  return [
    ["@odata.type", type ?? random.pick(["", "#microsoft.graph.", "#microsoft.graph.deviceManagementConfigurationPolicy", "x"])],
    ...pairs.filter(([key]) => key !== "@odata.type"),
  ];
}

function pieceOf(value: Loose, random: SeededRandom): Loose {
  const inner = isList(value) ? value : isRecord(value) ? Object.values(value) : [];
  return inner.length === 0 || random.chance(0.3) ? value : pieceOf(random.pick(inner), random);
}

function nested(value: Loose, levels: number, random: SeededRandom): Loose {
  const key = random.pick(["children", "value", "settings", "a"]);
  let wrapped = value;
  for (let level = 0; level < levels; level += 1) wrapped = level % 2 === 0 ? [wrapped] : { [key]: wrapped };
  return wrapped;
}

function pairsOf(value: Pairs | Readonly<Record<string, Loose>>): Pairs["pairs"] {
  return value instanceof Pairs ? value.pairs : Object.entries(value);
}

function isList(value: Loose): value is readonly Loose[] {
  return Array.isArray(value);
}

function isRecord(value: Loose): value is { readonly [key: string]: Loose } {
  return typeof value === "object" && value !== null && !isList(value) && !(value instanceof Raw) && !(value instanceof Pairs);
}
