import type { Instant } from "../../kit/instant.ts";
import type { SeenDevices } from "../device-door/device-door.ts";
import type { FleetView } from "../fleet-view/fleet-view.ts";
import type { DeviceBackend } from "../ports/device-backend.ts";
import { tellPeople } from "../people/tell-people.ts";
import { applyEffects, type EffectsResult } from "./apply-effects.ts";
import { tick, type TickDeps, type TickResult } from "./tick.ts";

export type TimerDeps = TickDeps & Readonly<{ backend: DeviceBackend; view: FleetView; seen: SeenDevices }>;

/** What happens every few seconds without anybody asking: look at what is due, then tell people and the world what was decided. */
export async function ringTimer(
  deps: TimerDeps,
  now: Instant,
): Promise<Readonly<{ ticked: TickResult; effects: EffectsResult }>> {
  await deps.seen.flush(deps.store);
  const ticked = await tick(deps, now);
  const told = ticked.led ? await tellPeople(deps.store, now) : { queued: 0, cleared: 0 };
  if (ticked.moved > 0 || told.cleared > 0) deps.view.invalidate();
  const effects = ticked.led ? await applyEffects(deps.store, deps.backend, now) : { done: 0, postponed: 0 };
  return { ticked, effects };
}
