import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DemoEnd, DemoStage } from "./drive-demo.ts";
import { keepLiving } from "./keep-living.ts";

/** A demo whose stories are over and whose server and fleet go on. `notes`: lines for people. */
export type StandingDemo = Readonly<{
  url: string;
  notes: readonly string[];
  stopped: Promise<string>;
  close: () => Promise<void>;
}>;

/** The fleet lives on, so that an approval given by hand is seen to work; tokens of the demo's people lie in a folder of their own. */
export async function stayUp(stage: DemoStage, end: DemoEnd, closeServer: () => Promise<void>): Promise<StandingDemo> {
  const folder = await mkdtemp(join(tmpdir(), "tidegate-demo-"));
  for (const [role, token] of Object.entries(end.tokens))
    await writeFile(join(folder, `${role}.token`), `${token}\n`, { mode: 0o600 });
  const stopping = new AbortController();
  const living = keepLiving(stage, end.fleet, stopping.signal);
  const asApprover = `./bin/tidegate --server ${stage.origin} --token-file ${join(folder, "approver.token")}`;
  return {
    url: stage.origin,
    notes: [
      "Ten virtual minutes pass each second. One rollout waits for an approval; look at it from another terminal:",
      `  ${asApprover} rollout list`,
      `Tokens of the demo's author, approver and operator lie in ${folder}; they end with this server.`,
    ],
    stopped: living.then(
      () => new Promise<string>(() => undefined),
      (error: unknown) => `the simulated fleet stopped: ${error instanceof Error ? error.message : String(error)}`,
    ),
    close: async () => {
      stopping.abort();
      await living.catch(() => undefined);
      await end.fleet.stop();
      await rm(folder, { recursive: true, force: true });
      await closeServer();
    },
  };
}
