import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import type { PolicyId } from "../../kit/ids.ts";
import type { Platform } from "../../estate/platform.ts";
import { firstPolicySet, type FirstPolicySet, type GreenfieldAnswers } from "../../policy/greenfield/first-policies.ts";
import { REQUIREMENT_TEMPLATES } from "../../policy/greenfield/requirement-templates.ts";
import { askedBy } from "../../policy/contribution.ts";
import { audit } from "../audit.ts";
import { saveDraft, type NewDraft } from "../drafts/save-draft.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import { addRequirement } from "./save-requirements.ts";

export type FirstPoliciesRequest = Omit<GreenfieldAnswers, "takenIds"> & Readonly<{ dryRun: boolean; by: string; now: Instant }>;

/** `draftId` null: a dry run. `standing` kept: the register has one of this id, and it stays as somebody wrote it. */
export type FirstPoliciesMade = Readonly<{
  requirements: readonly Readonly<{
    id: string;
    title: string;
    settings: number;
    standing: "added" | "kept";
    gapPlatforms: readonly Platform[];
  }>[];
  policies: readonly Readonly<{
    name: string;
    platform: string;
    settings: number;
    requirementIds: readonly string[];
    draftId: string | null;
  }>[];
  dryRun: boolean;
  asOf: Instant;
}>;

/**
 * Greenfield start (S2): what has to hold becomes requirements in the register and drafts of policies, in one transaction. No device
 * is touched: each draft goes on by way of a plan.
 */
export function makeFirstPolicies(store: Store, request: FirstPoliciesRequest): Promise<Result<FirstPoliciesMade, Problem>> {
  const work = async (unit: Unit): Promise<Result<FirstPoliciesMade, Problem>> => {
    const made = firstPolicySet({ ...request, takenIds: await takenIds(unit) }, REQUIREMENT_TEMPLATES);
    if (made.ok) return keep(unit, made.value, request);
    const issues = made.error.map(({ field, code, message }) => ({ code, at: field, message, help: "" }));
    return err(problem("first-policies-invalid", `${issues.length} answers cannot be taken`, { issues }));
  };
  return request.dryRun ? store.read(work) : store.write(work);
}

async function takenIds(unit: Unit): Promise<ReadonlySet<PolicyId>> {
  const taken = new Set((await unit.policies.loadLive()).map(({ id }) => id));
  for (let after: string | null = null; ; ) {
    const drafts = await unit.drafts.list({ policyId: null, limit: DRAFTS_READ, afterId: after });
    for (const { change } of drafts) taken.add(change.policyId);
    after = drafts.at(-1)?.id ?? null;
    if (drafts.length < DRAFTS_READ) return taken;
  }
}
const DRAFTS_READ = 500;

async function keep(
  unit: Unit,
  { requirements, policies, gaps }: FirstPolicySet,
  { dryRun, by, now }: FirstPoliciesRequest,
): Promise<Result<FirstPoliciesMade, Problem>> {
  const known = new Set((await unit.requirements.loadAll()).map(({ id }) => id));
  const kept: FirstPoliciesMade["requirements"][number][] = [];
  for (const requirement of requirements) {
    const { id, title, expected } = requirement;
    const isNew = !known.has(id) && (dryRun || (await addRequirement(unit, requirement, { by, now })));
    const gapPlatforms = gaps.find(({ requirementId }) => requirementId === id)?.platforms ?? [];
    kept.push({ id, title, settings: expected.length, standing: isNew ? "added" : "kept", gapPlatforms });
  }
  const drafted: FirstPoliciesMade["policies"][number][] = [];
  for (const { change, platform, requirementIds } of policies) {
    const { content } = change;
    const titles = requirements.filter(({ id }) => requirementIds.includes(id)).map(({ title }) => title);
    const wanted = { title: content.name, reason: reasonOf(titles), change, madeFrom: `requirements:${requirementIds.join()}` };
    const draftId = dryRun ? null : await draftOf(unit, wanted, by, now);
    drafted.push({ name: content.name, platform, settings: askedBy(content).length, requirementIds, draftId });
  }
  if (!dryRun) {
    const detail = { requirements: kept.filter(({ standing }) => standing === "added").length, policies: drafted.length };
    await audit(unit, now, by, "requirements.first-policies", "requirements", detail);
  }
  return ok({ requirements: kept, policies: drafted, dryRun, asOf: now });
}

/** Names that are taken are not used, so that nothing objects; an exception takes everything back. */
async function draftOf(unit: Unit, wanted: NewDraft, by: string, now: Instant): Promise<string> {
  const draft = await saveDraft(unit, wanted, by, now);
  if (!draft.ok) throw new Error(`the draft of ${wanted.title} was refused: ${draft.error.detail}`);
  return draft.value.id;
}

function reasonOf(titles: readonly string[]): string {
  return `It serves: ${titles.join("; ")}.`;
}
