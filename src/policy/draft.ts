import { canonicalJson } from "../kit/canonical-json.ts";
import { compareText, type PolicyId, type VersionHash } from "../kit/ids.ts";
import type { Instant } from "../kit/instant.ts";
import { assignmentKey, type Assignment } from "../audience/assignment.ts";
import type { PolicyChange } from "./change.ts";
import { versionHash, type Policy } from "./policy.ts";

/**
 * A change that somebody is still writing: a repair of a conflict, an edit, a duplicate, a retirement. It touches no device;
 * it goes on by way of a plan (S10: a valid, reviewed version comes before any rollout).
 */
export type Draft = Readonly<{
  id: string;
  title: string;
  reason: string;
  change: PolicyChange;
  /** The live version that the change was written against; null: there was none. */
  baseHash: VersionHash | null;
  /** What it came from, in words a program reads (`conflict:...`, `duplicate:...`, `template:...`); null: it was written by hand. */
  madeFrom: string | null;
  /** Rises with each save: who saves an older one is told. */
  revision: number;
  createdBy: string;
  createdAt: Instant;
  updatedBy: string;
  updatedAt: Instant;
}>;

/**
 * How a draft stands to what is live today.
 * - `current`: the live version is the one it was written against;
 * - `moved`: another version went live meanwhile, and carried out as it is the draft would take that one's changes back;
 * - `policy-gone`: the policy was retired meanwhile;
 * - `policy-exists`: it adds a policy that is there by now;
 * - `done`: what it asks for is live.
 */
export type DraftStanding = "current" | "moved" | "policy-gone" | "policy-exists" | "done";

/** @param live the policy as it stands; undefined: there is none that is live */
export function standingOf({ change, baseHash }: Pick<Draft, "change" | "baseHash">, live: Policy | undefined): DraftStanding {
  if (change.kind === "retire") return live === undefined ? "done" : movedOrNot(baseHash, live);
  if (live !== undefined && isLive(change, live)) return "done";
  if (change.kind === "add") return live === undefined ? "current" : "policy-exists";
  return live === undefined ? "policy-gone" : movedOrNot(baseHash, live);
}

/** What a draft is about, for lists: the name after the change; a retirement has the live one's. */
export function draftPolicy(change: PolicyChange): Readonly<{ policyId: PolicyId; name: string | null }> {
  return { policyId: change.policyId, name: change.kind === "retire" ? null : change.content.name };
}

function movedOrNot(baseHash: VersionHash | null, live: Policy): DraftStanding {
  return live.live.hash === baseHash ? "current" : "moved";
}

function isLive(change: Exclude<PolicyChange, { kind: "retire" }>, live: Policy): boolean {
  return versionHash(change.content) === live.live.hash && sameLines(change.assignments, live.assignments);
}

/** The order in which assignment lines were written says nothing. */
function sameLines(one: readonly Assignment[], other: readonly Assignment[]): boolean {
  const keys = (lines: readonly Assignment[]) => canonicalJson([...new Set(lines.map(assignmentKey))].sort(compareText));
  return keys(one) === keys(other);
}
