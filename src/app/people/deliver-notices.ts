import { MINUTE_MS, plusMs, type Instant } from "../../kit/instant.ts";
import { noticeMessage } from "../../support/notice-message.ts";
import { ATTEMPTS_MAX, changesFrom, nextAttempt } from "../../support/told.ts";
import { audit, rolloutSubject, TIMER_ACTOR } from "../audit.ts";
import type { Clock } from "../ports/clock.ts";
import type { DueNotice, Settled } from "../ports/communication-store.ts";
import type { Messenger, SendOutcome } from "../ports/messenger.ts";
import type { Store } from "../ports/store.ts";

export type DeliveryResult = Readonly<{ accepted: number; refused: number; later: number }>;
export type DeliveryDeps = Readonly<{ store: Store; clock: Clock; messenger: Messenger }>;

const BATCH_MAX = 50;
/** If this process dies, somebody sends these again after this time: longer than a batch takes with the slowest of servers. */
const CLAIM_MS = 15 * MINUTE_MS;

/**
 * Sends what is due, after the commit (P-S9). Each person's mail is one row with a fixed Message-ID: no row is lost, and the
 * same mail goes out twice only where a process died between the server's word and the commit.
 */
export async function deliverNotices(deps: DeliveryDeps): Promise<DeliveryResult> {
  const sum = { accepted: 0, refused: 0, later: 0 };
  for (;;) {
    const batch = await deliverBatch(deps);
    for (const kind of ["accepted", "refused", "later"] as const)
      sum[kind] += batch.filter(({ outcome }) => outcome.kind === kind).length;
    // Nothing left, or nobody takes anything: the rest is tried at the next look.
    if (batch.every(({ outcome }) => outcome.kind === "later")) return sum;
  }
}

async function deliverBatch({ store, clock, messenger }: DeliveryDeps): Promise<readonly Settled[]> {
  const now = clock.now();
  const due = await store.write((unit) => unit.communication.claimDue(now, plusMs(now, CLAIM_MS), BATCH_MAX));
  if (due.length === 0) return [];
  const waiting = [...due];
  const settled: Settled[] = [];
  const worker = async () => {
    for (let notice = waiting.shift(); notice !== undefined; notice = waiting.shift())
      settled.push(settledOf(notice, await send(messenger, notice, clock.now()), clock.now()));
  };
  await Promise.all(Array.from({ length: Math.min(messenger.parallel, due.length) }, worker));
  await store.write(async (unit) => {
    await unit.communication.settle(settled);
    for (const { subject, ...detail } of tallies(settled))
      await audit(unit, clock.now(), TIMER_ACTOR, "rollout.notices-sent", subject, detail);
  });
  return settled;
}

async function send(messenger: Messenger, due: DueNotice, now: Instant): Promise<SendOutcome> {
  const { mail, displayName, messageId, notice, noticeLeadMsMin } = due;
  if (mail === null || mail.trim() === "") return { kind: "refused", reason: "has no mail address: tell them by other means" };
  const message = noticeMessage(notice, changesFrom(now, noticeLeadMsMin));
  return messenger.send({ ...message, messageId, to: { name: displayName, address: mail } });
}

function settledOf({ rolloutId, stage, userId, attempts }: DueNotice, outcome: SendOutcome, at: Instant): Settled {
  const again = outcome.kind === "later" && attempts < ATTEMPTS_MAX;
  return { rolloutId, stage, userId, outcome, nextAttemptAt: again ? nextAttempt(at, attempts) : null, at };
}

type Tally = { subject: string; stage: string; accepted: number; refused: number; later: number };

/** One entry for each stage: who was told stands in the deliveries, and what was said in the notice. */
function tallies(settled: readonly Settled[]): readonly Tally[] {
  const byStage = new Map<string, Tally>();
  for (const { rolloutId, stage, outcome } of settled) {
    const subject = rolloutSubject(rolloutId);
    const tally = byStage.get(`${subject}/${stage}`) ?? { subject, stage, accepted: 0, refused: 0, later: 0 };
    tally[outcome.kind] += 1;
    byStage.set(`${subject}/${stage}`, tally);
  }
  return [...byStage.values()];
}
