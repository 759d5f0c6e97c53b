import type { WallClock } from "./cli-deps.ts";

/** One of the two output streams. `columns` and `rows` are read anew for every picture: windows change. */
export type Writer = Readonly<{ write: (text: string) => void; isTty: boolean; columns: number; rows: number }>;

/** The world around a command: streams, environment, waiting and ^C. `cwd` is what relative paths start from. */
export type Terminal = Readonly<{
  stdout: Writer;
  stderr: Writer;
  stdin: Readonly<{
    isTty: boolean;
    /** One line without its end; null: the stream ended. */
    readLine: () => Promise<string | null>;
  }>;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  clock: WallClock;
  /** Aborted by ^C or a polite request to end. Asking for it takes the default away, under which ^C ends at once. */
  interruption: () => AbortSignal;
}>;
