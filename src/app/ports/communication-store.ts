import type { RolloutId, SiteId, UserId } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";
import type { Stage } from "../../rollout/people.ts";
import type { Notice } from "../../support/notice.ts";
import type { DeliveryState } from "../../support/told.ts";
import type { SendOutcome } from "./messenger.ts";

/** A stage of a rollout with those phases of its plan that belong to it. */
export type StageScope = Readonly<{ rolloutId: RolloutId; stage: Stage; phaseIndexes: readonly number[] }>;

export type NoticeRow = Readonly<{ stage: Stage; notice: Notice; hash: string; editedBy: string; editedAt: Instant }>;
/** `siteId` null: for every device without a person that no other line covers. */
export type Substitute = Readonly<{ siteId: SiteId | null; userId: UserId }>;

export type DeliveryRow = Readonly<{
  stage: Stage;
  userId: UserId;
  displayName: string;
  mail: string | null;
  state: DeliveryState;
  attempts: number;
  toldAt: Instant | null;
  lastError: string | null;
  messageId: string;
}>;
export type DeliveryFilter = Readonly<{ rolloutId: RolloutId; stage: Stage | null; state: DeliveryState | null }>;

export type StageTotals = Readonly<{
  people: number;
  queued: number;
  accepted: number;
  toldByHand: number;
  bounced: number;
  failed: number;
  devicesHeldBack: number;
  /** Of those: without a person and without a substitute. */
  devicesWithoutAnybody: number;
  /** The first attempt to tell anybody. */
  sentSince: Instant | null;
}>;

/** A person who is to be told now. `mail` null: has no mailbox, or has left the estate. */
export type DueNotice = Readonly<{
  rolloutId: RolloutId;
  stage: Stage;
  userId: UserId;
  displayName: string;
  mail: string | null;
  messageId: string;
  attempts: number;
  notice: Notice;
  noticeLeadMsMin: number;
}>;
/** `nextAttemptAt` null: not tried again by itself. */
export type Settled = Pick<DueNotice, "rolloutId" | "stage" | "userId"> &
  Readonly<{ outcome: SendOutcome; nextAttemptAt: Instant | null; at: Instant }>;

/**
 * What people are told, and who was. A device's notice goes to its person; without one to the substitute of its site, else to
 * the general substitute, else to nobody, and the device stays held back. Every statement is set-based: a wave holds 100,000.
 */
export type CommunicationStore = Readonly<{
  notices: (rolloutId: RolloutId) => Promise<readonly NoticeRow[]>;
  /** Replaces notice and substitutes of the stage; a different notice voids the acknowledgement. */
  setNotice: (rolloutId: RolloutId, row: NoticeRow, substitutes: readonly Substitute[]) => Promise<void>;
  substitutes: (rolloutId: RolloutId) => Promise<readonly (Substitute & Readonly<{ stage: Stage; displayName: string }>)[]>;
  acknowledge: (
    rolloutId: RolloutId,
    word: Readonly<{ stage: Stage; noticeHash: string; by: string; note: string; at: Instant }>,
  ) => Promise<void>;
  totals: (scope: StageScope) => Promise<StageTotals>;
  /** By stage, then by person. */
  deliveries: (
    filter: DeliveryFilter & Readonly<{ limit: number; after: Pick<DeliveryRow, "stage" | "userId"> | null }>,
  ) => Promise<readonly DeliveryRow[]>;
  countDeliveries: (filter: DeliveryFilter) => Promise<number>;
  /** Those of these ids that the estate does not hold. */
  unknownIds: (
    ids: Readonly<{ users: readonly string[]; sites: readonly string[] }>,
  ) => Promise<Readonly<{ users: readonly string[]; sites: readonly string[] }>>;

  /** Rollouts with a device that is held back. */
  withHeldBack: () => Promise<readonly RolloutId[]>;
  /** Where people were last looked for; another text than the present one means: look again. */
  lookedAt: (scope: StageScope) => Promise<Readonly<{ marker: string; clearedThrough: Instant | null }> | null>;
  noteLook: (scope: StageScope, look: Readonly<{ marker: string; clearedThrough: Instant | null }>) => Promise<void>;
  /** Rows for people of held-back devices who have none. @returns how many. */
  queue: (scope: StageScope, now: Instant) => Promise<number>;
  /** Anybody told after `from` (null: ever) and up to `until`? */
  hasTold: (scope: StageScope, from: Instant | null, until: Instant) => Promise<boolean>;
  /** Clears held-back devices whose people were told up to `until`. The caller has moved the fence. @returns how many. */
  clear: (scope: StageScope, until: Instant, now: Instant) => Promise<number>;
  /** `userIds` null: everybody with a row. @returns how many were not told before. */
  tellByHand: (scope: StageScope, userIds: readonly UserId[] | null, now: Instant) => Promise<number>;
  findMessage: (
    messageId: string,
  ) => Promise<Readonly<{ rolloutId: RolloutId; stage: Stage; userId: UserId; state: DeliveryState }> | null>;
  /** Marks an accepted notice as come back, and holds the person's devices back that hold nothing yet. @returns how many. */
  bounce: (scope: StageScope, userId: UserId, reason: string) => Promise<number>;
  /** Due rows of rollouts that offer, locked; nobody else gets them until `untilAt`. The attempt counts from here. */
  claimDue: (now: Instant, untilAt: Instant, limit: number) => Promise<readonly DueNotice[]>;
  /** Only a queued row is settled: what a person recorded meanwhile stands. */
  settle: (rows: readonly Settled[]) => Promise<void>;
}>;
