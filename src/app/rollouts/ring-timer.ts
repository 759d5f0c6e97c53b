import type { Instant } from "../../kit/instant.ts";
import type { SeenDevices } from "../device-door/device-door.ts";
import type { FleetView } from "../fleet-view/fleet-view.ts";
import type { DeviceBackend } from "../ports/device-backend.ts";
import { applyEffects, type EffectsResult } from "./apply-effects.ts";
import { tick, type TickDeps, type TickResult } from "./tick.ts";

export type TimerDeps = TickDeps & Readonly<{ backend: DeviceBackend; view: FleetView; seen: SeenDevices }>;

/** What happens every few seconds without anybody asking: look at what is due, then tell the world what was decided. */
export async function ringTimer(
  deps: TimerDeps,
  now: Instant,
): Promise<Readonly<{ ticked: TickResult; effects: EffectsResult }>> {
  await deps.seen.flush(deps.store);
  const ticked = await tick(deps, now);
  if (ticked.moved > 0) deps.view.invalidate();
  const effects = ticked.led ? await applyEffects(deps.store, deps.backend, now) : { done: 0, postponed: 0 };
  return { ticked, effects };
}
