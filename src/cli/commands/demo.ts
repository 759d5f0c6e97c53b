import { demoFaults, type DemoSummary } from "../demo-summary.ts";
import type { CliContext } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { createDemoDisplay } from "../render/demo-display.ts";
import { demoText } from "../render/demo-text.ts";
import { serveUntil, unlessInterrupted } from "./serve.ts";

export type DemoFlags = Readonly<{ headless?: boolean; devices: number; seed: number; keep?: boolean; verbose?: boolean }>;

/** Plays the three stories, says how they ended, and leaves the server up unless it was to run headless. */
export async function demo(context: CliContext, { headless = false, devices, seed, keep, verbose }: DemoFlags): Promise<number> {
  const { deps, settings } = context;
  const { terminal } = deps;
  const until = terminal.interruption();
  const mayTalk = !headless || terminal.stderr.isTty || verbose === true;
  const display = createDemoDisplay(terminal.stderr, settings.stderrColoured);
  const options = { devices, seed, keepIn: keep === true ? settings.dataDir : null, leaveServerUp: !headless };
  const run = await deps.demo(options, (now) => (mayTalk ? display.draw(now) : undefined), until).catch(unlessInterrupted(until));
  if (run === null) return EXIT.interrupted;
  const { summary, server } = run;
  if (summary !== null) await context.show(summary, (body) => demoText(body, context.palette));
  // A visitor may have changed how the stories end.
  const exit = server === null ? faultsOf(context, summary) : summary === null ? EXIT.other : EXIT.ok;
  if (server === null) return exit;
  context.say(`\nThe console stays up at ${server.url}; ^C stops it.`);
  for (const note of server.notes) context.say(note);
  const ended = await serveUntil(context, server, until);
  return ended === EXIT.ok ? exit : ended;
}

function faultsOf(context: CliContext, summary: DemoSummary | null): number {
  const faults = summary === null ? ["the stories broke off"] : demoFaults(summary);
  for (const fault of faults) context.say(`not as told: ${fault}`);
  return faults.length === 0 ? EXIT.ok : EXIT.other;
}
