import { assert } from "../../kit/assert.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import { compareText } from "../../kit/ids.ts";
import { hashOf } from "../../kit/sha256.ts";
import type { Requirement } from "../../policy/requirement/requirement.ts";
import { requirementIssues } from "../../policy/requirement/requirement-issues.ts";
import { requirementSlug } from "../../policy/requirement/requirement-slug.ts";
import type { SettingCatalogue } from "../../policy/catalogue.ts";
import { audit } from "../audit.ts";
import type { StoredRequirement } from "../ports/requirement-store.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem, type ProblemIssue } from "../problems/problem.ts";
import { requirementUnknown } from "./requirement-readings.ts";

/** `id` null: one is made of the title. `revision`: the one that the writer saw; null: it is a new one. */
export type RequirementEdit = Omit<Requirement, "id"> & Readonly<{ id: string | null; revision: number | null }>;

type Who = Readonly<{ by: string; now: Instant }>;

/** Saves all of them or none. A retired one that is saved counts again. */
export function saveRequirements(
  store: Store,
  catalogue: SettingCatalogue,
  edits: readonly RequirementEdit[],
  who: Who,
): Promise<Result<readonly StoredRequirement[], Problem>> {
  return store.write(async (unit) => {
    const known = new Map((await unit.requirements.loadAll()).map((one) => [one.id, one]));
    const wanted = withIds(edits, new Set(known.keys()));
    const issues = wanted.flatMap((edit, at) => issuesOf(edit, at, wanted, catalogue));
    if (issues.length > 0)
      return err(problem("requirement-invalid", `${issues.length} things are wrong with the requirements`, { issues }));
    const stale = wanted.flatMap((edit, at) => staleIssue(edit, at, known.get(edit.id)));
    if (stale.length > 0)
      return err(
        problem(
          "requirement-stale",
          stale
            .map(({ message }) => message)
            .join("; ")
            .slice(0, 1_000),
          { issues: stale },
        ),
      );
    const saved: StoredRequirement[] = [];
    for (const edit of wanted) saved.push(await saveOne(unit, edit, known.get(edit.id), who));
    return ok(saved);
  });
}

/** Takes a requirement out of force: it is neither judged nor counted, and stays to be read. */
export function retireRequirement(
  store: Store,
  { id, revision, by, now }: Readonly<{ id: string; revision: number }> & Who,
): Promise<Result<null, Problem>> {
  return store.write(async (unit) => {
    const found = await unit.requirements.find(id);
    if (found === null) return err(requirementUnknown(id));
    if (found.revision !== revision || found.retired) return err(problem("requirement-stale", staleWords(found, revision)));
    const next = { ...found, retired: true, revision: found.revision + 1, updatedBy: by, updatedAt: now };
    if (!(await unit.requirements.replace(next))) return err(problem("requirement-stale", staleWords(found, revision)));
    await auditRequirement(unit, "retired", next, { by, now });
    return ok(null);
  });
}

/** A new requirement, exactly as given. @returns false: there is one of this id */
export async function addRequirement(unit: Unit, requirement: Requirement, { by, now }: Who): Promise<boolean> {
  const created = { revision: 1, retired: false, createdBy: by, createdAt: now, updatedBy: by, updatedAt: now };
  return unit.requirements.insert({ ...inNodeOrder(requirement), ...created });
}

type Wanted = Requirement & Pick<RequirementEdit, "revision">;

async function saveOne(
  unit: Unit,
  { revision: _, ...requirement }: Wanted,
  known: StoredRequirement | undefined,
  { by, now }: Who,
): Promise<StoredRequirement> {
  const next: StoredRequirement = {
    ...inNodeOrder(requirement),
    revision: (known?.revision ?? 0) + 1,
    retired: false,
    createdBy: known?.createdBy ?? by,
    createdAt: known?.createdAt ?? now,
    updatedBy: by,
    updatedAt: now,
  };
  const isWritten = known === undefined ? await unit.requirements.insert(next) : await unit.requirements.replace(next);
  // The snapshot that said which revision is there is the one that is written on: an exception takes everything back.
  assert(isWritten, `requirement ${next.id} moved within one snapshot`);
  await auditRequirement(unit, known === undefined ? "added" : "changed", next, { by, now });
  return next;
}

/** A title that another requirement's id was made of gets an id of its own: the same words twice are two requirements. */
function withIds(edits: readonly RequirementEdit[], taken: ReadonlySet<string>): readonly Wanted[] {
  const used = new Set([...taken, ...edits.flatMap(({ id }) => id ?? [])]);
  return edits.map((edit) => {
    const slug = requirementSlug(edit.title);
    const id = edit.id ?? (used.has(slug) ? `${slug}-${hashOf([edit.title, used.size]).slice(0, 8)}` : slug);
    used.add(id);
    return { ...edit, id };
  });
}

function issuesOf(edit: Wanted, at: number, all: readonly Wanted[], catalogue: SettingCatalogue): readonly ProblemIssue[] {
  const first = all.findIndex(({ id }) => id === edit.id);
  const twice: readonly ProblemIssue[] =
    first < at
      ? [
          {
            code: "requirement-twice",
            at: `requirements/${at}/id`,
            message: `\`${edit.id}\` is entry ${first} already`,
            help: "",
          },
        ]
      : [];
  const own = requirementIssues(edit, catalogue).map(({ field, code, message }) => ({
    code,
    at: `requirements/${at}/${field}`,
    message,
    help: "",
  }));
  return [...twice, ...own];
}

function staleIssue(edit: Wanted, at: number, known: StoredRequirement | undefined): readonly ProblemIssue[] {
  const issue = (message: string) => [{ code: "requirement-stale", at: `requirements/${at}/revision`, message, help: "" }];
  if (known === undefined)
    return edit.revision === null
      ? []
      : issue(`there is no \`${edit.id}\` of which revision ${edit.revision} could be saved anew`);
  return edit.revision === known.revision ? [] : issue(staleWords(known, edit.revision));
}

function staleWords(known: StoredRequirement, revision: number | null): string {
  if (revision === null) return `\`${known.id}\` is there already, at revision ${known.revision}`;
  if (revision === known.revision) return `\`${known.id}\` is retired already`;
  return `revision ${revision} of \`${known.id}\` is not the newest: \`${known.updatedBy}\` saved revision ${known.revision}`;
}

function inNodeOrder(requirement: Requirement): Requirement {
  return { ...requirement, expected: [...requirement.expected].sort((a, b) => compareText(a.node, b.node)) };
}

/** The title and reason are in the log: what was wanted, and why. */
function auditRequirement(
  unit: Unit,
  what: "added" | "changed" | "retired",
  { id, title, reason, priority, revision }: StoredRequirement,
  { by, now }: Who,
): Promise<void> {
  return audit(unit, now, by, `requirement.${what}`, `requirement:${id}`, { title, reason, priority, revision });
}
