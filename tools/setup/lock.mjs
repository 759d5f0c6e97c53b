import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const POLL_MS = 250;
const WAIT_MS_MAX = 15 * 60 * 1000;

/**
 * Takes the lock folder, waiting while another living process holds it. Returns the function that gives it back.
 *
 * INVARIANT: a held lock is a folder with exactly one file, named after its owner. It appears by renaming a filled
 * folder, so it is never seen half made; a dead owner is removed by the exact name of its file, so a waiter that
 * looked too long ago can never remove a living owner's lock.
 */
export async function acquireLock(folder, say) {
  mkdirSync(dirname(folder), { recursive: true });
  const owner = `${process.pid}-${startMark(process.pid) ?? "unknown"}`;
  const filled = `${folder}.${owner}`;
  rmSync(filled, { recursive: true, force: true });
  mkdirSync(filled);
  writeFileSync(join(filled, owner), "");
  const giveUpAtMs = Date.now() + WAIT_MS_MAX;
  let said = false;
  while (!renamedOnto(filled, folder)) {
    const holder = livingHolder(folder);
    if (holder === null) continue;
    if (!said) say(`waiting for the set-up that process ${holder} runs`);
    said = true;
    if (Date.now() > giveUpAtMs) {
      rmSync(filled, { recursive: true, force: true });
      throw new Error(`process ${holder} has held ${folder} for more than ${WAIT_MS_MAX / 60_000} minutes`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return () => {
    removeQuietly(() => unlinkSync(join(folder, owner)));
    removeQuietly(() => rmdirSync(folder));
  };
}

/** rename(2) replaces a missing or an empty folder and refuses a filled one: that refusal is the exclusion. */
function renamedOnto(filled, folder) {
  try {
    renameSync(filled, folder);
    return true;
  } catch (error) {
    if (error.code === "ENOTEMPTY" || error.code === "EEXIST") return false;
    throw error;
  }
}

/** The pid of the holder, or null after the remains of dead ones were removed. */
function livingHolder(folder) {
  let owners = [];
  removeQuietly(() => {
    owners = readdirSync(folder);
  });
  for (const owner of owners) {
    const [pid, mark] = owner.split("-");
    if (isSameProcess(Number(pid), mark)) return Number(pid);
    removeQuietly(() => unlinkSync(join(folder, owner)));
  }
  return null;
}

/** When the process began, in clock ticks since boot: tells a living owner from a later process with the same pid. */
function startMark(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

function isSameProcess(pid, mark) {
  if (mark !== "unknown") return startMark(pid) === mark;
  // Systems without /proc know only the pid.
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function removeQuietly(action) {
  try {
    action();
  } catch {
    // Somebody else was faster: the next look decides.
  }
}
