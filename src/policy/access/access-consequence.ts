import type { UserId } from "../../kit/ids.ts";
import type { Device } from "../../estate/device.ts";
import type { Estate } from "../../estate/estate.ts";
import { has, indexesOf } from "../../audience/device-set.ts";
import type { PolicyChange } from "../change.ts";
import type { ChangeReach } from "../change-reach.ts";
import type { ReachedPolicy } from "../reached-policy.ts";
import type { Policy, PolicyContent } from "../policy.ts";
import { accessVerdict, type AccessVerdict } from "./access-of-person.ts";
import { complianceChecks, judgeCheck, type ComplianceCheck } from "./compliance-check.ts";
import type { AccessConsequence, AccessCount, AccessOfPolicy } from "./access-plan.ts";
import { accessSentences } from "./access-sentences.ts";
import { accessPoliciesOf, type ConditionalAccess } from "./conditional-access.ts";
import { lostApps } from "./lost-apps.ts";

export type AccessInputs = Readonly<{
  estate: Estate;
  policies: readonly Policy[];
  change: PolicyChange;
  live: Policy | undefined;
  reach: ChangeReach;
  others: readonly ReachedPolicy[];
}>;

/** Null: the change is about no compliance policy, or loosens one. */
export function accessConsequence(inputs: AccessInputs): AccessConsequence | null {
  const after = inputs.change.kind === "retire" ? null : inputs.change.content;
  if (after?.kind !== "compliance") return null;
  const hit = hitDevices(inputs, after);
  if (hit.certain.length + hit.unknown.length === 0) return null;
  const accesses = accessPoliciesOf(inputs.policies);
  const tallies = accesses.map((access) => tallyOf(access, inputs.estate, hit));
  const enforced = tallies.filter(({ access }) => access.state === "enabled");
  const losing = peopleIn(enforced.map(({ loses }) => loses));
  const losingMail = peopleIn(enforced.filter(({ mail }) => mail).map(({ loses }) => loses));
  const perhaps = peopleIn(enforced.map(({ mayLose }) => mayLose));
  const perhapsMail = peopleIn(enforced.filter(({ mail }) => mail).map(({ mayLose }) => mayLose));
  const found = {
    noncompliant: { certain: countOf(hit.certain), unknown: countOf(hit.unknown) },
    uncertainChecks: hit.uncertain,
    graceHours: graceHoursOf(after),
    policies: tallies.map(policyOf).sort((a, b) => Number(b.state === "enabled") - Number(a.state === "enabled")),
    lose: { people: losing.size, mail: losingMail.size },
    mayLose: { people: minus(perhaps, losing), mail: minus(perhapsMail, losingMail) },
  };
  return { ...found, sentences: accessSentences(found) };
}

/** Blocking is what makes noncompliant; several such actions: the earliest. */
function graceHoursOf({ noncomplianceActions = [] }: PolicyContent): number {
  const blocking = noncomplianceActions.filter(({ action }) => action === "block").map(({ graceHours }) => graceHours);
  return blocking.length === 0 ? 0 : Math.min(...blocking);
}

type Hit = Readonly<{ certain: readonly Device[]; unknown: readonly Device[]; uncertain: readonly string[] }>;

function hitDevices({ estate, live, reach, others }: AccessInputs, after: PolicyContent): Hit {
  const compliance = others
    .map((other) => ({ reach: other.reach, checks: complianceChecks(other.content) }))
    .filter(({ checks }) => checks.length > 0);
  const [ownBefore, ownAfter] = [complianceChecks(live?.live.content ?? null), complianceChecks(after)];
  const certain: Device[] = [];
  const unknown: Device[] = [];
  const uncertain = new Map<string, string>();
  for (const index of indexesOf(reach.after)) {
    const device = estate.devices[index] as Device;
    const elsewhere = compliance.filter((one) => has(one.reach, index)).flatMap(({ checks }) => checks);
    const before = has(reach.before, index) ? [...elsewhere, ...ownBefore] : elsewhere;
    const fresh = newChecks(ownAfter, before);
    // Whoever fails already loses nothing by this change.
    if (fresh.length === 0 || before.some((check) => judgeCheck(check, device) === "fails")) continue;
    if (fresh.some((check) => judgeCheck(check, device) === "fails")) {
      certain.push(device);
      continue;
    }
    const open = fresh.filter((check) => judgeCheck(check, device) === "unknown");
    if (open.length > 0) unknown.push(device);
    for (const { key, words } of open) uncertain.set(key, words);
  }
  return { certain, unknown, uncertain: [...new Set(uncertain.values())].sort() };
}

