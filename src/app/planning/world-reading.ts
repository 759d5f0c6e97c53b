import { createSmallAudienceEngine } from "../../audience/small-audience-engine.ts";
import type { AudienceEngine } from "../../audience/audience-engine.ts";
import type { Estate } from "../../estate/estate.ts";
import { instant, type Instant } from "../../kit/instant.ts";
import { hashOf } from "../../kit/sha256.ts";
import type { Policy } from "../../policy/policy.ts";
import type { Unit } from "../ports/store.ts";

/** Estate, policies and engine as one transaction saw them. */
export type WorldReading = Readonly<{ estate: Estate; policies: readonly Policy[]; engine: AudienceEngine; asOf: Instant }>;
/** The hashes say whether a later reading sees the same; they cost more than everything else, so that only plans ask for them. */
export type HashedWorld = WorldReading & Readonly<{ estateHash: string; policiesHash: string }>;

export async function readWorld(unit: Unit): Promise<WorldReading> {
  const [estate, policies] = [await unit.estate.load(), await unit.policies.loadLive()];
  const engine = createSmallAudienceEngine(estate);
  return { estate, policies, engine, asOf: estateDate(estate) };
}

export function hashed(world: WorldReading): HashedWorld {
  return { ...world, estateHash: estateHashOf(world.estate), policiesHash: policiesHashOf(world.policies) };
}

/** Last-seen times are left out: a check-in does not change to whom a policy goes. */
export function estateHashOf(estate: Estate): string {
  const devices = estate.devices.map(({ lastSeenAt: _, ...device }) => device);
  const users = [...estate.usersById.values()].sort(byId);
  const groups = [...estate.groupsById.values()].sort(byId);
  return hashOf({ devices, users, groups });
}

export function policiesHashOf(policies: readonly Policy[]): string {
  return hashOf(policies.map(({ id, live, assignments }) => ({ id, hash: live.hash, assignments })));
}

/** The estate's own date: when any of its devices was last seen. What counts as stale is measured from there, not from a clock. */
function estateDate(estate: Estate): Instant {
  return instant(estate.devices.reduce((latest, device) => Math.max(latest, device.lastSeenAt ?? 0), 0));
}

function byId(a: Readonly<{ id: string }>, b: Readonly<{ id: string }>): number {
  return a.id < b.id ? -1 : 1;
}
