import { closeSync, fsyncSync, openSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import { PGlite } from "@electric-sql/pglite";

/**
 * PGlite as shipped never syncs: it starts with `-F`, its fdatasync is an empty function, and its file layer has no
 * fsync. Here are the three repairs. They rest on Emscripten internals of one exact version, so that start-up counts
 * real syncs (sync-check.ts) and refuses where the count does not grow.
 */
export function durableStartParams(): string[] {
  const kept = PGlite.defaultStartParams.filter((param) => param !== "-F");
  return [...kept, "-c", "fsync=on", "-c", "wal_sync_method=fsync"];
}

export type SyncCounter = { syncs: number };

/** A NodeFS whose fsync reaches the disk. The hook is in place before PostgreSQL starts, so that crash recovery syncs too. */
export class DurableNodeFs extends NodeFS {
  readonly #counter: SyncCounter;

  constructor(dataDirectory: string, counter: SyncCounter) {
    super(dataDirectory);
    this.#counter = counter;
  }

  override async init(...args: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const { emscriptenOpts } = await super.init(...args);
    const install = (module: unknown): void => installSync(module as ModuleWithNodeFs, this.#counter);
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), install] } };
  }
}

/** Syncs a whole tree, children first: for files that were written before PostgreSQL could sync them itself. */
export function syncTree(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) syncTree(path);
    else if (entry.isFile()) syncPath(path);
  }
  syncPath(directory);
}

export function syncPath(path: string): void {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

type OpenStream = Readonly<{ nfd?: number; node: object }>;
type ModuleWithNodeFs = {
  FS: {
    filesystems: {
      NODEFS: { stream_ops: { fsync?: (stream: OpenStream) => number }; realPath(node: object): string };
    };
  };
};

/** Emscripten's EIO. PostgreSQL stops the cluster on it, which is right: what it believed written may be lost. */
const EIO = 29;

function installSync(module: ModuleWithNodeFs, counter: SyncCounter): void {
  const nodeFs = module.FS.filesystems.NODEFS;
  nodeFs.stream_ops.fsync = (stream) => {
    try {
      // A directory has no descriptor of its own; without its sync a renamed or new file may be gone after a power loss.
      if (stream.nfd === undefined) syncPath(nodeFs.realPath(stream.node));
      else fsyncSync(stream.nfd);
      counter.syncs += 1;
      return 0;
    } catch {
      return EIO;
    }
  };
}
