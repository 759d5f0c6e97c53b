import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import type { PolicyId } from "../../kit/ids.ts";
import type { PolicyChange } from "../../policy/change.ts";
import { draftPolicy, standingOf, type Draft, type DraftStanding } from "../../policy/draft.ts";
import { settingChanges } from "../../policy/plan-policies.ts";
import type { SettingChange } from "../../policy/plan.ts";
import { versionHash, type Policy } from "../../policy/policy.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import type { EstateMemory } from "../queries/estate-memory.ts";
import { pageOf, type Page, type PageRequest } from "../queries/page-of.ts";
import { namedAssignments, type NamedAssignment } from "../queries/policy-readings.ts";
import { findDraft } from "./change-draft.ts";

export type DraftReading = Readonly<{
  id: string;
  title: string;
  reason: string;
  kind: PolicyChange["kind"];
  policyId: string;
  name: string;
  standing: DraftStanding;
  /** Hash of the content after the change; null for a retirement. */
  toHash: string | null;
  baseHash: string | null;
  /** What is live now; null: no such policy is live. */
  liveVersion: number | null;
  liveHash: string | null;
  openRolloutId: string | null;
  madeFrom: string | null;
  revision: number;
  createdBy: string;
  createdAt: Instant;
  updatedBy: string;
  updatedAt: Instant;
}>;

/** `settings`: against what is live now. */
export type DraftDetail = DraftReading &
  Readonly<{ settings: readonly SettingChange[]; assignments: readonly NamedAssignment[] | null; asOf: Instant }>;

export type DraftsRequest = PageRequest & Readonly<{ policy: string | null }>;

export function listDrafts(
  store: Store,
  { policy, limit, after }: DraftsRequest,
  now: Instant,
): Promise<Page<DraftReading> & Readonly<{ asOf: Instant }>> {
  return store.read(async (unit) => {
    const policyId = policy as PolicyId | null;
    const found = await unit.drafts.list({ policyId, limit: limit + 1, afterId: after });
    const page = pageOf(found, limit, await unit.drafts.count({ policyId }), (draft) => draft.id);
    const open = await unit.rollouts.openByPolicy();
    const items: DraftReading[] = [];
    for (const draft of page.items) {
      const live = (await unit.policies.find(draft.change.policyId)) ?? undefined;
      items.push(readingOf(draft, live, open.get(draft.change.policyId) ?? null));
    }
    return { ...page, items, asOf: now };
  });
}

export function getDraft(store: Store, memory: EstateMemory, id: string, now: Instant): Promise<Result<DraftDetail, Problem>> {
  return store.read(async (unit) => {
    const found = await findDraft(unit, id);
    return found.ok ? ok(await readDraft(unit, memory, found.value, now)) : found;
  });
}

export async function readDraft(unit: Unit, memory: EstateMemory, draft: Draft, now: Instant): Promise<DraftDetail> {
  const { change } = draft;
  const live = (await unit.policies.find(change.policyId)) ?? undefined;
  const open = await unit.rollouts.openByPolicy();
  const { estate } = await memory.read(unit);
  return {
    ...readingOf(draft, live, open.get(change.policyId) ?? null),
    settings: settingChanges(live?.live.content ?? null, change.kind === "retire" ? null : change.content),
    assignments: change.kind === "retire" ? null : namedAssignments(estate, change.assignments),
    asOf: now,
  };
}

/**
 * The change a plan is made of. `policy`: the policy that the asker thinks of, by id or name; null: whatever the draft is about.
 * A draft that was written against something else than what is live would take that back.
 */
export function changeOfDraft(store: Store, id: string, policy: string | null): Promise<Result<PolicyChange, Problem>> {
  return store.read(async (unit) => {
    const found = await findDraft(unit, id);
    if (!found.ok) return found;
    const draft = found.value;
    const live = (await unit.policies.find(draft.change.policyId)) ?? undefined;
    const { policyId, name } = readingOf(draft, live, null);
    if (policy !== null && policy !== policyId && policy !== name && policy !== live?.live.content.name)
      return err(problem("change-file-invalid", `the draft is about \`${name}\`, not \`${policy}\``));
    const objection = outdatedWords(standingOf(draft, live), live);
    return objection === null ? ok(draft.change) : err(problem("draft-outdated", objection));
  });
}

function outdatedWords(standing: DraftStanding, live: Policy | undefined): string | null {
  switch (standing) {
    case "current":
    case "done":
      return null;
    case "moved":
      return `version ${live?.live.number ?? 0} of \`${live?.live.content.name ?? ""}\` went live after the draft was written`;
    case "policy-gone":
      return "the policy was retired after the draft was written";
    case "policy-exists":
      return `\`${live?.live.content.name ?? ""}\` exists by now: the draft would add it again`;
  }
}

function readingOf(draft: Draft, live: Policy | undefined, openRolloutId: string | null): DraftReading {
  const { change, ...rest } = draft;
  const { policyId, name } = draftPolicy(change);
  return {
    ...rest,
    kind: change.kind,
    policyId,
    name: name ?? live?.live.content.name ?? policyId,
    standing: standingOf(draft, live),
    toHash: change.kind === "retire" ? null : versionHash(change.content),
    liveVersion: live?.live.number ?? null,
    liveHash: live?.live.hash ?? null,
    openRolloutId,
  };
}
