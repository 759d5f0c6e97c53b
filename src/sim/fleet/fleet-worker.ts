import { parentPort } from "node:worker_threads";
import { createFleet, type Fleet } from "./fleet.ts";
import type { FleetCommand, FleetReply, FleetRequest, FleetStatus } from "./fleet-worker-messages.ts";
import { createVirtualClock } from "./virtual-clock.ts";

/* The fleet in a thread of its own, so that server and devices use a core each. Started by fleet-worker-client.ts only. */

const port = parentPort;
if (port === null) throw new Error("this file runs as a worker thread");

let fleet: Fleet | null = null;

port.on("message", ({ id, command }: FleetRequest) => {
  obey(command).then(
    (status) => port.postMessage({ id, ok: true, status } satisfies FleetReply),
    (error: unknown) =>
      port.postMessage({ id, ok: false, message: error instanceof Error ? error.message : String(error) } satisfies FleetReply),
  );
});

async function obey(command: FleetCommand): Promise<FleetStatus> {
  if (command.kind === "start") {
    if (fleet !== null) throw new Error("the fleet was started before");
    const { startAt, ...settings } = command.settings;
    fleet = createFleet({ ...settings, clock: createVirtualClock(startAt) });
    return statusOf(fleet);
  }
  if (fleet === null) throw new Error("the fleet was not started");
  if (command.kind === "enrolAll") await fleet.enrolAll();
  else if (command.kind === "runUntil") await fleet.runUntil(command.until);
  else await fleet.close();
  return statusOf(fleet);
}

function statusOf(current: Fleet): FleetStatus {
  return { nextEventAt: current.nextEventAt(), stats: current.stats() };
}
