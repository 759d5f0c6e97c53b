import { DAY_MS, type Instant } from "../../kit/instant.ts";
import { STALE_AFTER_DAYS, type Device } from "../../estate/device.ts";
import type { Estate } from "../../estate/estate.ts";
import type { Group } from "../../estate/group.ts";
import type { Assignment } from "../../audience/assignment.ts";
import type { AudienceEngine } from "../../audience/audience-engine.ts";
import { indexesOf } from "../../audience/device-set.ts";
import { appliesAt, type ApplicabilityDevice } from "../applicability/applicability.ts";
import { intentReport } from "../applicability/intent.ts";
import { INTUNE_PLANS, plansForNode } from "../applicability/licence-facts.ts";
import type { SettingCatalogue } from "../catalogue.ts";
import { askedBy } from "../contribution.ts";
import type { PolicyContent } from "../policy.ts";
import { peopleReached, type ReachedPeople } from "./audience-people.ts";
import { CONNECTOR_FACTS, rightsFor, type ConnectorFact } from "./connector-facts.ts";
import { PREREQUISITE_STANDINGS, standingOf, type Prerequisite, type PrerequisiteCount } from "./prerequisite.ts";

export type PrerequisiteInputs = Readonly<{
  content: PolicyContent;
  assignments: readonly Assignment[];
  estate: Estate;
  engine: AudienceEngine;
  catalogue: SettingCatalogue;
  /** The estate's date: from there is measured whether a device was seen lately. */
  asOf: Instant;
}>;

/** `people`: whom the policy reaches as people (app protection); null for policies of devices. */
export type PrerequisiteReport = Readonly<{
  prerequisites: readonly Prerequisite[];
  people: Readonly<{ reached: number; enrolled: number }> | null;
  devices: number;
}>;

/**
 * What must be in place before the policy can do what it says, as far as the imported data know it. What is surely missing stands
 * first. Source: S33.
 */
export function prerequisitesOf(inputs: PrerequisiteInputs): PrerequisiteReport {
  const { content, assignments, estate, engine } = inputs;
  const nodes = new Set(askedBy(content).map(({ node }) => node));
  const isForPeople = content.kind === "app-protection";
  const reached = isForPeople ? peopleReached(estate, assignments, content.platforms) : null;
  const devices = indexesOf(engine.reach({ platforms: content.platforms, assignments })).map(
    (at) => estate.devices[at] as Device,
  );
  const found = [
    licence(inputs, nodes, reached, devices),
    ...(isForPeople ? [appVersion(nodes)] : [applicability(inputs, nodes, devices)]),
    groups(inputs, isForPeople),
    ...CONNECTOR_FACTS.filter((fact) => fact.needs(content, nodes)).map((fact) => connector(fact, inputs)),
    ...rights(content),
  ].filter((one) => one !== null);
  const weight = ({ standing }: Prerequisite) => PREREQUISITE_STANDINGS.indexOf(standing);
  return {
    prerequisites: found.sort((a, b) => weight(a) - weight(b)),
    people: reached === null ? null : { reached: reached.people.length, enrolled: reached.enrolled },
    devices: devices.length,
  };
}

function licence(
  { estate }: PrerequisiteInputs,
  nodes: ReadonlySet<string>,
  reached: ReachedPeople | null,
  devices: readonly Device[],
): Prerequisite {
  const special = [...nodes].map((node) => plansForNode(node)).find((plans) => plans !== null && plans !== INTUNE_PLANS);
  const plans = special ?? INTUNE_PLANS;
  const owners = new Set(devices.flatMap(({ primaryUserId }) => (primaryUserId === null ? [] : [primaryUserId])));
  const people = reached?.people ?? [...owners].flatMap((id) => estate.usersById.get(id) ?? []);
  const met = people.filter(({ licences }) => licences?.some((one) => plans.includes(one)) === true).length;
  const unknown = people.filter(({ licences }) => licences === null).length;
  const count: PrerequisiteCount = { what: "people", met, unmet: people.length - met - unknown, unknown, of: people.length };
  return {
    id: "licence",
    kind: "licence",
    words: `Everybody reached has a licence with one of the service plans ${plans.join(", ")}.`,
    standing: standingOf(count),
    count,
    because: licenceReason(count),
    source: "requirements.md, S33; Microsoft's list of service plans",
  };
}

function licenceReason({ unmet, unknown, of }: PrerequisiteCount): string {
  if (of === 0) return "Nobody is reached whose licences could be looked at.";
  if (unmet > 0) return `${unmet} of ${of} people have none of these plans: assign licences, or take them out of the groups.`;
  return unknown > 0 ? `Of ${unknown} of ${of} people no licence was imported.` : "Everybody has one.";
}

function applicability(
  { content, estate, catalogue }: PrerequisiteInputs,
  nodes: ReadonlySet<string>,
  devices: readonly Device[],
): Prerequisite {
  const judged = devices.map((device): ApplicabilityDevice => {
    const person = device.primaryUserId === null ? undefined : estate.usersById.get(device.primaryUserId);
    return { ...device, licences: person?.licences ?? null };
  });
  const report = intentReport({
    nodes: [...nodes],
    devices: judged,
    applies: appliesAt(catalogue),
    rule: content.applicabilityRule,
    versionsMin: () => undefined,
    percent: 0,
  });
  const count: PrerequisiteCount = {
    what: "devices",
    met: report.met,
    unmet: report.short,
    unknown: report.unknown,
    of: report.devices,
  };
  const [reason] = report.reasons;
  return {
    id: "applicability",
    kind: "applicability",
    words: "Platform, version, edition, join type, enrolment and supervision of each device take every setting.",
    standing: standingOf(count),
    count,
    because:
      reason === undefined
        ? report.unknown > 0
          ? `On ${report.unknown} of ${report.devices} devices a fact is missing, of the device or of the catalogue.`
          : "Every setting applies on every device."
        : `On ${report.short} of ${report.devices} devices a setting surely does not apply; most often: ${reason.cause.kind}.`,
    source: "requirements.md 2.5",
  };
}

