import type { Json } from "../kit/canonical-json.ts";
import type { Instant } from "../kit/instant.ts";
import type { Result } from "../kit/result.ts";
import type { AgentState } from "./agent-state.ts";

/** What the agent needs from the machine it runs on. A real device and a simulated one differ in these and in nothing else. */
export type AgentPorts = Readonly<{
  transport: AgentTransport;
  storage: AgentStorage;
  applier: Applier;
  clock: AgentClock;
  random: AgentRandom;
}>;

export type AgentRequest = Readonly<{
  method: "GET" | "POST";
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string | null;
  /** The transport stops reading here; a longer answer is `body-too-large`. */
  answerBytesMax: number;
}>;

/** Header names in lower case. */
export type AgentAnswer = Readonly<{ status: number; headers: Readonly<Record<string, string>>; body: string }>;

export type TransportFailure = Readonly<{ code: "unreachable" | "body-too-large"; detail: string }>;

export type AgentTransport = Readonly<{
  /** Resolves always: a lost network is a result, not an exception. */
  send: (request: AgentRequest) => Promise<Result<AgentAnswer, TransportFailure>>;
}>;

/**
 * Where the agent's memory outlives a restart. `save` resolves once the state is durable and replaces the old one whole.
 * The state holds the private key: keep it where only the agent reads.
 */
export type AgentStorage = Readonly<{
  load: () => Promise<AgentState | null>;
  save: (state: AgentState) => Promise<void>;
}>;

export type NodeOutcome = Readonly<{ outcome: "ok" } | { outcome: "not-applicable" } | { outcome: "error"; errorCode: string }>;

export type Applier = Readonly<{
  /**
   * Sets and removes in one go, by node. When any node answers `error`, all nodes are as they were before the call.
   * `not-applicable` is no error: the platform does not know the node, and nothing was done for it.
   */
  apply: (change: NodeChange) => Promise<ReadonlyMap<string, NodeOutcome>>;
  /** What the device really has; a node without a value is absent from the map. */
  readBack: (nodes: readonly string[]) => Promise<ReadonlyMap<string, Json>>;
}>;

export type NodeChange = Readonly<{ set: readonly Readonly<{ node: string; value: Json }>[]; remove: readonly string[] }>;

/** The device's own clock, which may be wrong by any amount. */
export type AgentClock = Readonly<{ now: () => Instant }>;

/** Unpredictable bytes on a real device (its key comes from here), a seed's bytes in the simulator. */
export type AgentRandom = Readonly<{ bytes: (count: number) => Uint8Array }>;
