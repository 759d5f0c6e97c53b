import type { UserId } from "../../kit/ids.ts";
import type { Estate } from "../../estate/estate.ts";
import type { Platform } from "../../estate/platform.ts";
import type { User } from "../../estate/user.ts";
import type { Assignment } from "../../audience/assignment.ts";

/** `enrolled`: at least one of their devices is in the estate on one of the platforms; the others are reached all the same. */
export type ReachedPeople = Readonly<{ people: readonly User[]; enrolled: number }>;

/**
 * Whom an app protection policy reaches: people, with enrolled devices or without (S33). User groups and All users count; a device
 * group and All devices reach nobody with it. An exclusion takes its people out.
 */
export function peopleReached(estate: Estate, assignments: readonly Assignment[], platforms: readonly Platform[]): ReachedPeople {
  const named = (mode: Assignment["mode"]) => assignments.filter((one) => one.mode === mode).map(({ target }) => target);
  const [included, excluded] = [named("include"), named("exclude")];
  const isIn = (user: User, targets: readonly Assignment["target"][]) =>
    targets.some((target) => target.kind === "all-users" || (target.kind === "group" && user.groupIds.includes(target.groupId)));
  const people = [...estate.usersById.values()].filter((user) => isIn(user, included) && !isIn(user, excluded));
  const owners = new Set<UserId>();
  for (const { primaryUserId, platform } of estate.devices)
    if (primaryUserId !== null && platforms.includes(platform)) owners.add(primaryUserId);
  return { people, enrolled: people.filter(({ id }) => owners.has(id)).length };
}
