import type { Instant } from "../kit/instant.ts";
import type { DemoOptions, DemoProgress, DemoRun, FleetSummary } from "./demo-summary.ts";
import type { Terminal } from "./terminal.ts";

/** What the terminal door needs from the roof. Whatever fails for an outside reason rejects with a CliFault. */
export type CliDeps = Readonly<{
  version: string;
  terminal: Terminal;
  /** HTTP to a running server, in-process on the data directory where none runs. */
  openApi: (options: ApiOptions) => Promise<ApiClient>;
  serve: (options: ServeOptions) => Promise<RunningServer>;
  /** @param until aborted by ^C: give up, close everything and resolve or reject soon. */
  demo: (options: DemoOptions, progress: (now: DemoProgress) => void, until: AbortSignal) => Promise<DemoRun>;
  /** Runs until `until` is aborted or every device is gone. */
  simFleet: (options: SimFleetOptions, progress: (now: FleetSummary) => void, until: AbortSignal) => Promise<FleetSummary>;
}>;

export type ApiOptions = Readonly<{
  /** Null: the server of the data directory, or the directory itself where none runs. */
  server: string | null;
  /** Null: DATA_DIR/local.token where a server of this machine is asked. */
  tokenFile: string | null;
  dataDir: string;
}>;

/** `body`: the parsed JSON, or the text where it is none, or null where there is nothing. Header names are lower case. */
export type ApiAnswer = Readonly<{ status: number; headers: Readonly<Record<string, string>>; body: unknown }>;

export type ApiMethod = "GET" | "POST" | "DELETE";

export type ApiClient = Readonly<{
  /** @param path begins with `/api/v1/`, query included, encoded. */
  request: (method: ApiMethod, path: string, body?: unknown) => Promise<ApiAnswer>;
  close: () => Promise<void>;
  where: "server" | "in-process";
  /** For people: `http://127.0.0.1:8080` or `the data directory ./tidegate-data`. */
  describe: string;
}>;

export type ServeOptions = Readonly<{
  dataDir: string;
  /** Null: the default of the configuration. */
  host: string | null;
  port: number | null;
  /** The disk was seen not to sync, and the person starts all the same. */
  acceptPowerLoss: boolean;
  /** Null: the defaults of the configuration. */
  checkInS: number | null;
  activeCheckInS: number | null;
  mailConfigFile: string | null;
}>;

export type RunningServer = Readonly<{
  url: string;
  /** One line each for people: database, token file, what is not durable. */
  notes: readonly string[];
  /** Settles with the reason when the server stops without having been asked to. */
  stopped: Promise<string>;
  close: () => Promise<void>;
}>;

export type SimFleetOptions = Readonly<{
  devices: number;
  seed: number;
  server: string;
  enrolTokenFile: string;
}>;

/** The moment and the waiting of polls; the demo's virtual time does not come here. */
export type WallClock = Readonly<{
  now: () => Instant;
  /** Resolves early when `until` is aborted. */
  pause: (durationMs: number, until: AbortSignal) => Promise<void>;
}>;
