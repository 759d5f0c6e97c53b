import { crc32, inflateRawSync } from "node:zlib";
import type { SourceProblemCode } from "../../../app/ports/source-problem-codes.ts";
import { err, ok, type Result } from "../../../kit/result.ts";
import { FILE_BYTES_MAX } from "../decode-text.ts";
import { quoted } from "../problem-list.ts";

/** What all archives of an import may still unpack to: many small bombs make a large one. */
export type ZipBudget = { files: number; bytes: number };

/** As many files as an import takes at all, and what one server can hold of them, unpacked. */
export const ZIP_FILES_MAX = 20_000;
export const ZIP_BYTES_MAX = 256 * 1024 * 1024;

export function zipBudget(): ZipBudget {
  return { files: ZIP_FILES_MAX, bytes: ZIP_BYTES_MAX };
}

/** Exports in JSON and XML shrink to a twentieth; what shrinks to less than this is made to fill the memory. */
const RATIO_MAX = 200;

/** Below this a ratio says nothing: an empty table shrinks well. */
const RATIO_FROM_BYTES = 1024 * 1024;

export type ZipEntry = Readonly<{ path: string; bytes: Uint8Array }>;
export type ZipFault = Readonly<{ code: SourceProblemCode; message: string }>;

/**
 * Unpacks a zip archive in memory (APPNOTE 6.3). All or nothing: an archive with one file that cannot be trusted is not read.
 * What the archive says of sizes is never believed: every file is inflated against a limit, and holds its checksum.
 */
export function readZip(bytes: Uint8Array, budget: ZipBudget = zipBudget()): Result<readonly ZipEntry[], readonly ZipFault[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = directoryOf(view, budget.files);
  if (!directory.ok) return err([directory.error]);
  const faults = judgeEntries(directory.value);
  if (faults.length > 0) return err(faults);
  const entries: ZipEntry[] = [];
  budget.files -= directory.value.length;
  for (const entry of directory.value) {
    if (entry.path.endsWith("/")) continue;
    const content = contentOf(view, entry, budget.bytes);
    if (!content.ok) return err([content.error]);
    budget.bytes -= content.value.length;
    entries.push({ path: entry.path, bytes: content.value });
  }
  return ok(entries);
}

type Listed = Readonly<{
  path: string;
  isEncrypted: boolean;
  isLink: boolean;
  method: number;
  checksum: number;
  packedBytes: number;
  localAt: number;
}>;

const END_MARK = 0x06054b50;
const ENTRY_MARK = 0x02014b50;
const LOCAL_MARK = 0x04034b50;
const END_BYTES = 22;
const COMMENT_BYTES_MAX = 0xffff;

/** The list at the archive's end is what counts, as for every tool that unpacks; a second one in front is not looked for. */
function directoryOf(view: DataView, filesMax: number): Result<readonly Listed[], ZipFault> {
  const endAt = findEnd(view);
  if (endAt === null) return invalid("the list of files at the end of the archive is missing");
  const count = view.getUint16(endAt + 10, true);
  const startAt = view.getUint32(endAt + 16, true);
  if (count === 0xffff || startAt === 0xffffffff || count > filesMax)
    return err({ code: "archive-too-large", message: `more than ${ZIP_FILES_MAX} files in all archives together` });
  const listed: Listed[] = [];
  for (let at = startAt; listed.length < count; ) {
    if (at + 46 > endAt || view.getUint32(at, true) !== ENTRY_MARK)
      return invalid(`entry ${listed.length + 1} of the list is damaged`);
    const nameBytes = view.getUint16(at + 28, true);
    const nextAt = at + 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (nextAt > endAt) return invalid(`entry ${listed.length + 1} of the list is longer than the list`);
    const flags = view.getUint16(at + 8, true);
    // The upper half holds a Unix mode where a Unix system made the entry; 0xa000 marks a link.
    const isLink = view.getUint8(at + 5) === 3 && ((view.getUint32(at + 38, true) >>> 16) & 0xf000) === 0xa000;
    listed.push({
      path: nameOf(view, at + 46, nameBytes),
      isEncrypted: (flags & 1) !== 0,
      isLink,
      method: view.getUint16(at + 10, true),
      checksum: view.getUint32(at + 16, true),
      packedBytes: view.getUint32(at + 20, true),
      localAt: view.getUint32(at + 42, true),
    });
    at = nextAt;
  }
  return ok(listed);
}

