import type { AudienceEngine, AudienceQuery } from "../audience/audience-engine.ts";
import { emptySet, type DeviceSet } from "../audience/device-set.ts";
import type { PolicyChange } from "./change.ts";
import type { Policy } from "./policy.ts";

/** To whom a live policy goes. */
export function queryOf(policy: Policy): AudienceQuery {
  return { platforms: policy.live.content.platforms, assignments: policy.assignments };
}

/**
 * The devices a change is about. `before`: those the live policy reaches (none for a policy that is added). `after`: those
 * it will reach (none for one that is retired). `inScope`: after, and before for a retirement. Devices in `before` and not
 * in `after` lose the policy.
 */
export type ChangeReach = Readonly<{ before: DeviceSet; after: DeviceSet; inScope: DeviceSet }>;

/** @param live the policy as it stands; undefined for one that does not exist yet */
export function changeReach(engine: AudienceEngine, change: PolicyChange, live: Policy | undefined): ChangeReach {
  const before = live === undefined ? emptySet(engine.deviceCount) : engine.reach(queryOf(live));
  const query = queryAfter(change);
  if (query === null) return { before, after: emptySet(engine.deviceCount), inScope: before };
  const after = engine.reach(query);
  return { before, after, inScope: after };
}

/** To whom the policy goes after the change; null: it is gone. */
export function queryAfter(change: PolicyChange): AudienceQuery | null {
  return change.kind === "retire" ? null : { platforms: change.content.platforms, assignments: change.assignments };
}
