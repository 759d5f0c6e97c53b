import type { Json } from "../../kit/canonical-json.ts";
import type { RolloutId } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";

/** An effect that has to reach the world. `key` is its idempotency key: the same key is the same effect for ever. */
export type OutboxRow = Readonly<{
  key: string;
  kind: string;
  rolloutId: RolloutId;
  payload: Json;
  createdAt: Instant;
  attempts: number;
  nextAttemptAt: Instant | null;
  lastError: string | null;
  doneAt: Instant | null;
  receipt: Json | null;
}>;

export type OutboxStore = Readonly<{
  /** A key that is there already stays as it is. */
  add: (row: Readonly<{ key: string; kind: string; rolloutId: RolloutId; payload: Json; createdAt: Instant }>) => Promise<void>;
  /** Due and not done, oldest first, locked against other workers (`for update skip locked`). */
  claim: (now: Instant, limit: number) => Promise<readonly OutboxRow[]>;
  complete: (key: string, receipt: Json, now: Instant) => Promise<void>;
  retryAt: (key: string, error: string, nextAttemptAt: Instant) => Promise<void>;
  ofRollout: (rolloutId: RolloutId) => Promise<readonly OutboxRow[]>;
}>;
