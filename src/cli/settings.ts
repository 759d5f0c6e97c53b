import { resolve } from "node:path";
import type { Terminal } from "./terminal.ts";

export const OUTPUT_FORMATS = ["table", "json", "yaml"] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** The options that every command takes, as commander hands them over. */
export type GlobalOptions = Readonly<{
  server?: string;
  tokenFile?: string;
  data?: string;
  output?: OutputFormat;
  json?: boolean;
  /** Commander turns `--no-color` into this. */
  color?: boolean;
  yes?: boolean;
}>;

export type Settings = Readonly<{
  server: string | null;
  tokenFile: string | null;
  dataDir: string;
  output: OutputFormat;
  stdoutColoured: boolean;
  stderrColoured: boolean;
  /** Severe commands go ahead without asking. */
  assumeYes: boolean;
}>;

const DATA_DIR = "tidegate-data";

/** Options first, then the environment, which names an address and files and never holds a secret itself. */
export function settingsOf(options: GlobalOptions, { env, cwd, stdout, stderr }: Terminal): Settings {
  const pathOf = (path: string) => resolve(cwd, path);
  const tokenFile = options.tokenFile ?? filled(env["TIDEGATE_TOKEN_FILE"]);
  const mayColour = options.color !== false && filled(env["NO_COLOR"]) === null && env["TERM"] !== "dumb";
  return {
    server: options.server ?? filled(env["TIDEGATE_SERVER"]),
    tokenFile: tokenFile === null ? null : pathOf(tokenFile),
    dataDir: pathOf(options.data ?? filled(env["TIDEGATE_DATA"]) ?? DATA_DIR),
    output: options.json === true ? "json" : (options.output ?? "table"),
    stdoutColoured: mayColour && stdout.isTty,
    stderrColoured: mayColour && stderr.isTty,
    assumeYes: options.yes === true,
  };
}

/** An empty variable is no variable. */
function filled(text: string | undefined): string | null {
  return text === undefined || text === "" ? null : text;
}
