import { resolve } from "node:path";
import { cliProblem } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import type { FleetSummary } from "../demo-summary.ts";
import { unlessInterrupted } from "./serve.ts";
import { createLiveView } from "../render/live-view.ts";
import { count, percent } from "../render/words.ts";

export type SimFleetFlags = Readonly<{ devices: number; seed: number; enrolTokenFile: string }>;

/** Simulated devices against a real server, until ^C. The figures go to stdout at the end. */
export async function simFleet(context: CliContext, { devices, seed, enrolTokenFile }: SimFleetFlags): Promise<number> {
  const { deps, settings } = context;
  if (settings.server === null)
    return context.fail(cliProblem("arguments-invalid", "`--server URL` is missing: to which server do the devices belong?"));
  const { terminal } = deps;
  const view = terminal.stderr.isTty ? createLiveView(terminal.stderr) : null;
  const options = { devices, seed, server: settings.server, enrolTokenFile: resolve(terminal.cwd, enrolTokenFile) };
  context.say(`${count(devices)} simulated devices, seed ${seed}; ^C stops them.`);
  const until = terminal.interruption();
  const summary = await deps.simFleet(options, (now) => view?.draw(fleetText(now), ""), until).catch(unlessInterrupted(until));
  if (summary === null) return EXIT.interrupted;
  await context.show(summary, fleetText);
  return EXIT.ok;
}

export function fleetText({
  devices,
  enrolled,
  requests,
  unanswered,
  checkIns,
  notModifiedShare,
  bundlesApplied,
  reportsAcknowledged,
  failures,
  gone,
}: FleetSummary): string {
  return [
    `enrolled ${count(enrolled)} of ${count(devices)} devices, ${count(gone)} gone for good`,
    `requests ${count(requests)}, unanswered ${count(unanswered)}`,
    `check-ins ${count(checkIns)}, ${percent(100 * notModifiedShare)} % of the answered ones with nothing new`,
    `bundles applied ${count(bundlesApplied)}, reports counted ${count(reportsAcknowledged)}, failures ${count(failures)}`,
    "",
  ].join("\n");
}
