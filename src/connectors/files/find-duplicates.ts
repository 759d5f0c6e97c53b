import type { ParsedPolicy } from "../../app/ports/source-files.ts";
import type { Json } from "../../kit/canonical-json.ts";
import { compareText } from "../../kit/ids.ts";
import { hashOf } from "../../kit/sha256.ts";
import { assignmentKey } from "../../audience/assignment.ts";
import { versionHash } from "../../policy/policy.ts";
import { quoted, type ProblemList } from "./problem-list.ts";

/**
 * Policies that two files claim. Equal id and content: a copy, both stay listed. Equal id and different content: the
 * later one is kept out. Equal name and different content: Intune allows it, people trip over it.
 */
export function keepOutDuplicates(
  policies: readonly ParsedPolicy[],
  problemsOf: (file: string) => ProblemList,
): readonly ParsedPolicy[] {
  return withoutDuplicates(
    policies.filter((policy) => isListable(policy, problemsOf(policy.file))),
    problemsOf,
  );
}

/** Intune's own names have at most 256 characters. */
const NAME_CHARACTERS_MAX = 1_000;
/** Ids become keys; Graph's are GUIDs, some with a few characters around. */
const ID_CHARACTERS_MAX = 200;

/** Longer than any name or id of a tenant: no page could list it, and no database keep it as a key. */
function isListable({ externalId, content }: ParsedPolicy, problems: ProblemList): boolean {
  const tooLong = [
    ...(content.name.length > NAME_CHARACTERS_MAX ? [`a name of ${content.name.length} characters`] : []),
    ...(externalId !== null && externalId.length > ID_CHARACTERS_MAX ? [`an id of ${externalId.length} characters`] : []),
    ...(content.sourceType.length > NAME_CHARACTERS_MAX ? [`a type of ${content.sourceType.length} characters`] : []),
  ];
  for (const what of tooLong) problems.add("policy-name-too-long", "", `the policy ${quoted(content.name)} has ${what}`);
  return tooLong.length === 0;
}

function withoutDuplicates(
  policies: readonly ParsedPolicy[],
  problemsOf: (file: string) => ProblemList,
): readonly ParsedPolicy[] {
  const fingerprints = new Map(policies.map((policy) => [policy, fingerprint(policy)]));
  const firstById = new Map<string, ParsedPolicy>();
  const firstByName = new Map<string, ParsedPolicy>();
  return policies.filter((policy) => {
    const problems = problemsOf(policy.file);
    const sameId = policy.externalId === null ? undefined : seen(firstById, policy.externalId, policy);
    if (sameId !== undefined) {
      if (fingerprints.get(sameId) !== fingerprints.get(policy)) {
        problems.add(
          "policy-id-duplicate",
          "",
          `the id ${quoted(policy.externalId)} is also in ${quoted(sameId.file)}, with other content`,
        );
        return false;
      }
      problems.add("policy-copy", "", `${quoted(policy.content.name)} is also in ${quoted(sameId.file)}, with the same content`);
      return true;
    }
    const sameName = seen(firstByName, `${policy.content.sourceType} ${policy.content.name}`, policy);
    if (sameName === undefined) return true;
    const same = fingerprints.get(sameName) === fingerprints.get(policy);
    const message = `${quoted(policy.content.name)} is also in ${quoted(sameName.file)}, with ${same ? "the same" : "other"} content`;
    problems.add(same ? "policy-copy" : "policy-name-duplicate", "", message);
    return true;
  });
}

/** The earlier one under this key, if there is one; otherwise this one is the first. */
function seen(firsts: Map<string, ParsedPolicy>, key: string, policy: ParsedPolicy): ParsedPolicy | undefined {
  const first = firsts.get(key);
  if (first === undefined) firsts.set(key, policy);
  return first;
}

/** Content and audience. Settings are compared without their order, which exporters do not keep. */
function fingerprint(policy: ParsedPolicy): string {
  const settings = policy.content.settings.map((setting) => hashOf(setting as unknown as Json)).sort(compareText);
  const assignments = policy.assignments.map(assignmentKey).sort(compareText);
  return hashOf([versionHash({ ...policy.content, settings: [] }), settings, assignments]);
}
