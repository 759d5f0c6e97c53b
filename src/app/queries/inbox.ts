import { compareText } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";
import { isSamePerson } from "../../rollout/approval.ts";
import { pendingApproval } from "../../rollout/decide.ts";
import { peopleMissing, stageOf } from "../../rollout/people.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import type { Principal, Role } from "../ports/access-store.ts";
import type { StageTotals } from "../ports/communication-store.ts";
import type { RequestReading } from "../ports/request-store.ts";
import type { Store, Unit } from "../ports/store.ts";
import { stageScope } from "../people/stage-scope.ts";
import { openOf } from "../rollouts/evidence-reading.ts";
import { sliceOf, type Page, type PageRequest } from "./page-of.ts";
import { phaseName } from "./rollout-summary.ts";
import { purposeText } from "./audit-sentence.ts";

/** Who can act on what waits: held equal to the routes' own roles by a test. */
export const INBOX_ROLES = {
  approve: ["approver"],
  "gate-held": ["approver", "operator"],
  halted: ["operator", "approver"],
  acknowledge: ["help-desk"],
  "notice-missing": ["author", "operator"],
  "not-told": ["author", "operator", "help-desk"],
  "help-request-unlinked": ["help-desk", "operator"],
} as const satisfies Readonly<Record<string, readonly Role[]>>;
export type InboxKind = keyof typeof INBOX_ROLES;

export type InboxItem = Readonly<{
  kind: InboxKind;
  rollout: Readonly<{ id: string; name: string }> | null;
  subjectId: string;
  title: string;
  sentence: string;
  since: Instant;
  mayAct: boolean;
  roles: readonly Role[];
}>;

/** What needs a person: what the asker can act on first, then what has waited longest. */
export function getInbox(
  store: Store,
  asker: Pick<Principal, "person" | "roles">,
  mail: boolean,
  page: PageRequest,
  now: Instant,
): Promise<Page<InboxItem> & Readonly<{ asOf: Instant }>> {
  return store.read(async (unit) => {
    const items: InboxItem[] = [];
    for (const id of (await unit.rollouts.openByPolicy()).values()) {
      const rollout = await unit.rollouts.find(id);
      if (rollout === null) continue;
      const notTold = await whoIsNotTold(unit, rollout);
      const waits = [
        ...waitsOf(rollout),
        ...waitsForPeople(rollout),
        ...(notTold === null ? [] : waitsForTelling(rollout, notTold, mail)),
      ];
      items.push(...waits.map((wait) => itemOf(rollout, wait, asker)));
    }
    items.push(...(await unlinkedRequests(unit)).map((request) => requestItem(request, asker)));
    return { ...sliceOf(items.sort(byUrgency), page, keyOf), asOf: now };
  });
}

/** What waits, before it is asked who looks. `roles` narrower than the kind's where the state asks for one of them only. */
export type Wait = Readonly<{ kind: InboxKind; title: string; sentence: string; since: Instant; roles?: readonly Role[] }>;

/** From the state alone: an approval, a gate that cannot go on by itself, a halt. */
export function waitsOf(rollout: Rollout): readonly Wait[] {
  const { state, name, because } = rollout;
  if (state.kind === "halted") {
    const sentence = `${because}. It waits for a rollback, or for a resume that somebody other than the author approved.`;
    return [{ kind: "halted", title: `${name} is halted`, sentence, since: state.since }];
  }
  const pending = pendingApproval(rollout);
  if (state.kind === "held" && state.reason === "inconclusive") {
    if (pending === null) return [];
    const sentence = `${because}. More reports can settle it, or an approver who accepts the thin evidence.`;
    return [{ kind: "gate-held", title: `The gate of ${name} cannot decide`, sentence, since: state.since, roles: ["approver"] }];
  }
  if (pending !== null) {
    const since = state.kind === "held" || state.kind === "scope" ? state.since : rollout.createdAt;
    const denied = pending.standing.deniedBy;
    const sentence =
      denied.length === 0
        ? `${rollout.authorId} asks for ${purposeText(pending.purpose)}: ${rollout.reason}`
        : `${purposeText(pending.purpose)} was denied by ${denied.join(", ")}; a new word of theirs replaces it`;
    return [{ kind: "approve", title: `${name} waits for approval`, sentence, since }];
  }
  const needsOperator = state.kind === "held" && HELD_FOR_OPERATORS.has(state.reason);
  return needsOperator
    ? [{ kind: "gate-held", title: `${name} is held`, sentence: because, since: state.since, roles: ["operator"] }]
    : [];
}

const HELD_FOR_OPERATORS: ReadonlySet<string> = new Set(["rule-invalid", "empty-cohort", "invariant-broken"]);

