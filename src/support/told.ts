import { earliestOf, MINUTE_MS, plusMs, type Instant } from "../kit/instant.ts";

/**
 * Where telling one person stands. `accepted`: a mail server took the mail, and it has not come back since. `failed`: it
 * will not be tried again by itself. Only `accepted` and `told-by-hand` count as told (S22).
 */
export const DELIVERY_STATES = ["queued", "accepted", "bounced", "failed", "told-by-hand"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Whoever was told at this moment or earlier has had the plan's time to read it. */
export function toldInTime(now: Instant, noticeLeadMsMin: number): Instant {
  return plusMs(now, -noticeLeadMsMin);
}

/** When the device of somebody who is told now may change at the earliest. */
export function changesFrom(toldAt: Instant, noticeLeadMsMin: number): Instant {
  return plusMs(toldAt, noticeLeadMsMin);
}

const RETRY_MS_MAX = 60 * MINUTE_MS;

/** Twice as long after each refusal for now, up to an hour; mail servers ask for minutes. */
export function nextAttempt(now: Instant, attempts: number): Instant {
  return earliestOf(plusMs(now, RETRY_MS_MAX), plusMs(now, MINUTE_MS * 2 ** Math.min(20, Math.max(0, attempts - 1))));
}

/** A mail server that has refused for so long will not take it; a person has to look (three days is the habit of SMTP). */
export const ATTEMPTS_MAX = 75;
