import type { Json } from "../../kit/canonical-json.ts";
import { plusMs, type Instant } from "../../kit/instant.ts";
import { err, ok } from "../../kit/result.ts";
import { seededRandom } from "../../kit/seeded-random.ts";
import type { DeviceFacts } from "../../policy/bundle/protocol.ts";
import type { AgentPorts, AgentTransport, Applier, NodeOutcome } from "../agent-ports.ts";
import type { AgentState } from "../agent-state.ts";

/** A device for tests: a disk, settings and a clock that outlive the agent, so that a restart is a new agent on the same device. */
export type TestMachine = {
  disk: string | null;
  readonly settings: Map<string, Json>;
  /** Node -> what goes wrong with it. */
  readonly faults: Map<string, "error" | "lies" | "not-applicable" | "stuck">;
  clockSkewMs: number;
  applyCount: number;
  /** Set to make the next save fail, as a full disk does. */
  diskFull: boolean;
};

export function newTestMachine(): TestMachine {
  return { disk: null, settings: new Map(), faults: new Map(), clockSkewMs: 0, applyCount: 0, diskFull: false };
}

export function testFacts(serialNumber: string): DeviceFacts {
  return {
    serialNumber,
    name: `PC-${serialNumber}`,
    platform: "windows",
    osVersion: "10.0.26100",
    edition: null,
    manufacturer: null,
    model: "M1",
  };
}

export function testPorts(machine: TestMachine, origin: string, now: () => Instant, seed = "test"): AgentPorts {
  const random = seededRandom(seed);
  return {
    transport: fetchTransport(origin),
    storage: {
      load: () => Promise.resolve(machine.disk === null ? null : (JSON.parse(machine.disk) as AgentState)),
      save: (state) => {
        if (machine.diskFull) return Promise.reject(new Error("no space left on device"));
        machine.disk = JSON.stringify(state);
        return Promise.resolve();
      },
    },
    applier: testApplier(machine),
    clock: { now: () => plusMs(now(), machine.clockSkewMs) },
    random: { bytes: (count) => Uint8Array.from({ length: count }, () => random.int(0, 256)) },
  };
}

function testApplier(machine: TestMachine): Applier {
  const { settings, faults } = machine;
  const outcomeOf = (node: string): NodeOutcome => {
    const fault = faults.get(node);
    if (fault === "error" || fault === "stuck") return { outcome: "error", errorCode: "0x86000011" };
    return { outcome: fault === "not-applicable" ? "not-applicable" : "ok" };
  };
  return {
    apply: ({ set, remove }) => {
      machine.applyCount += 1;
      const outcomes = new Map<string, NodeOutcome>(set.map(({ node }) => [node, outcomeOf(node)]));
      for (const node of remove) outcomes.set(node, outcomeOf(node));
      if ([...outcomes.values()].some(({ outcome }) => outcome === "error")) return Promise.resolve(outcomes);
      for (const { node, value } of set) if (!faults.has(node)) settings.set(node, value);
      for (const node of remove) if (faults.get(node) !== "lies") settings.delete(node);
      return Promise.resolve(outcomes);
    },
    readBack: (nodes) => {
      const found = new Map<string, Json>();
      for (const node of nodes) {
        const value = settings.get(node);
        if (value !== undefined) found.set(node, value);
      }
      return Promise.resolve(found);
    },
  };
}

/** Reads answers of any size, so that the tests see the agent's own limit. */
function fetchTransport(origin: string): AgentTransport {
  return {
    send: async ({ method, path, headers, body }) => {
      try {
        const response = await fetch(`${origin}${path}`, { method, headers, body });
        const bytes = new Uint8Array(await response.arrayBuffer());
        return ok({
          status: response.status,
          headers: Object.fromEntries(response.headers),
          body: new TextDecoder().decode(bytes),
        });
      } catch (error) {
        return err({ code: "unreachable", detail: String(error) });
      }
    },
  };
}
