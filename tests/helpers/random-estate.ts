import { estateOf, type Estate } from "../../src/estate/estate.ts";
import { DRIVE_ENCRYPTIONS, ENROLMENTS, JOIN_TYPES, SENSITIVITIES, OWNERSHIPS, type Device } from "../../src/estate/device.ts";
import { PLATFORMS, type Platform } from "../../src/estate/platform.ts";
import type { Group, Site } from "../../src/estate/group.ts";
import type { User } from "../../src/estate/user.ts";
import type { Assignment } from "../../src/audience/assignment.ts";
import { versionHash, type Policy, type PolicyContent } from "../../src/policy/policy.ts";
import type { Setting } from "../../src/policy/setting.ts";
import type { DeviceId, GroupId, PolicyId, SiteId, UserId } from "../../src/kit/ids.ts";
import { DAY_MS, instant, type Instant } from "../../src/kit/instant.ts";
import { seededRandom, type SeededRandom } from "../../src/kit/seeded-random.ts";

/** The date of all estates made here. */
export const ESTATE_AT: Instant = instant(Date.UTC(2026, 8, 1));

export const makeDevice = (overrides: Partial<Device> & Readonly<{ id: DeviceId }>): Device => ({
  name: `name of ${overrides.id}`,
  serialNumber: `serial of ${overrides.id}`,
  platform: "windows",
  osVersion: "10.0.26100.4351",
  edition: "Enterprise",
  manufacturer: "Contoso",
  model: "Model A",
  ownership: "company",
  supervised: null,
  joinType: null,
  enrolment: null,
  driveEncryption: null,
  siteId: null,
  primaryUserId: null,
  sensitivities: [],
  testOnly: false,
  groupIds: [],
  lastSeenAt: ESTATE_AT,
  ...overrides,
});

export const makeUser = (overrides: Partial<User> & Readonly<{ id: UserId }>): User => ({
  principalName: `${overrides.id}@contoso.example`,
  displayName: `name of ${overrides.id}`,
  department: null,
  siteId: null,
  mail: null,
  sensitivities: [],
  licences: null,
  groupIds: [],
  ...overrides,
});

/** Simple values by definition id. */
export const makeContent = (
  values: Readonly<Record<string, string | number>>,
  overrides: Partial<PolicyContent> = {},
): PolicyContent => ({
  name: "a policy",
  kind: "settings-catalog",
  platforms: ["windows"],
  sourceType: "#microsoft.graph.deviceManagementConfigurationPolicy",
  settings: Object.entries(values).map(([definitionId, value]): Setting => ({ definitionId, value: { kind: "simple", value } })),
  raw: null,
  ...overrides,
});

export function makePolicy(id: string, content: PolicyContent, assignments: readonly Assignment[]): Policy {
  const policyId = id as PolicyId;
  return { id: policyId, live: { policyId, number: 1, hash: versionHash(content), content }, assignments };
}

export const ALL_DEVICES: Assignment = { mode: "include", target: { kind: "all-devices" } };
export const ALL_USERS: Assignment = { mode: "include", target: { kind: "all-users" } };
export const includeGroup = (id: string): Assignment => ({ mode: "include", target: { kind: "group", groupId: id as GroupId } });
export const excludeGroup = (id: string): Assignment => ({ mode: "exclude", target: { kind: "group", groupId: id as GroupId } });

export type EstateSizes = Readonly<{ devices: number; users: number; groups: number }>;

/**
 * A believable and awkward estate: unused and empty groups, a device in every device group, kiosks, people with several
 * devices, devices of unknown people, silent ones, laboratory ones and marks of every kind.
 */
export function randomEstate(seed: number | string, sizes: EstateSizes): Estate {
  const random = seededRandom(`estate/${seed}`);
  const groups = Array.from({ length: sizes.groups }, (_, at): Group => {
    return { id: `group-${at}` as GroupId, name: `Group ${at}`, memberKind: at % 2 === 0 ? "device" : "user" };
  });
  const sites = ["north", "south", "east"].map((id): Site => ({ id: id as SiteId, name: id, timeZone: "Europe/Berlin" }));
  const users = Array.from({ length: sizes.users }, (_, at) => randomUser(random.fork(`user/${at}`), at, groups));
  const devices = Array.from({ length: sizes.devices }, (_, at) =>
    randomDevice(random.fork(`device/${at}`), at, groups, sizes.users),
  );
  return estateOf({ devices, users, groups, sites });
}

export function randomAssignments(random: SeededRandom, groupCount: number): Assignment[] {
  return Array.from({ length: random.int(0, 6) }, (): Assignment => {
    const mode = random.chance(0.7) ? "include" : "exclude";
    if (random.chance(0.15)) return { mode, target: { kind: "all-devices" } };
    if (random.chance(0.15)) return { mode, target: { kind: "all-users" } };
    // Two numbers past the end: groups that the estate does not hold.
    return { mode, target: { kind: "group", groupId: `group-${random.int(0, groupCount + 2)}` as GroupId } };
  });
}