/** Nobody imports the versions of applications: the policy's own limit is named, and stays unknown. */
function appVersion(nodes: ReadonlySet<string>): Prerequisite {
  const asks = [...nodes].some((node) => /minimum(?:Required|Warning|Wipe)(?:App|Os)Version$/i.test(node));
  return {
    id: "app-version",
    kind: "app-version",
    words: "The applications are on a version that takes app protection, and the system on one that is supported.",
    standing: "unknown",
    count: null,
    because: asks
      ? "The policy itself asks for versions. Versions of applications are not imported: look at them in Intune."
      : "Versions of applications are not imported, and the policy asks for none: an old application is not kept out.",
    source: "requirements.md, S33",
  };
}

/** App protection goes to people: a device group reaches nobody with it (requirements.md 2.1). */
function groups({ assignments, estate }: PrerequisiteInputs, isForPeople: boolean): Prerequisite {
  const ids = [
    ...new Set(
      assignments.flatMap(({ mode, target }) => (mode === "include" && target.kind === "group" ? [target.groupId] : [])),
    ),
  ];
  const known = ids.map((id) => estate.groupsById.get(id));
  const used = membersOf(estate);
  const isGood = (group: Group | undefined) =>
    group !== undefined && used.has(group.id) && (!isForPeople || group.memberKind === "user");
  const met = known.filter(isGood).length;
  const count: PrerequisiteCount = { what: "groups", met, unmet: ids.length - met, unknown: 0, of: ids.length };
  const everybody = assignments.some(({ mode, target }) => mode === "include" && target.kind === "all-users");
  const everyDevice = assignments.some(({ mode, target }) => mode === "include" && target.kind === "all-devices");
  const isLost = isForPeople && everyDevice;
  const onlyVirtual = ids.length === 0;
  const standing = onlyVirtual
    ? (everybody || everyDevice) && !isLost
      ? "met"
      : "unmet"
    : isLost
      ? "partly"
      : standingOf(count);
  return {
    id: "groups",
    kind: "groups",
    words: isForPeople
      ? "The directory's groups exist, hold people and not devices, and are not empty."
      : "The directory's groups exist and are not empty.",
    standing,
    count: onlyVirtual ? null : count,
    because: groupReason(count, isLost, onlyVirtual && !everybody && !everyDevice, isForPeople),
    source: "requirements.md 2.1 and S33",
  };
}

function membersOf(estate: Estate): ReadonlySet<Group["id"]> {
  const used = new Set<Group["id"]>();
  for (const { groupIds } of estate.devices) for (const id of groupIds) used.add(id);
  for (const { groupIds } of estate.usersById.values()) for (const id of groupIds) used.add(id);
  return used;
}

function groupReason({ unmet, of }: PrerequisiteCount, isLost: boolean, isNobody: boolean, isForPeople: boolean): string {
  if (isNobody) return "The policy is assigned to nobody.";
  if (isLost) return "All devices reaches nobody with an app protection policy: assign it to people.";
  if (unmet === 0) return "All of them are there.";
  const wanted = isForPeople
    ? "are missing, empty, or hold devices, which app protection does not reach"
    : "are missing or empty";
  return `${unmet} of ${of} groups ${wanted}.`;
}

function connector(fact: ConnectorFact, { estate, asOf }: PrerequisiteInputs): Prerequisite {
  const { id, words, source, shownBy } = fact;
  const since = asOf - STALE_AFTER_DAYS * DAY_MS;
  const seen =
    shownBy === null ? 0 : estate.devices.filter((one) => shownBy.includes(one.platform) && (one.lastSeenAt ?? 0) > since).length;
  return {
    id,
    kind: "connector",
    words,
    standing: seen > 0 ? "met" : "unknown",
    count: null,
    because:
      seen > 0
        ? `${seen} devices of its platforms were seen in the last ${STALE_AFTER_DAYS} days, which they could not be without it.`
        : "Nothing that was imported shows it: look at it in Intune.",
    source,
  };
}

/** Nobody imports who has which role in the tenant. */
function rights({ kind }: PolicyContent): readonly Prerequisite[] {
  const { role, permission } = rightsFor(kind);
  const unchecked = "Roles and permissions of the tenant are not imported: check it there.";
  return [
    {
      id: "role",
      kind: "role",
      words: `Whoever changes it in Intune has the role ${role} or one with the same rights.`,
      standing: "unknown",
      count: null,
      because: unchecked,
      source: "Intune: built-in roles",
    },
    {
      id: "permission",
      kind: "permission",
      words: `A program that changes it has the Graph permission ${permission}.`,
      standing: "unknown",
      count: null,
      because: unchecked,
      source: "Microsoft Graph: permissions reference",
    },
  ];
}
