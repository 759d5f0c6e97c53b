import type { SeededRandom } from "../../src/kit/seeded-random.ts";
import { hugeText, repeated } from "./broken-text.ts";

type Change = (text: string, random: SeededRandom) => string;

/** Breaks the lines and fields of a CSV table. */
export function breakCsv(text: string, random: SeededRandom): string {
  return several(text, CSV_CHANGES, random);
}

/** Breaks YAML by its lines, and brings in what of YAML no export uses. */
export function breakYaml(text: string, random: SeededRandom): string {
  return several(text, YAML_CHANGES, random);
}

function several(text: string, changes: readonly Change[], random: SeededRandom): string {
  let broken = text;
  for (
    let count = random.weighted([
      [1, 6],
      [2, 3],
      [4, 1],
    ]);
    count > 0;
    count -= 1
  )
    broken = random.pick(changes)(broken, random);
  return broken;
}

const FIELDS = [
  "",
  '"',
  '""',
  '"a',
  'a"b',
  '"a,b"',
  '"a\nb"',
  '"a""b"',
  "=1+1",
  "@x",
  ";",
  "a;b;c",
  "\t",
  "\u0000",
  "\u202e",
  "é",
  "true",
  "-1",
  "NaN",
  "1e999",
  "__proto__",
  "constructor",
  "9999-99-99T99:99:99Z",
  "Mars/Base",
  "x".repeat(5_000),
];

const CSV_CHANGES: readonly Change[] = [
  onLine((line, random) => onField(line, random, () => random.pick(FIELDS))),
  onLine((line, random) => onField(line, random, () => hugeText(random))),
  onLine((line, random) => onField(line, random, (field) => `"${field}`)),
  onLine((line, random) => `${line},${random.pick(FIELDS)}`),
  onLine((line) => line.slice(0, line.lastIndexOf(","))),
  onLine((line, random) => repeated(`${line}\n`, random.pick([2, 50, 1_000]))),
  onLine(() => ""),
  onLine((line) => line.split(",").toReversed().join(",")),
  onHeader((header, random) => onField(header, random, () => random.pick(["id", "name", "", "__proto__", "x", "ID", " id "]))),
  onHeader((header) => `${header},${header}`),
  onHeader((header, random) => `${header},${Array.from({ length: random.pick([1, 3_000]) }, (_, at) => `c${at}`).join(",")}`),
  onHeader(() => ""),
  (text) => text.replaceAll("\n", "\r\n"),
  (text) => text.replaceAll("\n", "\r"),
  (text) => text.replaceAll(",", ";"),
  (text) => text.replaceAll(",", "\t"),
  (text) => text.slice(text.indexOf("\n") + 1),
];

function onField(line: string, random: SeededRandom, change: (field: string) => string): string {
  const fields = line.split(",");
  const at = random.int(0, fields.length);
  return fields.with(at, change(fields[at] ?? "")).join(",");
}

function onHeader(change: Change): Change {
  return (text, random) => {
    const end = text.indexOf("\n");
    return end === -1 ? change(text, random) : change(text.slice(0, end), random) + text.slice(end);
  };
}

const YAML_VALUES = [
  "",
  "~",
  ".inf",
  ".nan",
  "0o17",
  "0x1f",
  "1_000",
  "12:30:45",
  "2026-01-01",
  "yes",
  "!!binary aGk=",
  "!!js/function x",
  "!x y",
  "&a x",
  "*a",
  "<<: *a",
  "| \n  x",
  ">-\n  x",
  "'",
  '"\\ud800"',
  '"\\u0000"',
  "[",
  "{a: 1",
  "[a, b",
  "? x",
  "- - - x",
  "%x",
  "@x",
  "`x",
  "__proto__: {a: 1}",
  "x: y: z",
  "\t",
  "# x",
  "---",
  "...",
];

const YAML_CHANGES: readonly Change[] = [
  onLine((line, random) => line.replace(/:.*$/, `: ${random.pick(YAML_VALUES)}`)),
  onLine((line, random) => line.replace(/:.*$/, `: ${JSON.stringify(hugeText(random))}`)),
  onLine((line, random) => `${line}\n${random.pick(YAML_VALUES)}`),
  onLine((line, random) => `${" ".repeat(random.pick([1, 2, 7, 300, 500]))}${line}`),
  onLine((line) => line.trimStart()),
  onLine((line) => line.replace(/ +/, "\t")),
  onLine((line, random) => repeated(`${line}\n`, random.pick([2, 500]))),
  onLine(() => ""),
  onLine((line, random) =>
    line.replace(
      /[^\s:][^:]*:/,
      `${random.pick(["__proto__", "constructor", "? [a]", "{a: b}", "*a", "<<", "1", "null", "'@odata.type'"])}:`,
    ),
  ),
  onLine((line, random) => line.replace(/:.*$/, `: ${random.pick(["[", "{a: "]).repeat(random.pick([50, 150, 3_000, 60_000]))}`)),
  onLine((line, random) => line.replace(/:.*$/, `: ${random.pick(["- ", "? "]).repeat(random.pick([50, 150, 20_000]))}x`)),
  (text, random) =>
    `a: &a [x, x, x, x, x, x, x, x]\n${Array.from({ length: random.pick([2, 9, 40]) }, (_, at) => `b${at}: &${"abcdefgh".charAt((at + 1) % 8)} [*${"abcdefgh".charAt(at % 8)}, *a, *a]`).join("\n")}\n${text}`,
  (text) => `${text}\n---\n${text}`,
  (text) => `%YAML 1.1\n---\n${text}`,
  (text) => text.replaceAll("\n", "\r\n"),
  (text, random) =>
    `${Array.from({ length: random.pick([90, 120, 450]) }, (_, level) => `${" ".repeat(level)}a:`).join("\n")} 1\n${text}`,
];

function onLine(change: Change): Change {
  return (text, random) => {
    const lines = text.split("\n");
    const at = random.int(0, lines.length);
    return lines.with(at, change(lines[at] ?? "", random)).join("\n");
  };
}
