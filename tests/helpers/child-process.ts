import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** The Node that npm installed beside us, directly: a launcher between would survive a kill of its child, or the other way round. */
const NODE = `${ROOT}node_modules/.bin/node`;
const LAUNCHER = `${ROOT}bin/tidegate`;

/** What the tests hand down; nothing of the developer's own TIDEGATE_ settings or DATABASE_URL. */
export type ChildEnv = Readonly<Record<string, string>>;

export type Ended = Readonly<{ code: number | null; stdout: string; stderr: string }>;

export function spawnTidegate(args: readonly string[], env: ChildEnv, cwd: string): ChildProcess {
  const kept = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:TIDEGATE_|DATABASE_URL$|VITEST|NODE_OPTIONS$)/.test(name)),
  );
  return spawn(NODE, [LAUNCHER, ...args], { cwd, env: { ...kept, NO_COLOR: "1", ...env }, stdio: ["ignore", "pipe", "pipe"] });
}

/** Runs one command of the real binary to its end. */
export function runTidegate(
  args: readonly string[],
  { env = {}, cwd = ROOT, timeoutMs = 60_000 }: Readonly<{ env?: ChildEnv; cwd?: string; timeoutMs?: number }> = {},
): Promise<Ended> {
  const child = spawnTidegate(args, env, cwd);
  const said = listenTo(child);
  const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ code, stdout: said.stdout(), stderr: said.stderr() });
    });
  });
}

export type Said = Readonly<{ stdout: () => string; stderr: () => string }>;

export function listenTo(child: ChildProcess): Said {
  const said = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    said.stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said.stderr += text;
  });
  return { stdout: () => said.stdout, stderr: () => said.stderr };
}
