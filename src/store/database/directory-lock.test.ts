import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LOCK_FILE, lockDirectory } from "./directory-lock.ts";
import { thisProcess } from "./process-identity.ts";

describe("directory lock", () => {
  const children: ChildProcess[] = [];
  let directory: string;
  let lockFile: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "tidegate-lock-"));
    lockFile = join(directory, LOCK_FILE);
  });

  afterEach(async () => {
    for (const child of children.splice(0)) await killed(child);
    rmSync(directory, { recursive: true, force: true });
  });

  /** A process that tries to lock, prints `held` or why not, and keeps what it has. */
  async function contender(): Promise<{ child: ChildProcess; said: string }> {
    const code = `import { lockDirectory } from ${JSON.stringify(new URL("./directory-lock.ts", import.meta.url).href)};
      process.stdin.once("data", () => { try { lockDirectory(${JSON.stringify(directory)}); console.log("held"); } catch (error) { console.log(error.reason + " " + error.message); } });
      process.stdin.on("end", () => process.exit(0)); console.log("waiting");`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["pipe", "pipe", "inherit"] });
    children.push(child);
    const lines = createInterface({ input: child.stdout });
    await once(lines, "line");
    child.stdin?.write("go\n");
    const [said] = (await once(lines, "line")) as [string];
    return { child, said };
  }

  async function killed(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  }

  function writeClaim(file: string, change: object): string {
    const claim = { ...thisProcess(), token: "t0", ...change };
    writeFileSync(file, JSON.stringify(claim));
    return claim.token;
  }

  it("refuses a second start, naming pid, time and path; release frees it", () => {
    const lock = lockDirectory(directory);
    expect(() => lockDirectory(directory)).toThrow(`in use by process ${process.pid} since 20`);
    expect(() => lockDirectory(directory)).toThrow(lockFile);
    lock.release();
    lockDirectory(directory).release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it("S13: refuses while another process lives, and takes over after its kill -9", async () => {
    const { child, said } = await contender();
    expect(said).toBe("held");
    expect(() => lockDirectory(directory)).toThrow(`in use by process ${child.pid}`);
    await killed(child);
    const lock = lockDirectory(directory);
    expect(JSON.parse(readFileSync(lockFile, "utf8"))).toMatchObject({ pid: process.pid });
    lock.release();
  });

  it("is held by exactly one of many processes that find a dead one's lock at once", async () => {
    writeClaim(lockFile, { startTicks: "1" });
    const said = (await Promise.all(Array.from({ length: 6 }, contender))).map((each) => each.said);
    expect(said.filter((line) => line === "held")).toHaveLength(1);
    expect(said.filter((line) => line.startsWith("directory-in-use "))).toHaveLength(5);
    expect(readdirSync(directory)).toEqual([LOCK_FILE]);
  });

  it("knows a reused pid from the process that held the lock", () => {
    writeClaim(lockFile, { startTicks: "1" });
    lockDirectory(directory).release();
    writeClaim(lockFile, {});
    expect(() => lockDirectory(directory)).toThrow("in use by process");
  });

  it("takes over from processes that died while taking over, and clears their claims", () => {
    writeClaim(lockFile, { token: "t0", startTicks: "1" });
    writeClaim(`${lockFile}.after-t0`, { token: "t1", startTicks: "2" });
    writeClaim(`${lockFile}.after-t1`, { token: "t2", startTicks: "3" });
    const lock = lockDirectory(directory);
    expect(readdirSync(directory)).toEqual([LOCK_FILE]);
    lock.release();
    expect(existsSync(lockFile)).toBe(false);
  });

  it("waits for nobody: a live process half-way through a take-over is the holder", () => {
    writeClaim(lockFile, { token: "t0", startTicks: "1" });
    writeClaim(`${lockFile}.after-t0`, { token: "t1" });
    expect(() => lockDirectory(directory)).toThrow(`in use by process ${process.pid}`);
  });

  it("does not judge a process of another host, and says what to do", () => {
    writeClaim(lockFile, { host: "elsewhere", pid: 1 });
    expect(() => lockDirectory(directory)).toThrow("it ran on host `elsewhere`");
  });

  it("knows that a reboot ended every process", () => {
    writeClaim(lockFile, { bootId: "an earlier boot" });
    lockDirectory(directory).release();
  });

  it("refuses a lock file that is not one, rather than guess", () => {
    writeFileSync(lockFile, "{");
    expect(() => lockDirectory(directory)).toThrow("cannot be read as one");
  });

  it("leaves a lock alone that has passed to somebody else", () => {
    const lock = lockDirectory(directory);
    writeClaim(lockFile, { token: "theirs" });
    lock.release();
    expect(existsSync(lockFile)).toBe(true);
  });
});
