import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/**
 * A process, told apart from a later one with the same pid: start time in kernel ticks since boot, and the boot it
 * counts from. Both are empty where there is no /proc.
 */
export type ProcessIdentity = Readonly<{ pid: number; startTicks: string; bootId: string; host: string }>;

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, startTicks: startTicksOf(process.pid) ?? "", bootId: bootId(), host: hostname() };
}

export type Liveness = "alive" | "dead" | "unknown";

/** `unknown`: the process is of another machine, of which nothing can be seen from here. */
export function livenessOf(other: ProcessIdentity): Liveness {
  if (other.host !== hostname()) return "unknown";
  if (other.bootId !== bootId()) return "dead";
  const startTicks = startTicksOf(other.pid);
  if (startTicks !== undefined && other.startTicks !== "") return startTicks === other.startTicks ? "alive" : "dead";
  return answersSignals(other.pid) ? "alive" : "dead";
}

/** Field 22 of /proc/<pid>/stat, counted after the command name, which may hold spaces and brackets. A zombie counts as gone. */
function startTicksOf(pid: number): string | undefined {
  const stat = readOr(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" ? undefined : fields[19];
}

function bootId(): string {
  return readOr("/proc/sys/kernel/random/boot_id")?.trim() ?? "";
}

function readOr(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function isZombie(pid: number): boolean {
  const stat = readOr(`/proc/${pid}/stat`);
  return stat !== undefined && stat.slice(stat.lastIndexOf(")") + 2).startsWith("Z");
}