/** Policies over a small pool of nodes and values, so that some agree, some conflict and some never meet. */
export function randomPolicies(seed: number | string, count: number, groupCount: number): Policy[] {
  return Array.from({ length: count }, (_, at) => {
    const random = seededRandom(`policies/${seed}/${at}`);
    const platforms = PLATFORMS.filter((platform) => platform === "windows" || random.chance(0.3));
    const values = Object.fromEntries(
      Array.from({ length: random.int(1, 6) }, () => [`node-${random.int(0, 20)}`, random.int(0, 3)]),
    );
    const content = makeContent(values, {
      name: `Policy ${at}`,
      platforms,
      kind: random.chance(0.1) ? "opaque" : "settings-catalog",
    });
    const assignments = randomAssignments(random, groupCount).filter(
      (line) => line.target.kind !== "group" || Number(line.target.groupId.slice("group-".length)) < groupCount,
    );
    return makePolicy(`policy-${String(at).padStart(3, "0")}`, content, [
      includeGroup(`group-${random.int(0, groupCount)}`),
      ...assignments,
    ]);
  });
}

function randomUser(random: SeededRandom, at: number, groups: readonly Group[]): User {
  return makeUser({
    id: `user-${at}` as UserId,
    department: random.chance(0.9) ? random.pick(["sales", "finance", "engineering", "field"]) : null,
    sensitivities: SENSITIVITIES.filter(() => random.chance(0.02)),
    groupIds: groupsOf(random, groups, "user"),
    licences: random.fork("licences").pick([null, [], ["INTUNE_A"], ["INTUNE_A", "WIN10_PRO_ENT_SUB"]]),
  });
}

/** A stream of their own: the facts came later, and the estates of all tests before them stay as they were. */
function randomFacts(random: SeededRandom, platform: Platform): Partial<Device> {
  const known = <T>(items: readonly T[]): T | null => (random.chance(0.85) ? random.pick(items) : null);
  const isApple = platform === "macOS" || platform === "iOS" || platform === "iPadOS";
  return {
    supervised: isApple ? known([true, false]) : null,
    joinType: known(JOIN_TYPES),
    enrolment: known(ENROLMENTS),
    driveEncryption: known(DRIVE_ENCRYPTIONS),
  };
}

const VERSIONS: Readonly<Record<Platform, readonly string[]>> = {
  windows: ["10.0.26100.4351", "10.0.26100.4652", "10.0.22631.5335", "10.0.19045.5965"],
  macOS: ["15.5", "15.10.1", "14.7.6"],
  iOS: ["18.5", "17.7.2"],
  iPadOS: ["18.5"],
  android: ["14", "15"],
  linux: ["22.04.5", "24.04"],
};

function randomDevice(random: SeededRandom, at: number, groups: readonly Group[], userCount: number): Device {
  const platform = random.weighted<Platform>(PLATFORMS.map((name) => [name, name === "windows" ? 10 : 1] as const));
  // Two numbers past the end: people whom the estate does not hold.
  const primaryUserId = random.chance(0.85) ? (`user-${random.int(0, userCount + 2)}` as UserId) : null;
  return makeDevice({
    id: `device-${String(at).padStart(6, "0")}` as DeviceId,
    platform,
    osVersion: random.chance(0.97) ? random.pick(VERSIONS[platform]) : null,
    edition: platform === "windows" ? random.pick(["Enterprise", "Professional"]) : null,
    model: random.chance(0.95) ? `Model ${random.pick(["A", "A", "A", "B", "B", "C", "D", "E"])}` : null,
    ownership: random.pick(OWNERSHIPS),
    siteId: random.chance(0.9) ? (random.pick(["north", "south", "east"]) as SiteId) : null,
    primaryUserId,
    sensitivities: SENSITIVITIES.filter(() => random.chance(0.02)),
    testOnly: random.chance(0.03),
    groupIds:
      at === 0
        ? groups.filter((group) => group.memberKind === "device").map((group) => group.id)
        : groupsOf(random, groups, "device"),
    ...randomFacts(random.fork("facts"), platform),
    lastSeenAt: random.chance(0.02) ? null : instant(ESTATE_AT - random.int(0, random.chance(0.06) ? 90 : 20) * DAY_MS),
  });
}

/** The last two groups stay empty but for the first device. */
function groupsOf(random: SeededRandom, groups: readonly Group[], kind: Group["memberKind"]): GroupId[] {
  return groups.slice(0, -2).flatMap((group) => (group.memberKind === kind && random.chance(0.15) ? [group.id] : []));
}