function newChecks(after: readonly ComplianceCheck[], before: readonly ComplianceCheck[]): readonly ComplianceCheck[] {
  const known = new Set(before.map(({ key }) => key));
  return after.filter(({ key }) => !known.has(key));
}

type Reached = Readonly<{ people: ReadonlySet<UserId>; devices: number }>;
type Tally = Readonly<{
  access: ConditionalAccess;
  mail: boolean;
  words: readonly string[];
  loses: Reached;
  mayLose: Reached;
  anotherProof: Reached;
  excepted: Reached;
  breakGlass: number;
}>;

function tallyOf(access: ConditionalAccess, estate: Estate, hit: Hit): Tally {
  const found: Record<AccessVerdict, { people: Set<UserId>; devices: number }> = {
    loses: { people: new Set(), devices: 0 },
    "may-lose": { people: new Set(), devices: 0 },
    "another-proof": { people: new Set(), devices: 0 },
    keeps: { people: new Set(), devices: 0 },
    excepted: { people: new Set(), devices: 0 },
  };
  const note = (device: Device, isCertain: boolean) => {
    const user = device.primaryUserId === null ? undefined : estate.usersById.get(device.primaryUserId);
    if (user === undefined) return;
    const verdict = accessVerdict(access, estate, user, device);
    const place = found[verdict === "loses" && !isCertain ? "may-lose" : verdict];
    place.people.add(user.id);
    place.devices += 1;
  };
  for (const device of hit.certain) note(device, true);
  for (const device of hit.unknown) note(device, false);
  const { words, mail } = lostApps(access);
  const kept = [...found.loses.people, ...found["may-lose"].people];
  const isBreakGlass = (id: UserId) => estate.usersById.get(id)?.sensitivities.includes("break-glass") === true;
  return {
    access,
    mail,
    words,
    loses: found.loses,
    mayLose: { people: found["may-lose"].people, devices: found["may-lose"].devices },
    anotherProof: found["another-proof"],
    excepted: found.excepted,
    breakGlass: new Set(kept.filter(isBreakGlass)).size,
  };
}

function policyOf({ access, words, mail, loses, mayLose, anotherProof, excepted, breakGlass }: Tally): AccessOfPolicy {
  const count = ({ people, devices }: Reached): AccessCount => ({ people: people.size, devices });
  return {
    policyId: access.policyId,
    name: access.name,
    state: access.state === "enabled" ? "enabled" : "report-only",
    apps: words,
    mail,
    lose: count(loses),
    mayLose: { people: minus(mayLose.people, loses.people), devices: mayLose.devices },
    anotherProof: count(anotherProof),
    excepted: count(excepted),
    breakGlass,
    narrowedBy: access.narrowedBy,
  };
}

function countOf(devices: readonly Device[]): AccessCount {
  return { people: new Set(devices.flatMap(({ primaryUserId }) => primaryUserId ?? [])).size, devices: devices.length };
}

function peopleIn(reached: readonly Reached[]): ReadonlySet<UserId> {
  return new Set(reached.flatMap(({ people }) => [...people]));
}

function minus(people: ReadonlySet<UserId>, others: ReadonlySet<UserId>): number {
  return [...people].filter((id) => !others.has(id)).length;
}
