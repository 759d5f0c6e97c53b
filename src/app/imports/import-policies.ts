import { canonicalJson } from "../../kit/canonical-json.ts";
import type { PolicyId } from "../../kit/ids.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import { policyIdOfName, versionHash, type Policy } from "../../policy/policy.ts";
import type { Draft } from "../../policy/draft.ts";
import { audit } from "../audit.ts";
import { saveDraft, type NewDraft } from "../drafts/save-draft.ts";
import type {
  ParsedPolicies,
  ParsedPolicy,
  ParsedReference,
  SourceFile,
  SourceFileReader,
  SourceProblem,
  UnknownSetting,
} from "../ports/source-files.ts";
import type { Store, Unit } from "../ports/store.ts";
import type { Problem } from "../problems/problem.ts";
import { takeBaseline, type BaselineSummary } from "./baseline.ts";
import { refusalOf } from "./import-problems.ts";

export type PolicyImport = Readonly<{
  files: number;
  policies: number;
  settings: number;
  unverifiedSettings: number;
  unknownSettings: readonly UnknownSetting[];
  references: readonly ParsedReference[];
  problems: readonly SourceProblem[];
  /** Null in a dry run. */
  written: ImportWritten | null;
}>;

/** `drafts`: what was kept as a draft instead of being left alone or taken in unassigned. */
export type ImportWritten = Readonly<{
  added: number;
  unchanged: number;
  leftAlone: number;
  drafts: readonly Readonly<{ id: string; title: string; policyId: string }>[];
  baseline: BaselineSummary;
}>;

export type ImportOptions = Readonly<{ dryRun: boolean; by: string; now: Instant }>;
/** `draftReason`: policies that are new or differ become drafts, for this reason; null: they do not. */
export type PolicyImportOptions = ImportOptions & Readonly<{ draftReason: string | null }>;

/**
 * Brownfield start (S2). The first import declares what is in force. After that an import changes nothing that devices hold:
 * a new policy arrives unassigned, a differing one stays as it is, and both go on by way of a plan. Policies as code come with a
 * reason: then both become drafts, of which plans are made.
 */
export async function importPolicies(
  store: Store,
  reader: SourceFileReader,
  files: readonly SourceFile[],
  options: PolicyImportOptions,
): Promise<Result<PolicyImport, Problem>> {
  const parsed = reader.readPolicies(files);
  const { policies, ...counts } = parsed;
  if (options.dryRun) return ok({ ...counts, policies: policies.length, written: null });
  const refused = refusalOf(parsed.problems);
  if (refused !== null) return err(refused);
  return ok(await store.write((unit) => write(unit, parsed, options)));
}

/** The tenant's own id where the export holds one; else one made of the name, so that a second import finds the first. */
export function policyIdOf(parsed: ParsedPolicy): PolicyId {
  return parsed.externalId === null ? policyIdOfName(parsed.content.name) : (parsed.externalId as PolicyId);
}

async function write(unit: Unit, parsed: ParsedPolicies, { by, now, draftReason }: PolicyImportOptions): Promise<PolicyImport> {
  await unit.world.bump({ estate: false });
  const live = new Map((await unit.policies.loadLive()).map((policy) => [policy.id, policy]));
  const isFirst = live.size === 0;
  const tally = { added: 0, unchanged: 0, leftAlone: 0 };
  const drafts: Draft[] = [];
  const problems: SourceProblem[] = [...parsed.problems];
  // Two exporters' copies of one policy are one policy; the reader has refused copies that differ.
  const byId = new Map(parsed.policies.map((one) => [policyIdOf(one), one]));
  for (const one of byId.values()) {
    const existing = live.get(policyIdOf(one));
    const isUnchanged = existing !== undefined && isSame(existing, one);
    if (isUnchanged) tally.unchanged += 1;
    else if (draftReason !== null && !isFirst) {
      const draft = await saveDraft(unit, draftOf(one, existing, draftReason), by, now);
      // What it objects to was read in this transaction: an objection is a defect, and leaves nothing behind.
      if (!draft.ok) throw new Error(draft.error.detail);
      drafts.push(draft.value);
    } else if (existing !== undefined) {
      tally.leftAlone += 1;
      problems.push(differs(one));
    } else {
      await add(unit, one, isFirst, { by, now });
      tally.added += 1;
      if (!isFirst && one.assignments.length > 0) problems.push(arrivesUnassigned(one));
    }
  }
  const baseline = await takeBaseline(unit, now);
  const counts = { files: parsed.files, ...tally, drafts: drafts.length };
  await audit(unit, now, by, "policies.imported", "policies", { ...counts, baseline: baseline.hash });
  const { policies, ...read } = parsed;
  const kept = drafts.map(({ id, title, change }) => ({ id, title, policyId: change.policyId }));
  return { ...read, problems, policies: policies.length, written: { ...tally, drafts: kept, baseline } };
}

/** A file without assignments keeps the live ones, as in every other change that is made of a file. */
function draftOf({ file, content, assignments, ...one }: ParsedPolicy, existing: Policy | undefined, reason: string): NewDraft {
  const policyId = policyIdOf({ file, content, assignments, ...one });
  const madeFrom = `import:${file}`.slice(0, MADE_FROM_MAX);
  if (existing === undefined)
    return { title: `Add ${content.name}`, reason, madeFrom, change: { kind: "add", policyId, content, assignments } };
  const kept = assignments.length === 0 ? existing.assignments : assignments;
  const change = { kind: "change", policyId, content, assignments: kept } as const;
  return { title: `Change ${content.name}`, reason, madeFrom, change };
}

const MADE_FROM_MAX = 200;

async function add(
  unit: Unit,
  one: ParsedPolicy,
  withAssignments: boolean,
  { by, now }: Readonly<{ by: string; now: Instant }>,
): Promise<void> {
  const policyId = policyIdOf(one);
  const version = await unit.policies.addVersion({ policyId, content: one.content, createdAt: now, createdBy: by });
  await unit.policies.setLive(policyId, { version, assignments: withAssignments ? one.assignments : [], retired: false });
}

function isSame(existing: Policy, parsed: ParsedPolicy): boolean {
  const assignments = (list: Policy["assignments"]) => canonicalJson(list);
  return (
    existing.live.hash === versionHash(parsed.content) && assignments(existing.assignments) === assignments(parsed.assignments)
  );
}

function differs(one: ParsedPolicy): SourceProblem {
  const message = `\`${one.content.name}\` differs from the live policy and was left alone`;
  return {
    code: "policy-differs",
    severity: "warning",
    file: one.file,
    pointer: "",
    message,
    help: "propose it as a change: `tidegate plan --policy NAME --file FILE`",
  };
}

function arrivesUnassigned(one: ParsedPolicy): SourceProblem {
  const message = `\`${one.content.name}\` is new and was taken in without its assignments`;
  return {
    code: "policy-unassigned",
    severity: "warning",
    file: one.file,
    pointer: "",
    message,
    help: "roll it out: `tidegate plan --policy NAME --file FILE`",
  };
}
