import { err, ok, type Result } from "../../kit/result.ts";
import type { PolicyChange } from "../../policy/change.ts";
import { changeOfDraft } from "../drafts/read-drafts.ts";
import { policyIdOf } from "../imports/import-policies.ts";
import type { Policy } from "../../policy/policy.ts";
import type { ParsedPolicy, SourceFile, SourceFileReader } from "../ports/source-files.ts";
import type { Store } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import { findPolicy } from "./find-policy.ts";

/** What somebody proposes, in their own words. `policy`: id or exact name; null where the file of an addition says it. */
export type ProposedChange = Readonly<{
  policy: string | null;
  change:
    | Readonly<{ kind: "content" | "add"; file: SourceFile }>
    | Readonly<{ kind: "retire" }>
    /** A new policy with the content of another one, for nobody yet. */
    | Readonly<{ kind: "duplicate"; name: string }>
    | Readonly<{ kind: "draft"; draftId: string }>;
}>;

/** Turns a proposal into a change of a known or a new policy. A file without assignments keeps the live ones. */
export async function readChange(
  store: Store,
  reader: SourceFileReader,
  proposed: ProposedChange,
): Promise<Result<PolicyChange, Problem>> {
  const { policy, change } = proposed;
  if (change.kind === "draft") return changeOfDraft(store, change.draftId, policy);
  if (change.kind === "add") return readAddition(reader, policy, change.file);
  if (policy === null)
    return err(problem("body-invalid", "a change or a retirement needs the policy's id or name", { issues: [missingPolicy()] }));
  const found = await store.read(async (unit) => findPolicy(await unit.policies.loadLive(), policy));
  if (!found.ok) return found;
  const live = found.value;
  if (change.kind === "retire") return ok({ kind: "retire", policyId: live.id });
  if (change.kind === "duplicate") return ok(duplicateOf(live, change.name));
  const parsed = readOnePolicy(reader, change.file);
  if (!parsed.ok) return parsed;
  const { content, assignments } = parsed.value;
  return ok({
    kind: "change",
    policyId: live.id,
    content,
    assignments: assignments.length === 0 ? live.assignments : assignments,
  });
}

function duplicateOf({ live }: Policy, name: string): PolicyChange {
  const content = { ...live.content, name };
  return {
    kind: "add",
    policyId: policyIdOf({ file: "", externalId: null, content, assignments: [] }),
    content,
    assignments: [],
  };
}

function readAddition(reader: SourceFileReader, policy: string | null, file: SourceFile): Result<PolicyChange, Problem> {
  const parsed = readOnePolicy(reader, file);
  if (!parsed.ok) return parsed;
  const { content, assignments } = parsed.value;
  const policyId = policyIdOf(parsed.value);
  if (policy !== null && policy !== content.name && policy !== policyId) {
    return err(problem("change-file-invalid", `the file holds \`${content.name}\`, not \`${policy}\``));
  }
  return ok({ kind: "add", policyId, content, assignments });
}

/** The one policy that a file holds; what is wrong with it comes as issues. */
export function readOnePolicy(reader: SourceFileReader, file: SourceFile): Result<ParsedPolicy, Problem> {
  const { policies, problems } = reader.readPolicies([file]);
  const issues = problems.map(({ code, pointer, message, help }) => ({
    code,
    at: `${file.path} ${pointer}`.trim(),
    message,
    help,
  }));
  if (problems.some((one) => one.severity === "error"))
    return err(problem("change-file-invalid", `\`${file.path}\` has errors`, { issues }));
  const [first] = policies;
  if (first === undefined || policies.length > 1) {
    return err(
      problem("change-file-invalid", `\`${file.path}\` holds ${policies.length} policies, and a change is about one`, { issues }),
    );
  }
  return ok(first);
}

function missingPolicy(): Problem["issues"][number] {
  return { code: "body-invalid", at: "body/policy", message: "is null", help: "give the policy's id or its exact name" };
}
