import { deflateRawSync } from "node:zlib";
import { makeZip, type ZipPart } from "../../src/connectors/files/zip/make-zip.fixture.ts";
import type { SeededRandom } from "../../src/kit/seeded-random.ts";
import { breakBytes } from "./broken-text.ts";

/** Packs files into an archive that nobody should trust; `breakContent` breaks what is inside. */
export function breakZip(
  parts: readonly ZipPart[],
  breakContent: (bytes: Uint8Array) => Uint8Array,
  random: SeededRandom,
): Uint8Array {
  const [shape, hasBrokenBytes] = [random.pick(SHAPES), random.chance(0.25)];
  const broken = parts.map((part) => (random.chance(0.3) ? { ...part, bytes: breakContent(part.bytes as Uint8Array) } : part));
  const bytes = shape(broken, random);
  return hasBrokenBytes ? breakBytes(bytes, random) : bytes;
}

type Shape = (parts: readonly ZipPart[], random: SeededRandom) => Uint8Array;

const NAMES = [
  "../x.json",
  "a/../../x.json",
  "/etc/x.json",
  "C:/x.json",
  "C:\\x.json",
  "..\\..\\x.json",
  "a\u0000.json",
  "",
  "/",
  ".",
  "..",
  "./x.json",
  "a//b.json",
  "x.json/",
  "CON.json",
  "x.zip",
  "x.tar.gz",
  "__MACOSX/x.json",
  "__proto__.json",
  `${"d/".repeat(400)}x.json`,
  `${"n".repeat(2_000)}.json`,
  "\u202egnosj.x.json",
  "x.json ",
];
/** Every byte of a list entry's or a local header's fixed part may lie. */
const MARKS = [
  [0x50, 0x4b, 0x01, 0x02],
  [0x50, 0x4b, 0x03, 0x04],
  [0x50, 0x4b, 0x05, 0x06],
];

const SHAPES: readonly Shape[] = [
  makeZip,
  onPart((part, random) => ({ ...part, path: random.pick(NAMES) })),
  onPart((part) => ({ ...part, mode: 0o120777 })),
  onPart((part) => ({ ...part, encrypted: true })),
  onPart((part) => ({ ...part, stored: true })),
  onPart((part, random) => ({ ...part, claims: { size: random.pick([0, 1, 0xffffffff, 100_000_000]) } })),
  onPart((part, random) => ({ ...part, claims: { checksum: random.int(0, 0xffffffff) } })),
  onPart((part, random) => ({ ...part, claims: { localAt: random.pick([0, 1, 40, 0xffffffff, 0x7fffffff]) } })),
  onPart((part, random) => ({ ...part, bytes: new Uint8Array(random.pick([100_000, 1_100_000, 3_000_000])) })),
  (parts, random) => makeZip([...parts, { path: "inner.zip", bytes: makeZip(parts) }, ...(random.chance(0.5) ? parts : [])]),
  (parts) => makeZip([...parts, ...parts]),
  (parts) =>
    makeZip([
      ...parts,
      ...Array.from({ length: 300 }, (_, at) => ({ path: `e${at}.json`, bytes: "{}", claims: { localAt: 0 } })),
    ]),
  (parts, random) =>
    makeZip(
      Array.from({ length: random.pick([100, 2_000]) }, (_, at) => ({ path: `e${at}.json`, bytes: "{}" })).concat(parts as never),
    ),
  (parts, random) => lyingHeader(makeZip(parts), random),
  (parts, random) => lyingHeader(makeZip(parts), random),
  (parts) => Buffer.concat([Buffer.from("MZ junk in front"), makeZip(parts)]),
  (parts, random) => Buffer.concat([makeZip(parts), makeZip(parts.slice(0, 1)), Buffer.alloc(random.pick([0, 1, 70_000]))]),
  (parts) => deflateRawSync(makeZip(parts)),
  () => new Uint8Array(0),
];

function onPart(change: (part: ZipPart, random: SeededRandom) => ZipPart): Shape {
  return (parts, random) => {
    const at = random.int(0, parts.length);
    return makeZip(parts.with(at, change(parts[at] as ZipPart, random)));
  };
}

function lyingHeader(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  const buffer = Buffer.from(bytes);
  const mark = Buffer.from(random.pick(MARKS));
  const places: number[] = [];
  for (let at = buffer.indexOf(mark); at !== -1; at = buffer.indexOf(mark, at + 1)) places.push(at);
  if (places.length === 0) return buffer;
  const at = random.pick(places) + random.int(4, 46);
  if (at + 4 <= buffer.length) buffer.writeUInt32LE(random.pick([0, 1, 0xffff, 0xffffffff, random.int(0, 0xffffffff)]), at);
  return buffer;
}
