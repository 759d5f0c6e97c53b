import { createInterface } from "node:readline/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { instant } from "../kit/instant.ts";
import type { WallClock } from "./cli-deps.ts";
import type { Terminal, Writer } from "./terminal.ts";

/** The terminal of this process. */
export function nodeTerminal(): Terminal {
  return {
    stdout: writerOf(process.stdout),
    stderr: writerOf(process.stderr),
    stdin: { isTty: process.stdin.isTTY === true, readLine },
    env: process.env,
    cwd: process.cwd(),
    clock: WALL_CLOCK,
    interruption: interruptionOnce(),
  };
}

/** The wall clock of this machine: it only times polls and shows; what counts is dated by the server. */
const WALL_CLOCK: WallClock = {
  now: () => instant(Date.now()),
  pause: async (durationMs, until) => {
    await sleep(durationMs, undefined, { signal: until }).catch(() => undefined);
  },
};

const COLUMNS_UNKNOWN = 120;
const ROWS_UNKNOWN = 50;

function writerOf(stream: NodeJS.WriteStream): Writer {
  // A reader that has seen enough (`| head`) is no error of ours.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return {
    write: (text) => void stream.write(text),
    isTty: stream.isTTY === true,
    get columns() {
      return stream.columns || COLUMNS_UNKNOWN;
    },
    get rows() {
      return stream.rows || ROWS_UNKNOWN;
    },
  };
}

async function readLine(): Promise<string | null> {
  const lines = createInterface({ input: process.stdin });
  try {
    for await (const line of lines) return line;
    return null;
  } finally {
    lines.close();
  }
}

function interruptionOnce(): () => AbortSignal {
  const controller = new AbortController();
  const state = { isListening: false };
  return () => {
    if (!state.isListening) {
      state.isListening = true;
      // Once each: a second ^C meets the default again and ends the process without further ado.
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
    }
    return controller.signal;
  };
}
