import { readFile } from "node:fs/promises";
import type { CliDeps } from "./cli/cli-deps.ts";
import { nodeTerminal } from "./cli/node-terminal.ts";
import { runCli as runDoor } from "./cli/run-cli.ts";

/**
 * The entry of bin/tidegate. Everything heavy is loaded when a command needs it, so that `--help` and a request to a running
 * server start at once.
 */
export async function runCli(argv: readonly string[]): Promise<number> {
  const terminal = nodeTerminal();
  const { version } = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8")) as Readonly<{
    version: string;
  }>;
  const databaseUrl = terminal.env["DATABASE_URL"] ?? null;
  const load = () => import("./compose.ts");
  const loadDemo = () => import("./compose-demo.ts");
  const deps: CliDeps = {
    version,
    terminal,
    openApi: async (options) =>
      (await import("./cli/open-api.ts")).openApi(options, async () =>
        (await load()).openInProcess({ ...options, databaseUrl, version }),
      ),
    serve: async (options) => (await load()).serve({ ...options, databaseUrl, version }),
    demo: async (options, progress, until) => (await loadDemo()).demo({ ...options, version }, progress, until),
    simFleet: async (options, progress, until) => (await loadDemo()).simFleet(options, progress, until),
  };
  return runDoor(argv, deps);
}
