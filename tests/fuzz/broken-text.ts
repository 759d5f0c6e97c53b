import type { SeededRandom } from "../../src/kit/seeded-random.ts";

/** Breaks bytes without knowing what they are. */
export function breakBytes(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  return random.pick(ON_BYTES)(bytes, random);
}

/** The same text as other programs would write it, and as none should. */
export function encodeOddly(text: string, random: SeededRandom): Uint8Array {
  return random.pick(ENCODINGS)(text);
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Longer than any name, and not so long that thousands of them take minutes. */
export function hugeText(random: SeededRandom): string {
  const unit = random.pick(["x", "é", "𝒳", "\n", "/", "~1", "<", '"', "\u202e", "a/b"]);
  return unit.repeat(random.pick([300, 2_000, 20_000, 100_000]));
}

/** Many times over, but no more than a megabyte: what is broken twice would else grow without end. */
export function repeated(text: string, times: number): string {
  return text.repeat(Math.max(1, Math.min(times, Math.floor(1_000_000 / (text.length + 1)))));
}

type OnBytes = (bytes: Uint8Array, random: SeededRandom) => Uint8Array;

const ON_BYTES: readonly OnBytes[] = [
  (bytes, random) => bytes.slice(0, random.int(0, bytes.length + 1)),
  (bytes, random) => bytes.slice(random.int(0, bytes.length + 1)),
  (bytes, random) => {
    const flipped = bytes.slice();
    for (let count = random.int(1, 30); count > 0 && flipped.length > 0; count -= 1)
      flipped[random.int(0, flipped.length)] = random.int(0, 256);
    return flipped;
  },
  (bytes, random) => {
    const from = random.int(0, bytes.length + 1);
    return joined(bytes.subarray(0, from), bytes.subarray(random.int(from, bytes.length + 1)));
  },
  (bytes, random) => {
    const from = random.int(0, bytes.length + 1);
    const piece = bytes.subarray(from, random.int(from, bytes.length + 1));
    return joined(bytes.subarray(0, from), ...Array.from({ length: random.int(1, 4) }, () => piece), bytes.subarray(from));
  },
  (bytes, random) => {
    const at = random.int(0, bytes.length + 1);
    return joined(bytes.subarray(0, at), random.pick(ODD_BYTES), bytes.subarray(at));
  },
];

const ODD_BYTES: readonly Uint8Array[] = [
  [0],
  [0xff, 0xfe],
  [0xef, 0xbb, 0xbf],
  [0xed, 0xa0, 0x80],
  [0xc0, 0xaf],
  [0x1a],
  [0xe2, 0x80, 0xae],
  Array.from({ length: 4_096 }, () => 0),
].map((bytes) => new Uint8Array(bytes));

const ENCODINGS: readonly ((text: string) => Uint8Array)[] = [
  (text) => utf8(`\ufeff${text}`),
  (text) => utf8(`\ufeff\ufeff${text}`),
  (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  (text) => Buffer.from(text, "utf16le"),
  (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
  (text) => Buffer.from(text, "utf16le").subarray(0, -1),
  (text) => Buffer.from(text, "latin1"),
  (text) => utf8(JSON.stringify(text)),
  (text) => utf8(JSON.stringify(JSON.stringify(text))),
];

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
