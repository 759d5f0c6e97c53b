import type { ExtraPrincipals } from "../app/access/authenticate.ts";
import type { DeviceDoor } from "../app/device-door/device-door.ts";
import type { Clock, Entropy } from "../app/ports/clock.ts";
import type { SourceFileReader } from "../app/ports/source-files.ts";
import type { Store } from "../app/ports/store.ts";

/** What the roof hands to the doors. */
export type HttpDeps = Readonly<{
  store: Store;
  clock: Clock;
  entropy: Entropy;
  reader: SourceFileReader;
  /** Its view is told to look again after every write that can change what devices are offered. */
  door: DeviceDoor;
  /** What people are told of the database: OpenDatabase's `kind` and `describe()`. */
  database: Readonly<{ kind: "memory" | "directory" | "postgres"; description: string }>;
  version: string;
  extraPrincipals: ExtraPrincipals;
  /** A rollout was made, moved or approved: the timer may look at once. */
  onRolloutChange: () => void;
  /** Where warnings and errors go, one JSON object a line; left out: standard error. */
  logStream?: Readonly<{ write: (line: string) => void }>;
}>;
