import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatInstant, instant } from "../../kit/instant.ts";
import { DatabaseFailure } from "./database-failure.ts";
import { livenessOf, thisProcess, type ProcessIdentity } from "./process-identity.ts";

/** Held until `release`; the death of the process frees it too. */
export type DirectoryLock = Readonly<{ path: string; release: () => void }>;

export const LOCK_FILE = "tidegate.lock";

type Claim = ProcessIdentity & Readonly<{ token: string }>;

/**
 * At most one process works in a data directory: PGlite opened twice loses writes without a word.
 *
 * A claim is a file that is complete before it gets its name (`link` fails where the name is taken). A dead holder's
 * claim T is not removed but replaced, and only by the process that owns the claim `<lock>.after-<T>`, of which there
 * can be one only. Should that process die half-way, its own claim is the next one to come after, and so on.
 * INVARIANT: the lock file changes only by the hand of whoever owns the last claim of the chain that starts at it.
 *
 * @throws DatabaseFailure `directory-in-use`, naming the holder's pid, since when, and the path.
 */
export function lockDirectory(directory: string, self: ProcessIdentity = thisProcess()): DirectoryLock {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, LOCK_FILE);
  const claim: Claim = { ...self, token: randomUUID() };
  const draft = `${path}.draft-${claim.token}`;
  writeFileSync(draft, JSON.stringify(claim), { flag: "wx" });
  try {
    while (!take(path, draft)) {
      /* somebody else moved first: look again */
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return { path, release: () => release(path, claim) };
}

/** @returns false where the world changed while looking. */
function take(path: string, draft: string): boolean {
  const held = readClaim(path);
  if (held === undefined) return linked(draft, path);
  const chain = deadChain(path, held);
  const right = chain.at(-1) ?? "";
  if (!linked(draft, right)) return false;
  // Whoever replaced the lock before we had the right has also cleared its chain: then our right is worth nothing.
  if (readClaim(path)?.token !== held.token) {
    rmSync(right, { force: true });
    return false;
  }
  renameSync(draft, path);
  for (const passed of chain.reverse()) rmSync(passed, { force: true });
  return true;
}

/** The names of the claims that come after `held`; all but the last exist, and everybody on them is dead. */
function deadChain(path: string, held: Claim): string[] {
  const chain: string[] = [];
  for (let claim: Claim | undefined = held, at = path; claim !== undefined; claim = readClaim(at)) {
    refuseUnlessDead(claim, at, path);
    at = `${path}.after-${claim.token}`;
    chain.push(at);
  }
  return chain;
}

function refuseUnlessDead(claim: Claim, at: string, path: string): void {
  const liveness = livenessOf(claim);
  if (liveness === "dead") return;
  const since = sinceWhen(at);
  const remedy =
    liveness === "alive"
      ? "stop that process, or use another directory"
      : `it ran on host \`${claim.host}\`, which cannot be asked from here: if it is gone for good, delete the lock file`;
  throw new DatabaseFailure(
    "directory-in-use",
    `the data directory is in use by process ${claim.pid} since ${since} (lock file \`${path}\`): ${remedy}`,
  );
}

function sinceWhen(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? "just now" : formatInstant(instant(stat.mtimeMs));
}

function release(path: string, claim: Claim): void {
  if (readClaim(path)?.token === claim.token) rmSync(path, { force: true });
}

function linked(existing: string, name: string): boolean {
  try {
    linkSync(existing, name);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

function readClaim(path: string): Claim | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
  const claim = parseClaim(text);
  if (claim !== undefined) return claim;
  throw new DatabaseFailure(
    "directory-in-use",
    `the lock file \`${path}\` cannot be read as one: if no other process uses the directory, delete it`,
  );
}

function parseClaim(text: string): Claim | undefined {
  try {
    const claim = JSON.parse(text) as Partial<Claim>;
    const complete =
      Number.isInteger(claim.pid) &&
      [claim.token, claim.host, claim.startTicks, claim.bootId].every((part) => typeof part === "string");
    return complete ? (claim as Claim) : undefined;
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}