/** A notice that is not written, or a help desk that has not answered, before the next phase needs it. */
export function waitsForPeople(rollout: Rollout): readonly Wait[] {
  const { state, plan, name } = rollout;
  const open = openOf(state);
  const next = open === null ? undefined : plan.phases[open.phaseIndex + 1];
  if (open === null || next === undefined || state.kind === "rolling-back" || state.kind === "halted") return [];
  const missing = peopleMissing(rollout, next);
  if (missing === null) return [];
  const since = state.kind === "held" ? state.since : open.openedAt;
  return missing.reason === "notice-missing"
    ? [{ kind: "notice-missing", title: `${name} has no complete notice to people`, sentence: missing.detail, since }]
    : [{ kind: "acknowledge", title: `${name} waits for the help desk`, sentence: missing.detail, since }];
}

type NotTold = Readonly<{ totals: StageTotals; since: Instant; phase: string }>;

async function whoIsNotTold(unit: Unit, rollout: Rollout): Promise<NotTold | null> {
  const open = openOf(rollout.state);
  const stage = open === null ? null : stageOf(open.phaseKind);
  if (open === null || stage === null || rollout.plan.people.kind === "waived") return null;
  const totals = await unit.communication.totals(stageScope(rollout, stage));
  return { totals, since: open.openedAt, phase: phaseName(rollout, open.phaseIndex) };
}

/** Only what does not go away by itself: a notice on its way, or a lead that has not passed, needs nobody. */
export function waitsForTelling({ name }: Rollout, { totals, since, phase }: NotTold, mail: boolean): readonly Wait[] {
  const { devicesHeldBack, devicesWithoutAnybody, bounced, failed, queued } = totals;
  const unreached = bounced + failed + (mail ? 0 : queued);
  if (devicesHeldBack === 0 || unreached + devicesWithoutAnybody === 0) return [];
  const parts = [
    unreached === 0
      ? null
      : `${unreached} ${unreached === 1 ? "person was" : "people were"} not reached${mail ? "" : " (no mail server is set up)"}`,
    devicesWithoutAnybody === 0
      ? null
      : `${devicesWithoutAnybody} ${devicesWithoutAnybody === 1 ? "device has" : "devices have"} no person and no substitute`,
  ].filter((part) => part !== null);
  const sentence = `${devicesHeldBack} ${devicesHeldBack === 1 ? "device" : "devices"} of ${phase} ${devicesHeldBack === 1 ? "is" : "are"} held back: ${parts.join(", and ")}`;
  return [{ kind: "not-told", title: `${name}: not everybody is told`, sentence, since }];
}

function itemOf(rollout: Rollout, { roles: only, ...wait }: Wait, asker: Pick<Principal, "person" | "roles">): InboxItem {
  const roles: readonly Role[] = only ?? INBOX_ROLES[wait.kind];
  const mine = roles.filter((role) => asker.roles.includes(role));
  // The author's own yes is refused by every road: whatever else they may do there counts.
  const mayAct = isSamePerson(rollout.authorId, asker.person) ? mine.some((role) => role !== "approver") : mine.length > 0;
  return { ...wait, rollout: { id: rollout.id, name: rollout.name }, subjectId: rollout.id, mayAct, roles };
}

/** So many at once are a heap, and its size is told by the list of help requests. */
const UNLINKED_MAX = 200;

function unlinkedRequests(unit: Unit): Promise<readonly RequestReading[]> {
  return unit.requests.list({ rolloutId: null, state: "open", linked: false, limit: UNLINKED_MAX, afterId: null });
}

function requestItem(request: RequestReading, asker: Pick<Principal, "roles">): InboxItem {
  const roles = INBOX_ROLES["help-request-unlinked"];
  const on = request.deviceName === null ? "" : ` on ${request.deviceName}`;
  return {
    kind: "help-request-unlinked",
    rollout: null,
    subjectId: request.id,
    title: request.summary,
    sentence: `${request.requester} asked for help${on}; nobody has said yet whether a rollout is the cause`,
    since: request.openedAt,
    mayAct: roles.some((role) => asker.roles.includes(role)),
    roles,
  };
}

/** What harms or holds devices comes before what only waits; within a kind the oldest. */
const URGENCY: readonly InboxKind[] = [
  "halted",
  "gate-held",
  "approve",
  "acknowledge",
  "notice-missing",
  "help-request-unlinked",
  "not-told",
];

function byUrgency(a: InboxItem, b: InboxItem): number {
  return (
    Number(b.mayAct) - Number(a.mayAct) ||
    URGENCY.indexOf(a.kind) - URGENCY.indexOf(b.kind) ||
    a.since - b.since ||
    compareText(keyOf(a), keyOf(b))
  );
}

function keyOf({ kind, subjectId }: InboxItem): string {
  return `${kind}:${subjectId}`;
}
