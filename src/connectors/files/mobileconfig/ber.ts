/** One element of ASN.1 in BER (X.690): where its content is, and its children where it has any. */
export type BerNode = Readonly<{
  /** 0 universal, 2 context-specific. */
  tagClass: number;
  tag: number;
  constructed: boolean;
  startAt: number;
  contentAt: number;
  /** Behind the content; the end-of-contents mark of an indefinite length is not part of it. */
  contentEnd: number;
  /** Behind the element. */
  endAt: number;
}>;

/** Thrown by the functions of this file alone; whoever walks a tree catches it once, outside. */
export class BerInvalid extends Error {
  override readonly name = "BerInvalid";
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Signed profiles nest about ten levels. */
const LEVELS_MAX = 32;

/** Elements looked at, over one walk: indefinite lengths are measured by walking, and nested ones again at each level. */
const LOOKS_MAX = 200_000;

export type BerInput = { readonly bytes: Uint8Array; looks: number };

export function berInput(bytes: Uint8Array): BerInput {
  return { bytes, looks: 0 };
}

/** The element that starts at `at` and has to end before `end`. */
export function berNodeAt(input: BerInput, at: number, end: number, level = 0): BerNode {
  input.looks += 1;
  if (input.looks > LOOKS_MAX || level > LEVELS_MAX) throw new BerInvalid("too many or too deeply nested elements", at);
  const first = byteAt(input, at, end);
  const tag = first & 0x1f;
  if (tag === 0x1f) throw new BerInvalid("a tag of several bytes, which no signed profile has", at);
  const constructed = (first & 0x20) !== 0;
  const lengthAt = at + 1;
  const lengthByte = byteAt(input, lengthAt, end);
  const head = { tagClass: first >> 6, tag, constructed, startAt: at };
  if (lengthByte !== 0x80) {
    const { contentAt, length } = definiteLength(input, lengthAt, end);
    if (contentAt + length > end) throw new BerInvalid(`an element of ${length} bytes is longer than what is left`, at);
    return { ...head, contentAt, contentEnd: contentAt + length, endAt: contentAt + length };
  }
  if (!constructed) throw new BerInvalid("an indefinite length on a plain value", at);
  const contentEnd = endOfContents(input, lengthAt + 1, end, level);
  return { ...head, contentAt: lengthAt + 1, contentEnd, endAt: contentEnd + 2 };
}

export function berChildren(input: BerInput, parent: BerNode, level = 0): readonly BerNode[] {
  if (!parent.constructed) throw new BerInvalid("a plain value where a list of elements was due", parent.startAt);
  const children: BerNode[] = [];
  for (let at = parent.contentAt; at < parent.contentEnd; ) {
    const child = berNodeAt(input, at, parent.contentEnd, level + 1);
    children.push(child);
    at = child.endAt;
  }
  return children;
}

export function berContent(input: BerInput, node: BerNode): Uint8Array {
  return input.bytes.subarray(node.contentAt, node.contentEnd);
}

/** An octet string, which BER may write in pieces. */
export function berOctets(input: BerInput, node: BerNode): Uint8Array {
  const pieces: Uint8Array[] = [];
  collectOctets(input, node, 0, pieces);
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function collectOctets(input: BerInput, node: BerNode, level: number, pieces: Uint8Array[]): void {
  if (node.tagClass !== 0 || node.tag !== 4)
    throw new BerInvalid("no octet string where the signed content was due", node.startAt);
  if (!node.constructed) {
    pieces.push(berContent(input, node));
    return;
  }
  for (const child of berChildren(input, node, level)) collectOctets(input, child, level + 1, pieces);
}

function definiteLength(input: BerInput, at: number, end: number): { contentAt: number; length: number } {
  const first = byteAt(input, at, end);
  if (first < 0x80) return { contentAt: at + 1, length: first };
  const count = first & 0x7f;
  if (count > 4) throw new BerInvalid("a length of more than four bytes", at);
  let length = 0;
  for (let index = 1; index <= count; index += 1) length = length * 256 + byteAt(input, at + index, end);
  return { contentAt: at + 1 + count, length };
}

function endOfContents(input: BerInput, from: number, end: number, level: number): number {
  for (let at = from; ; ) {
    if (byteAt(input, at, end) === 0 && byteAt(input, at + 1, end) === 0) return at;
    at = berNodeAt(input, at, end, level + 1).endAt;
  }
}

function byteAt(input: BerInput, at: number, end: number): number {
  const byte = at < end ? input.bytes[at] : undefined;
  if (byte === undefined) throw new BerInvalid("the bytes end within an element", at);
  return byte;
}
