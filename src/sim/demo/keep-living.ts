import { setTimeout as pause } from "node:timers/promises";
import { plusMs } from "../../kit/instant.ts";
import type { FleetWorker } from "../fleet/fleet-worker-client.ts";
import type { DemoStage } from "./drive-demo.ts";

/** Virtual time after the stories: ten minutes for each second, so that an approval given by hand is seen to work. */
const STEP_REAL_MS = 1_000;
const STEP_VIRTUAL_MS = 10 * 60_000;

/** Lets devices and timer go on until told to stop. */
export async function keepLiving({ clock, ringTimer }: DemoStage, fleet: FleetWorker, until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    await pause(STEP_REAL_MS, undefined, { signal: until }).catch(() => undefined);
    if (until.aborted) return;
    const next = plusMs(clock.now(), STEP_VIRTUAL_MS);
    clock.advanceTo(next);
    await fleet.runUntil(next);
    await ringTimer();
  }
}
