import type { Instant } from "../../kit/instant.ts";

/** The fences: see app_world. */
export type World = Readonly<{ tenant: string; revision: number; estateRevision: number; epoch: number }>;

export type WorldStore = Readonly<{
  /** Creates the one row on the first start; later calls change nothing. */
  initialise: (tenant: string) => Promise<void>;
  get: () => Promise<World>;
  /**
   * Reads the fence and keeps others from moving it until this transaction ends. An offer made under it commits before a
   * halt is acknowledged, or sees the halt (P-S5).
   */
  getShared: () => Promise<World>;
  /** Every write that can change what a device is offered calls this first: it takes the exclusive lock on the row. */
  bump: (what: Readonly<{ estate: boolean }>) => Promise<World>;
  /**
   * Takes or keeps the lead for the timer. A new leader raises the epoch, which breaks the fence of the old one's writes.
   * Null: somebody else leads until then.
   */
  lead: (holder: string, now: Instant, leaseMs: number) => Promise<World | null>;
}>;
