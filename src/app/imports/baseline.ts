import { compareText } from "../../kit/ids.ts";
import { hashOf } from "../../kit/sha256.ts";
import type { Instant } from "../../kit/instant.ts";
import type { Unit } from "../ports/store.ts";
import { hashed, readWorld } from "../planning/world-reading.ts";

/** S2: what was in force, dated and hashed, with every reference that leads nowhere. */
export type BaselineSummary = Readonly<{
  hash: string;
  devices: number;
  users: number;
  groups: number;
  policies: number;
  unresolved: readonly Readonly<{ policy: string; groupId: string }>[];
}>;

/** Takes the baseline anew; part of every import's transaction. */
export async function takeBaseline(unit: Unit, takenAt: Instant): Promise<BaselineSummary> {
  const { estate, policies, engine, estateHash, policiesHash } = hashed(await readWorld(unit));
  const unresolved = policies
    .flatMap((policy) =>
      engine
        .missingGroups({ platforms: policy.live.content.platforms, assignments: policy.assignments })
        .map((groupId) => ({ policy: policy.live.content.name, groupId: groupId as string })),
    )
    .sort((a, b) => compareText(a.policy, b.policy));
  const counts = {
    devices: estate.devices.length,
    users: estate.usersById.size,
    groups: estate.groupsById.size,
    policies: policies.length,
  };
  const summary = { hash: hashOf({ estateHash, policiesHash }), ...counts, unresolved };
  await unit.estate.saveBaseline({ hash: summary.hash, takenAt, summary });
  return summary;
}
