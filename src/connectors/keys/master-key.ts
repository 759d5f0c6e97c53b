import { randomBytes } from "node:crypto";
import { link, open, unlink, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { err, ok, type Result } from "../../kit/result.ts";
import { MASTER_KEY_BYTES } from "./sealing.ts";

export type MasterKey = Readonly<{ key: Uint8Array; created: boolean }>;

/** `detail` names the path and what to do, never a byte of the key. */
export type MasterKeyRefused = Readonly<{
  code: "readable-by-others" | "foreign-owner" | "not-a-file" | "wrong-size" | "not-random" | "cannot-read" | "cannot-create";
  detail: string;
}>;

const OWNER_ONLY = 0o600;
const GROUP_AND_OTHERS = 0o077;
const ROOT_UID = 0;

/**
 * Reads the 32 bytes at `path`, or makes them where nothing is. The folder must exist. Whoever reads a sealed database and
 * this file has every secret in it, so a file that group or others may touch is refused, not repaired: it may have been read.
 */
export async function readOrCreateMasterKey(path: string): Promise<Result<MasterKey, MasterKeyRefused>> {
  const found = await readKey(path);
  if (found !== null) return found;
  const made = await createKey(path);
  if (!made.ok) return err({ code: "cannot-create", detail: `cannot create the master key \`${path}\`: ${made.error}` });
  // Read back even what was just made: two processes may start at once, and the file that stands is the key of both.
  return (
    (await readKey(path, made.value === "created")) ??
    err({ code: "cannot-read", detail: `the master key \`${path}\` vanished while it was made` })
  );
}

/** Null: no such file. */
async function readKey(path: string, created = false): Promise<Result<MasterKey, MasterKeyRefused> | null> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return null;
    return err({ code: "cannot-read", detail: `cannot read the master key \`${path}\`: ${codeOf(cause)}` });
  }
  try {
    const { key, refused } = await judgeFile(file, path);
    return refused === null ? ok({ key, created }) : err(refused);
  } catch (cause) {
    return err({ code: "cannot-read", detail: `cannot read the master key \`${path}\`: ${codeOf(cause)}` });
  } finally {
    await file.close();
  }
}

/** Judges the opened file, not its path: nobody can exchange it in between. */
async function judgeFile(
  file: FileHandle,
  path: string,
): Promise<Readonly<{ key: Uint8Array; refused: MasterKeyRefused | null }>> {
  const key = Buffer.alloc(MASTER_KEY_BYTES);
  const refuse = (code: MasterKeyRefused["code"], detail: string) => ({
    key,
    refused: { code, detail: `the master key \`${path}\` ${detail}` },
  });
  const facts = await file.stat();
  if (!facts.isFile()) return refuse("not-a-file", "is not a file");
  if (facts.size !== MASTER_KEY_BYTES)
    return refuse("wrong-size", `has ${facts.size} bytes instead of ${MASTER_KEY_BYTES}: restore it from its backup`);
  const ownUid = process.geteuid?.();
  // Windows knows no owner and no mode here: the folder's access list has to protect the file.
  if (ownUid !== undefined) {
    if (facts.uid !== ownUid && facts.uid !== ROOT_UID)
      return refuse("foreign-owner", `belongs to user ${facts.uid}, not to user ${ownUid} who runs this`);
    if ((facts.mode & GROUP_AND_OTHERS) !== 0) {
      return refuse(
        "readable-by-others",
        `is open to group or others (mode ${(facts.mode & 0o777).toString(8)}): run \`chmod 600\`, and make a new key if somebody may have read it`,
      );
    }
  }
  await file.read(key, 0, MASTER_KEY_BYTES, 0);
  // What a file system leaves of a file whose blocks never reached the disk.
  if (key.every((byte) => byte === key[0])) return refuse("not-random", "is one byte repeated: restore it from its backup");
  return { key, refused: null };
}

/** A whole key or none: written and synced under another name, then linked, which fails where a file already stands. */
async function createKey(path: string): Promise<Result<"created" | "stood-already", string>> {
  const draft = `${path}.${randomBytes(8).toString("hex")}.tmp`;
  try {
    await writeSynced(draft, randomBytes(MASTER_KEY_BYTES));
    try {
      await link(draft, path);
    } finally {
      await unlink(draft);
    }
    await syncFolder(dirname(path));
    return ok("created");
  } catch (cause) {
    return codeOf(cause) === "EEXIST" ? ok("stood-already") : err(codeOf(cause));
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx", OWNER_ONLY);
  try {
    await file.writeFile(bytes);
    await file.chmod(OWNER_ONLY);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Or the name may be gone after a power cut, and with it every secret sealed since. Windows cannot open a folder. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : "unknown cause";
}
