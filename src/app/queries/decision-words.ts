import { formatDuration } from "../../kit/instant.ts";
import type { PolicyPlan } from "../../policy/plan.ts";
import { isSamePerson, type ApprovalPurpose } from "../../rollout/approval.ts";
import { pendingApproval } from "../../rollout/decide.ts";
import { stageOf } from "../../rollout/people.ts";
import type { PlannedPhase } from "../../rollout/phase.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import type { Principal } from "../ports/access-store.ts";
import { openOf } from "../rollouts/evidence-reading.ts";
import { purposeText } from "./audit-sentence.ts";

export type MayDecide = Readonly<{ allowed: boolean; because: string }>;

/** The same conditions that decide when the word comes in, told before. */
export function mayDecide(rollout: Rollout, { person, roles }: Pick<Principal, "person" | "roles">): MayDecide {
  const refuse = (because: string) => ({ allowed: false, because });
  const pending = pendingApproval(rollout);
  if (pending === null) return refuse("Nothing waits for a decision now.");
  if (!roles.includes("approver")) return refuse("Deciding needs the role approver.");
  if (isSamePerson(rollout.authorId, person)) return refuse("You wrote this change: somebody else has to decide.");
  const { approvedBy, deniedBy } = pending.standing;
  if (approvedBy.some((one) => isSamePerson(one, person)))
    return refuse("You have said yes already; it waits for somebody else's word.");
  if (deniedBy.some((one) => isSamePerson(one, person)))
    return { allowed: true, because: "You have said no; another word of yours replaces it." };
  if (deniedBy.length > 0) return { allowed: true, because: `Denied by ${deniedBy.join(", ")}: a yes beside it opens nothing.` };
  return { allowed: true, because: "You have the role approver, and somebody else wrote the change." };
}

/** The phase that opens, or opens again, with the last yes that is needed; null: nothing is asked, or nothing comes after. */
export function phaseOfPurpose({ plan, state }: Rollout, purpose: ApprovalPurpose): PlannedPhase | null {
  const [kind, at = ""] = purpose.split(":");
  if (kind === "start") return plan.phases[0] ?? null;
  if (kind === "phase") return plan.phases[Number(at)] ?? null;
  if (kind === "waive") return plan.phases[Number(at) + 1] ?? null;
  return plan.phases[openOf(state)?.phaseIndex ?? -1] ?? null;
}

/** `cap`: devices that a yes can newly reach. */
export type NextStep = Readonly<{ phase: string; cap: number }>;

/**
 * Everything that is exposed, everything that the open cohorts may still be offered and everything that a yes adds, as if
 * all of it failed before the gate looks. `chosen`: members of all cohorts that are frozen so far.
 */
export function worstCaseOf(
  exposed: number,
  chosen: number,
  next: (NextStep & Readonly<{ isResumed: boolean }>) | null,
): Readonly<{ devices: number; sentence: string }> {
  const adds = next === null || next.isResumed ? 0 : next.cap;
  const waiting = Math.max(0, chosen - exposed);
  const devices = exposed + waiting + adds;
  const parts = [
    exposed === 0 ? "none is exposed yet" : `${exposed} are exposed already`,
    waiting === 0 ? null : `${waiting} of the phases so far may still be offered it`,
    next === null || next.isResumed ? null : `${next.phase} adds at most ${next.cap}`,
  ].filter((part) => part !== null);
  return { devices, sentence: `If everything fails before the next gate, ${devices} devices are harmed: ${parts.join(", ")}.` };
}

export function whenText(rollout: Rollout, purpose: ApprovalPurpose | null): string {
  const { state, plan } = rollout;
  if (purpose === null) return rollout.because;
  const phase = phaseOfPurpose(rollout, purpose);
  if (phase === null)
    return "With the last yes that is needed the change lands: it becomes the policy for everybody it is assigned to.";
  if (state.kind === "halted")
    return `Nothing moves with a yes alone: an operator may then resume, and ${phase.name} soaks anew.`;
  const waitsForStart = state.kind === "scope" && state.startRequestedBy === null;
  const opening = waitsForStart
    ? `${phase.name} opens once it is approved and an operator starts it`
    : `${phase.name} opens within seconds of the last yes that is needed`;
  const told =
    plan.people.kind === "required" && stageOf(phase.kind) !== null
      ? ` Its people are told ${formatDuration(plan.people.noticeLeadMsMin)} before their device is offered anything.`
      : "";
  return `${opening}, and soaks for ${formatDuration(phase.gate.soakMsMin)} at least before its gate can pass.${told}`;
}

export type Undo = Readonly<{ kind: "previous-version" | "removal" | "unknown"; sentence: string }>;

/** Of a rollout that is over: there is nothing left to say yes to. */
export function nothingLeftOf(exposed: number): Readonly<{ devices: number; sentence: string }> {
  return {
    devices: 0,
    sentence: `It is over: nothing more is decided here. ${counted(exposed, "device")} were offered the change.`,
  };
}

/**
 * What a rollback really does. Where it has to take something away nobody knows yet what stays: devices keep some settings
 * after their policy is gone, and there is no list of which (requirements.md 2.6).
 */
export function undoOf({ change, settings, devices }: PolicyPlan): Undo {
  const waits = "and waits until each device has read it back";
  if (change.kind === "add")
    return {
      kind: "unknown",
      sentence: `A rollback takes the policy away ${waits.replace("read it back", "answered without it")}. ${STAYS}`,
    };
  const added = settings.filter((setting) => setting.kind === "added").length;
  const gained = change.kind === "retire" ? 0 : devices.gained;
  const again = `A rollback offers the previous version again ${waits}.`;
  if (added === 0 && gained === 0) return { kind: "previous-version", sentence: again };
  const parts = [
    added === 0 ? null : `${counted(added, "setting")} that the previous version does not have`,
    gained === 0 ? null : `the whole policy on ${counted(gained, "device")} that did not have it`,
  ].filter((part) => part !== null);
  return { kind: "unknown", sentence: `${again} It takes away ${parts.join(", and ")}. ${STAYS}` };
}

function counted(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? "" : "s"}`;
}

const STAYS = "A setting that is taken away may stay on a device; whether these do is not known.";

/** The sentence that a yes puts a name under. Everything it binds to stands in it. */
export function statementOf(rollout: Rollout, purpose: ApprovalPurpose): string {
  return (
    `I approve ${purposeText(purpose)} (${purpose}) of the rollout "${rollout.name}" (${rollout.id}) exactly as planned, ` +
    `by the plan with the SHA-256 ${rollout.planHash}. A change of the plan voids this.`
  );
}
