import type { Instant } from "../../kit/instant.ts";
import type { SitePlan } from "./company.ts";
import type { DeviceClass } from "./device-classes.ts";
import type { GroupKey } from "./groups.ts";
import type { Person } from "./people.ts";

/** A device of the demo, before it becomes a line of the table and a virtual device. */
export type FleetDevice = Readonly<{
  id: string;
  name: string;
  serialNumber: string;
  platform: DeviceClass["platform"];
  osVersion: string;
  /** Empty where the platform has no editions. */
  edition: string;
  manufacturer: string;
  model: string;
  ownership: DeviceClass["ownership"];
  /** Facts that decide what settings can do; empty: never reported. */
  supervised: string;
  joinType: string;
  enrolment: string;
  driveEncryption: string;
  site: SitePlan;
  /** Null: a shared device, a kiosk, a laboratory machine. */
  person: Person | null;
  sensitivities: readonly string[];
  testOnly: boolean;
  groups: readonly GroupKey[];
  lastSeenAt: Instant;
  stale: boolean;
}>;
