import type { KeyObject } from "node:crypto";
import type { AgentStorage } from "./agent-ports.ts";
import type { AgentState } from "./agent-state.ts";
import { deviceKeyOf, verifyingKeyOf, type DeviceKey } from "./device-key.ts";

/** The durable state with its keys ready for use. */
export type LoadedState = Readonly<{ state: AgentState; key: DeviceKey; serverKeys: ReadonlyMap<string, KeyObject> }>;

export type StateHolder = Readonly<{
  load: () => Promise<LoadedState | null>;
  /** What is in memory moves on only after the storage has it. */
  save: (state: AgentState) => Promise<LoadedState>;
}>;

/** Reads the storage once and prepares keys once: turning bytes into a key costs as much as a signature. */
export function createStateHolder(storage: AgentStorage): StateHolder {
  let current: LoadedState | null = null;
  const load = async () => {
    if (current === null) {
      const state = await storage.load();
      if (state !== null) current = prepare(state, null);
    }
    return current;
  };
  const save = async (state: AgentState) => {
    await storage.save(state);
    current = prepare(state, current);
    return current;
  };
  return { load, save };
}

function prepare(state: AgentState, before: LoadedState | null): LoadedState {
  const sameKey = before !== null && before.state.keySeed === state.keySeed;
  const sameIdentity = before !== null && before.state.identity === state.identity;
  return {
    state,
    key: sameKey ? before.key : deviceKeyOf(state.keySeed),
    serverKeys: sameIdentity ? before.serverKeys : pinnedKeys(state),
  };
}

function pinnedKeys({ identity }: AgentState): ReadonlyMap<string, KeyObject> {
  return new Map((identity?.serverKeys ?? []).map(({ kid, publicKey }) => [kid, verifyingKeyOf(publicKey)]));
}
