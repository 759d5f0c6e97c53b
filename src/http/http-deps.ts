import type { ExtraPrincipals } from "../app/access/authenticate.ts";
import type { SessionLimits } from "../app/access/sessions.ts";
import type { CatalogueHolder } from "../app/catalogue/catalogue-holder.ts";
import type { DeviceDoor } from "../app/device-door/device-door.ts";
import type { CatalogueSource } from "../app/ports/catalogue-source.ts";
import type { Clock, Entropy } from "../app/ports/clock.ts";
import type { MasterReader } from "../app/ports/master-reader.ts";
import type { Passwords } from "../app/ports/passwords.ts";
import type { SourceFileReader } from "../app/ports/source-files.ts";
import type { Store } from "../app/ports/store.ts";
import type { DemoAnswer, DemoSpeedRequest } from "./contract/live.ts";

/** What the roof hands to the doors. */
export type HttpDeps = Readonly<{
  store: Store;
  clock: Clock;
  entropy: Entropy;
  reader: SourceFileReader;
  /** Reads what Group Policy and other masters set. */
  masterReader: MasterReader;
  /** Whoever judges or names settings asks this one; see app/catalogue/catalogue-holder.ts. */
  catalogue: CatalogueHolder;
  catalogueSource: CatalogueSource;
  /** Its view is told to look again after every write that can change what devices are offered. */
  door: DeviceDoor;
  /** What people are told of the database: OpenDatabase's `kind` and `describe()`. */
  database: Readonly<{ kind: "memory" | "directory" | "postgres"; description: string }>;
  version: string;
  extraPrincipals: ExtraPrincipals;
  passwords: Passwords;
  /** Null: sessions do not run out. For the demo, whose virtual weeks pass in minutes. */
  sessionLimits: SessionLimits | null;
  /** Somebody carries mail; without, people are told by other means and that is recorded. */
  mail: boolean;
  /** A rollout was made, moved or approved: the timer may look at once. */
  onRolloutChange: () => void;
  /** Where the built console lies; null: no browser comes in here. */
  consoleFolder: string | null;
  /** Null where this is no demo. */
  demo: DemoDial | null;
  /** Where warnings and errors go, one JSON object a line; left out: standard error. */
  logStream?: Readonly<{ write: (line: string) => void }>;
}>;

/** How fast the demo's time passes, and how far its stories are. */
export type DemoDial = Readonly<{
  read: () => DemoAnswer;
  setSpeed: (speed: DemoSpeedRequest["speed"]) => void;
  /** Calls back whenever `read` has something new to say beside the time. */
  onChange: (told: () => void) => void;
}>;
