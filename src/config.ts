import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { DEFAULT_CHECK_IN_TIMES, type CheckInTimes } from "./app/device-door/check-in-times.ts";
import { HOUR_MS, SECOND_MS } from "./kit/instant.ts";
import type { DatabaseOptions } from "./store/database/open-database.ts";

/** Everything that can be set, with its default. Secrets are files, never values of the environment. */
export type Config = Readonly<{
  tenant: string;
  dataDir: string;
  database: DatabaseOptions;
  host: string;
  /** 0: any free port. */
  port: number;
  /** Null: a key for this process alone, where nothing outlives it. */
  masterKeyFile: string | null;
  checkInTimes: CheckInTimes;
  /** How mail leaves; null: people are told by other means. */
  mailConfigFile: string | null;
  /** How often the timer looks at what is due. */
  timerMs: number;
  /** Another process takes the lead when the leader was not heard of for so long. */
  leadMs: number;
}>;

export const DEFAULT_PORT = 8420;
/** Where set-up puts the built console. */
export const CONSOLE_FOLDER = fileURLToPath(new URL("../dist/console", import.meta.url));

/** The demo's devices come once a day, twice where something is expected of them: weeks then cost requests only where something changes. */
const DEMO_CHECK_IN_TIMES: CheckInTimes = { quietMs: 24 * HOUR_MS, activeMs: 12 * HOUR_MS };

export type ServeInput = Readonly<{
  dataDir: string;
  host: string | null;
  port: number | null;
  acceptPowerLoss: boolean;
  databaseUrl: string | null;
  checkInS: number | null;
  activeCheckInS: number | null;
  mailConfigFile: string | null;
}>;

export function serveConfig(input: ServeInput): Config {
  const { dataDir, host, port, acceptPowerLoss, databaseUrl } = input;
  const folder = resolve(dataDir);
  return {
    tenant: "default",
    dataDir: folder,
    database:
      databaseUrl === null
        ? { kind: "directory", path: join(folder, "database"), acceptPowerLoss }
        : { kind: "postgres", url: databaseUrl },
    host: host ?? "127.0.0.1",
    port: port ?? DEFAULT_PORT,
    masterKeyFile: join(folder, "master.key"),
    checkInTimes: {
      quietMs: input.checkInS === null ? DEFAULT_CHECK_IN_TIMES.quietMs : input.checkInS * SECOND_MS,
      activeMs: input.activeCheckInS === null ? DEFAULT_CHECK_IN_TIMES.activeMs : input.activeCheckInS * SECOND_MS,
    },
    mailConfigFile: input.mailConfigFile === null ? null : resolve(input.mailConfigFile),
    timerMs: 2_000,
    leadMs: databaseUrl === null ? LEAD_MS_ALONE : 15_000,
  };
}

/** The lock on the directory says who works there; a lease on top would only keep a server that was killed and restarted waiting. */
const LEAD_MS_ALONE = 0;

/** @param keepIn null: everything in memory */
export function demoConfig(keepIn: string | null, port: number): Config {
  const folder = resolve(keepIn ?? ".");
  return {
    tenant: "demo",
    dataDir: folder,
    database: keepIn === null ? { kind: "memory" } : { kind: "directory", path: join(folder, "database"), acceptPowerLoss: true },
    host: "127.0.0.1",
    port,
    masterKeyFile: keepIn === null ? null : join(folder, "master.key"),
    checkInTimes: DEMO_CHECK_IN_TIMES,
    mailConfigFile: null,
    timerMs: 2_000,
    leadMs: 15_000,
  };
}
