import type { Device } from "../../estate/device.ts";
import type { Estate } from "../../estate/estate.ts";
import type { User } from "../../estate/user.ts";
import type { GroupId } from "../../kit/ids.ts";
import type { ConditionalAccess, Subjects } from "./conditional-access.ts";

/**
 * What a Conditional Access policy does to a person at a device that is not compliant. `may-lose`: it depends on what is not
 * known here. `another-proof`: another control opens the door. `excepted`: the policy names the person as an exception.
 */
export type AccessVerdict = "loses" | "may-lose" | "another-proof" | "keeps" | "excepted";

export function accessVerdict(access: ConditionalAccess, estate: Estate, user: User, device: Device): AccessVerdict {
  if (access.platforms !== null && !access.platforms.includes(device.platform)) return "keeps";
  const covered = coverage(access, estate, user);
  if (covered === "no") return "keeps";
  if (covered === "excepted") return "excepted";
  const without = withoutCompliance(access, device);
  if (without !== "loses") return without;
  return covered === "unknown" || access.narrowedBy.length > 0 ? "may-lose" : "loses";
}

/** Exceptions by directory role are not seen: who holds one is not known here, and such a person is counted. */
function coverage(access: ConditionalAccess, estate: Estate, user: User): "yes" | "no" | "unknown" | "excepted" {
  if (names(access.exclude, user)) return access.include.all || names(access.include, user) ? "excepted" : "no";
  if (access.include.all || names(access.include, user)) return "yes";
  const isUncertain = access.include.roleIds.length > 0 || hasUnknownGroup(access.include, estate);
  return isUncertain ? "unknown" : "no";
}

function names(subjects: Subjects, user: User): boolean {
  return subjects.userIds.includes(user.id) || user.groupIds.some((groupId) => subjects.groupIds.includes(groupId));
}

function hasUnknownGroup(subjects: Subjects, estate: Estate): boolean {
  return subjects.groupIds.some((groupId) => !estate.groupsById.has(groupId as GroupId));
}

function withoutCompliance(
  { needs, controls }: ConditionalAccess,
  device: Device,
): "loses" | "may-lose" | "another-proof" | "keeps" {
  const others = controls.filter((control) => control !== "compliantDevice");
  if (needs === "all" || others.length === 0) return "loses";
  if (others.includes("domainJoinedDevice")) {
    if (device.joinType === "hybrid-joined") return "keeps";
    const rest = others.filter((control) => control !== "domainJoinedDevice" && control !== "block");
    if (rest.length === 0) return device.joinType === null && device.platform === "windows" ? "may-lose" : "loses";
  }
  return "another-proof";
}
