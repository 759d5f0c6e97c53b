import type { Instant } from "../../kit/instant.ts";
import type { FleetSettings } from "./fleet.ts";
import type { FleetStats } from "./fleet-stats.ts";

/** Virtual time starts at `startAt` and is handed over with each runUntil. */
export type FleetWorkerSettings = FleetSettings & Readonly<{ startAt: Instant }>;

export type FleetCommand = Readonly<
  | { kind: "start"; settings: FleetWorkerSettings }
  | { kind: "enrolAll" }
  | { kind: "runUntil"; until: Instant }
  | { kind: "stop" }
>;
export type FleetRequest = Readonly<{ id: number; command: FleetCommand }>;

export type FleetStatus = Readonly<{ nextEventAt: Instant | null; stats: FleetStats }>;
export type FleetReply = Readonly<{ id: number } & ({ ok: true; status: FleetStatus } | { ok: false; message: string })>;
