import { compareText, type GroupId } from "../kit/ids.ts";
import type { Device } from "../estate/device.ts";
import type { Estate } from "../estate/estate.ts";
import type { Assignment, AssignmentTarget } from "./assignment.ts";
import type { AudienceEngine, AudienceQuery, Verdict } from "./audience-engine.ts";
import { addTo, difference, emptySet, has, intersection, union, type DeviceSet } from "./device-set.ts";

/**
 * The first engine behind the contract: assigned groups, all devices and all users, include and exclude. One bitmap a group,
 * a platform and a virtual group, built once; a query is a handful of word operations on them.
 *
 * A device that names a person whom the estate does not hold still has a primary user: All users reaches it, no user group does.
 */
export function createSmallAudienceEngine(estate: Estate): AudienceEngine {
  const index = indexOf(estate);
  return {
    deviceCount: estate.devices.length,
    reach: (query) => reachOf(index, query),
    explain: (query, deviceIndex) => explainDevice(index, query, deviceIndex),
    missingGroups: (query) => missingGroupsOf(estate, query),
  };
}

type Kind = "device" | "user";
const KINDS: readonly Kind[] = ["device", "user"];

type AudienceIndex = Readonly<{
  size: number;
  membersByGroup: ReadonlyMap<GroupId, Readonly<{ kind: Kind; members: DeviceSet }>>;
  byPlatform: ReadonlyMap<string, DeviceSet>;
  everyDevice: DeviceSet;
  everyDeviceWithUser: DeviceSet;
}>;

function indexOf(estate: Estate): AudienceIndex {
  const size = estate.devices.length;
  const membersByGroup = new Map<GroupId, Readonly<{ kind: Kind; members: DeviceSet }>>();
  for (const group of estate.groupsById.values())
    membersByGroup.set(group.id, { kind: group.memberKind, members: emptySet(size) });
  const byPlatform = new Map<string, DeviceSet>();
  const everyDevice = emptySet(size);
  const everyDeviceWithUser = emptySet(size);
  estate.devices.forEach((device, at) => {
    addTo(everyDevice, at);
    if (device.primaryUserId !== null) addTo(everyDeviceWithUser, at);
    addTo(setFor(byPlatform, device.platform, size), at);
    for (const [kind, groupIds] of membershipsOf(estate, device)) {
      for (const groupId of groupIds) {
        const group = membersByGroup.get(groupId);
        // A group holds users or devices, never both: a membership of the other kind is damaged data and reaches nobody.
        if (group?.kind === kind) addTo(group.members, at);
      }
    }
  });
  return { size, membersByGroup, byPlatform, everyDevice, everyDeviceWithUser };
}

function membershipsOf(estate: Estate, device: Device): readonly (readonly [Kind, readonly GroupId[]])[] {
  const user = device.primaryUserId === null ? undefined : estate.usersById.get(device.primaryUserId);
  return [
    ["device", device.groupIds],
    ["user", user?.groupIds ?? []],
  ];
}

function setFor(sets: Map<string, DeviceSet>, key: string, size: number): DeviceSet {
  const known = sets.get(key);
  if (known !== undefined) return known;
  const created = emptySet(size);
  sets.set(key, created);
  return created;
}

/** Whom a line names and on which side it stands; null where the group does not exist. */
function targetSet(index: AudienceIndex, target: AssignmentTarget): Readonly<{ kind: Kind; members: DeviceSet }> | null {
  switch (target.kind) {
    case "all-devices":
      return { kind: "device", members: index.everyDevice };
    case "all-users":
      return { kind: "user", members: index.everyDeviceWithUser };
    case "group":
      return index.membersByGroup.get(target.groupId) ?? null;
  }
}

function reachOf(index: AudienceIndex, query: AudienceQuery): DeviceSet {
  let reached = emptySet(index.size);
  for (const kind of KINDS) {
    const included = unionOf(index, query, "include", kind);
    const excluded = unionOf(index, query, "exclude", kind);
    reached = union(reached, difference(included, excluded));
  }
  let onPlatforms = emptySet(index.size);
  for (const platform of query.platforms) {
    const devices = index.byPlatform.get(platform);
    if (devices !== undefined) onPlatforms = union(onPlatforms, devices);
  }
  return intersection(reached, onPlatforms);
}

function unionOf(index: AudienceIndex, query: AudienceQuery, mode: Assignment["mode"], kind: Kind): DeviceSet {
  let all = emptySet(index.size);
  for (const line of query.assignments) {
    const target = line.mode === mode ? targetSet(index, line.target) : null;
    if (target?.kind === kind) all = union(all, target.members);
  }
  return all;
}

/** Names lines in the order in which the list was written. */
function explainDevice(index: AudienceIndex, query: AudienceQuery, deviceIndex: number): Verdict {
  const matching = query.assignments.flatMap((line) => {
    const target = targetSet(index, line.target);
    return target !== null && has(target.members, deviceIndex) ? [{ mode: line.mode, by: line.target, via: target.kind }] : [];
  });
  const includes = matching.filter((line) => line.mode === "include");
  const onPlatform = query.platforms.some((platform) => has(index.byPlatform.get(platform) ?? emptySet(0), deviceIndex));
  if (!onPlatform || includes.length === 0) return { kind: "not-targeted" };
  const excludes = matching.filter((line) => line.mode === "exclude");
  const standing = includes.find((include) => excludes.every((exclude) => exclude.via !== include.via));
  if (standing !== undefined) return { kind: "included", by: standing.by, via: standing.via };
  const decisive = excludes.find((exclude) => includes.some((include) => include.via === exclude.via));
  return decisive === undefined ? { kind: "not-targeted" } : { kind: "excluded", by: decisive.by, via: decisive.via };
}

function missingGroupsOf(estate: Estate, query: AudienceQuery): readonly GroupId[] {
  const named = query.assignments.flatMap((line) => (line.target.kind === "group" ? [line.target.groupId] : []));
  return [...new Set(named)].filter((groupId) => !estate.groupsById.has(groupId)).sort(compareText);
}
