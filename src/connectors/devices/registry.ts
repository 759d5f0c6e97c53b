import { createEmbeddedBackend } from "./embedded/index.ts";
import { createSimulatedBackend } from "./simulated/index.ts";

/** Every kind of device backend that the roof can make; `create` tells by its parameters what it needs. */
export type DeviceBackendEntry = Readonly<
  | { id: "embedded"; description: string; create: typeof createEmbeddedBackend }
  | { id: "simulated"; description: string; create: typeof createSimulatedBackend }
>;

export const DEVICE_BACKENDS: ReadonlyMap<DeviceBackendEntry["id"], DeviceBackendEntry> = new Map<
  DeviceBackendEntry["id"],
  DeviceBackendEntry
>([
  ["embedded", { id: "embedded", description: "devices that ask at Tidegate's own device door", create: createEmbeddedBackend }],
  [
    "simulated",
    {
      id: "simulated",
      description: "devices in memory on virtual time, for simulation and tests",
      create: createSimulatedBackend,
    },
  ],
]);
