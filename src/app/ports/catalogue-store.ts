import type { Instant } from "../../kit/instant.ts";

/** The catalogue that was brought in; `hash` is that of its packed bytes. */
export type StoredCatalogue = Readonly<{
  hash: string;
  definitions: number;
  complete: boolean;
  updatedAt: Instant;
  updatedBy: string;
}>;

/** A stored plan, as far as a catalogue can touch it. */
export type PlanNodes = Readonly<{ hash: string; policyName: string; createdAt: Instant; nodes: readonly string[] }>;

export type CatalogueStore = Readonly<{
  /** Null: nothing was brought in, the shipped one is in force. */
  head: () => Promise<StoredCatalogue | null>;
  packed: () => Promise<Uint8Array | null>;
  /** Takes the place of what is there. */
  put: (stored: StoredCatalogue, packed: Uint8Array) => Promise<void>;
  clear: () => Promise<void>;
  /** The newest plans, with the nodes whose values they change. */
  plans: (limit: number) => Promise<readonly PlanNodes[]>;
}>;
