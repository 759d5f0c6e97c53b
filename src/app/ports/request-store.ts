import type { DeviceId, RolloutId } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";

/** A help request as stored. `link`: the rollout that a person says it comes from. */
export type RequestRow = Readonly<{
  id: string;
  openedAt: Instant;
  openedBy: string;
  requester: string;
  deviceId: DeviceId | null;
  summary: string;
  description: string;
  workedBefore: "yes" | "no" | "unknown";
  source: string;
  externalId: string | null;
  state: "open" | "closed";
  link: Readonly<{ rolloutId: RolloutId; by: string; at: Instant }> | null;
}>;

/** With what people need to read it; all of a page in one statement. `deviceRollouts`: rollouts the device is in, newest first. */
export type RequestReading = RequestRow &
  Readonly<{
    deviceName: string | null;
    rolloutName: string | null;
    deviceRollouts: readonly Readonly<{ id: RolloutId; name: string; status: string; offeredAt: Instant | null }>[];
  }>;

export type RequestFilter = Readonly<{
  rolloutId: RolloutId | null;
  state: RequestRow["state"] | null;
  linked: boolean | null;
  limit: number;
  afterId: string | null;
}>;

export type RequestStore = Readonly<{
  /** The same source and external id twice is one request: the row that is there comes back. */
  insert: (row: RequestRow) => Promise<Readonly<{ row: RequestRow; isNew: boolean }>>;
  find: (id: string) => Promise<RequestReading | null>;
  findForUpdate: (id: string) => Promise<RequestRow | null>;
  setLink: (id: string, link: RequestRow["link"]) => Promise<void>;
  setState: (id: string, state: RequestRow["state"]) => Promise<void>;
  /** Newest first; requests of one moment by id. */
  list: (filter: RequestFilter) => Promise<readonly RequestReading[]>;
  count: (filter: Omit<RequestFilter, "limit" | "afterId">) => Promise<number>;
  /** Requests linked to this rollout that were opened at or after `since`: what its gate counts. Closed ones count too. */
  countLinked: (rolloutId: RolloutId, since: Instant) => Promise<number>;
  /** Requests without a link: what waits for a help-desk agent. */
  countUnlinkedOpen: () => Promise<Readonly<{ requests: number; oldestAt: Instant | null }>>;
}>;
