import type { GroupId } from "../kit/ids.ts";
import type { Platform } from "../estate/platform.ts";
import type { Assignment, AssignmentTarget } from "./assignment.ts";
import type { DeviceSet } from "./device-set.ts";

/** Why a device is reached or not; the first line that decided is named. */
export type Verdict =
  | Readonly<{ kind: "included"; by: AssignmentTarget; via: "device" | "user" }>
  | Readonly<{ kind: "excluded"; by: AssignmentTarget; via: "device" | "user" }>
  | Readonly<{ kind: "not-targeted" }>;

/** What a policy asks of the engine: its platforms and its assignment list. */
export type AudienceQuery = Readonly<{
  platforms: readonly Platform[];
  assignments: readonly Assignment[];
}>;

/**
 * To whom: the ONE implementation that plan, check-in and gates ask (house.md section 5). Device indexes are those of the
 * estate the engine was built from. Rules (requirements.md 2.2):
 * - a device group reaches its member devices; a user group reaches the devices whose primary user is a member;
 * - All devices reaches every device, All users every device that has a primary user;
 * - an exclusion beats an inclusion of the SAME kind only: excluding a user group does not take out a device that a
 *   device group (or All devices) includes, and the other way round; Intune does not relate users to devices there;
 * - only devices of the query's platforms are reached.
 */
export type AudienceEngine = Readonly<{
  deviceCount: number;
  reach: (query: AudienceQuery) => DeviceSet;
  explain: (query: AudienceQuery, deviceIndex: number) => Verdict;
  /** Groups that the query names and the estate does not hold, in the order of their ids. */
  missingGroups: (query: AudienceQuery) => readonly GroupId[];
}>;
