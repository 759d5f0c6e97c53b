import { seededRandom } from "../../kit/seeded-random.ts";
import { sha256Hex } from "../../kit/sha256.ts";
import type { Instant } from "../../kit/instant.ts";
import type { DeviceFacts } from "../../policy/bundle/protocol.ts";
import type { AgentRandom, AgentStorage, AgentTransport } from "../../agent/agent-ports.ts";
import type { AgentState } from "../../agent/agent-state.ts";
import { createDeviceAgent, type DeviceAgent } from "../../agent/device-agent.ts";
import { deviceTime, type DeviceBehaviour } from "./behaviours.ts";
import { faultsOf, type NodeFault } from "./node-faults.ts";
import { createSimulatedApplier, type SimulatedApplier } from "./simulated-applier.ts";

/** A device as the organisation lists it; without a behaviour it gets one from the seed. `stale`: enrols, and is never heard of again. */
export type VirtualDeviceSpec = Readonly<{
  serialNumber: string;
  facts: DeviceFacts;
  stale?: boolean;
  behaviour?: DeviceBehaviour;
}>;

export type VirtualDevice = Readonly<{
  serialNumber: string;
  facts: DeviceFacts;
  behaviour: DeviceBehaviour;
  agent: DeviceAgent;
  applier: SimulatedApplier;
}>;

export type VirtualDeviceOptions = Readonly<{
  seed: number | string;
  faults: readonly NodeFault[];
  randomFailureChance: number;
  transport: AgentTransport;
  startAt: Instant;
  now: () => Instant;
}>;

/** The agent that a real device runs, on a machine made of memory. */
export function createVirtualDevice(
  spec: Pick<VirtualDeviceSpec, "serialNumber" | "facts">,
  behaviour: DeviceBehaviour,
  options: VirtualDeviceOptions,
): VirtualDevice {
  const { serialNumber, facts } = spec;
  const { seed, startAt, randomFailureChance } = options;
  const applier = createSimulatedApplier({
    faults: faultsOf(options.faults, facts, seed),
    randomFailureChance,
    random: seededRandom(`${seed}/applier/${serialNumber}`),
  });
  const agent = createDeviceAgent({
    transport: options.transport,
    storage: memoryStorage(),
    applier,
    clock: { now: () => deviceTime(behaviour, startAt, options.now()) },
    random: seededBytes(`${seed}/bytes/${serialNumber}`),
  });
  return { serialNumber, facts, behaviour, agent, applier };
}

function memoryStorage(): AgentStorage {
  let kept: AgentState | null = null;
  return {
    load: () => Promise.resolve(kept),
    save: (state) => {
      kept = state;
      return Promise.resolve();
    },
  };
}

/**
 * Bytes from a name: SHA-256 in counter mode. Keys are made of these, and the 32-bit state of seededRandom would give
 * two of 5,000 devices the same key about once in 300 seeds.
 */
function seededBytes(name: string): AgentRandom {
  let used = 0;
  return {
    bytes: (count) => {
      let hex = "";
      while (hex.length < 2 * count) hex += sha256Hex(`${name}/${used++}`);
      return Buffer.from(hex.slice(0, 2 * count), "hex");
    },
  };
}