function findEnd(view: DataView): number | null {
  const lowest = Math.max(0, view.byteLength - END_BYTES - COMMENT_BYTES_MAX);
  for (let at = view.byteLength - END_BYTES; at >= lowest; at -= 1) {
    if (view.getUint32(at, true) === END_MARK && at + END_BYTES + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  return null;
}

/** Windows' own older tools write backslashes. A name that is no UTF-8 is taken byte by byte: it only names the file. */
function nameOf(view: DataView, at: number, length: number): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, length);
  return decoded(bytes).replaceAll("\\", "/");
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString("latin1");
  }
}

/** What can be refused without unpacking anything, all at once. */
function judgeEntries(listed: readonly Listed[]): readonly ZipFault[] {
  const faults: ZipFault[] = [];
  const paths = new Set<string>();
  for (const entry of listed) {
    const name = quoted(entry.path);
    if (isUnsafe(entry.path)) faults.push({ code: "archive-path-unsafe", message: `${name} leads out of the archive` });
    else if (entry.isLink) faults.push({ code: "archive-path-unsafe", message: `${name} is a link` });
    else if (entry.isEncrypted) faults.push({ code: "archive-encrypted", message: `${name} is protected by a password` });
    else if (/\.(?:zip|jar|7z|rar|gz|tar|xz|bz2|cab)$/i.test(entry.path))
      faults.push({ code: "archive-nested", message: `${name} is an archive itself` });
    else if (paths.has(entry.path)) faults.push({ code: "archive-invalid", message: `${name} is in the archive twice` });
    paths.add(entry.path);
  }
  return [...faults, ...overlaps(listed)];
}

function isUnsafe(path: string): boolean {
  if (path === "" || path.length > 1_000 || path.startsWith("/") || /^[A-Za-z]:/.test(path)) return true;
  return /\p{Cc}/u.test(path) || path.split("/").some((step) => step === "..");
}

/** A bomb lets thousands of entries share one packed block; honest archives keep each apart. */
function overlaps(listed: readonly Listed[]): readonly ZipFault[] {
  const inOrder = [...listed].sort((a, b) => a.localAt - b.localAt);
  const second = inOrder.find((entry, index) => {
    const before = inOrder[index - 1];
    return before !== undefined && entry.localAt < before.localAt + 30 + before.packedBytes;
  });
  return second === undefined
    ? []
    : [{ code: "archive-invalid", message: `${quoted(second.path)} shares its bytes with another file` }];
}

function contentOf(view: DataView, entry: Listed, leftBytes: number): Result<Uint8Array, ZipFault> {
  const { localAt, packedBytes, path, method } = entry;
  const name = quoted(path);
  if (localAt + 30 > view.byteLength || view.getUint32(localAt, true) !== LOCAL_MARK)
    return invalid(`${name} is not where the list says`);
  const startAt = localAt + 30 + view.getUint16(localAt + 26, true) + view.getUint16(localAt + 28, true);
  if (startAt + packedBytes > view.byteLength) return invalid(`${name} is longer than the archive`);
  const packed = new Uint8Array(view.buffer, view.byteOffset + startAt, packedBytes);
  const limit = Math.min(leftBytes, FILE_BYTES_MAX);
  const ratioLimit = Math.max(RATIO_FROM_BYTES, packedBytes * RATIO_MAX);
  const content = unpack(packed, method, Math.min(limit, ratioLimit));
  if (content === "method") return invalid(`${name} is packed in a way that is not read (method ${method})`);
  if (content === "damaged") return invalid(`${name} is damaged`);
  if (content === "larger")
    return ratioLimit < limit
      ? err({ code: "archive-ratio", message: `${name} grows to more than ${RATIO_MAX} times its packed size` })
      : err({ code: "archive-too-large", message: `${name} brings the archive beyond what an import takes` });
  return crc32(content) === entry.checksum ? ok(content) : invalid(`${name} does not hold its checksum`);
}

function unpack(packed: Uint8Array, method: number, bytesMax: number): Uint8Array | "method" | "damaged" | "larger" {
  if (method === 0) return packed.length > bytesMax ? "larger" : packed;
  if (method !== 8) return "method";
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, bytesMax) });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? "larger" : "damaged";
  }
}

function invalid(message: string): Result<never, ZipFault> {
  return err({ code: "archive-invalid", message });
}
