import { compareText, type PolicyId } from "../../kit/ids.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Assignment } from "../../audience/assignment.ts";
import { PLATFORMS, type Platform } from "../../estate/platform.ts";
import { unfolded } from "../behaviour/unfold.ts";
import type { PolicyChange } from "../change.ts";
import { policyIdOfName, type PolicyContent } from "../policy.ts";
import type { Acceptance, ExpectedSetting, Requirement } from "../requirement/requirement.ts";
import { nodeValues, type NodeValue, type Setting } from "../setting.ts";
import { nodeOfDefinition } from "../node.ts";
import { mergedSettings } from "./merged-settings.ts";
import type { RequirementTemplate, TemplateAnswer, TemplateQuestion } from "./requirement-template.ts";

/** What somebody wants of a deployment that has no policy yet. */
export type GreenfieldAnswers = Readonly<{
  platforms: readonly Platform[];
  chosen: readonly Readonly<{ template: string; answer: TemplateAnswer; reason: string | null }>[];
  /** To whom every policy of the set goes once it is rolled out; empty: nobody yet. */
  assignments: readonly Assignment[];
  /** Policies that are there already, live or in a draft: none of the set takes the place of one. */
  takenIds: ReadonlySet<PolicyId>;
}>;

export type GreenfieldIssue = Readonly<{
  field: string;
  code: "template-unknown" | "template-twice" | "answer-invalid";
  message: string;
}>;

/** One policy of the set, and which requirements it serves. */
export type FirstPolicy = Readonly<{
  change: Extract<PolicyChange, { kind: "add" }>;
  platform: PolicyPlatform;
  requirementIds: readonly string[];
}>;

/** `gaps`: platforms on which no setting realises a requirement that was chosen for them. */
export type FirstPolicySet = Readonly<{
  requirements: readonly Requirement[];
  policies: readonly FirstPolicy[];
  gaps: readonly Readonly<{ requirementId: string; platforms: readonly Platform[] }>[];
}>;

/** Policies are made for these: iPhone and iPad share theirs, as Intune has it. */
const POLICY_PLATFORMS = [
  { name: "Windows", platforms: ["windows"] },
  { name: "macOS", platforms: ["macOS"] },
  { name: "iOS and iPadOS", platforms: ["iOS", "iPadOS"] },
  { name: "Android", platforms: ["android"] },
  { name: "Linux", platforms: ["linux"] },
] as const satisfies readonly Readonly<{ name: string; platforms: readonly Platform[] }>[];
export type PolicyPlatform = (typeof POLICY_PLATFORMS)[number]["name"];

const AREA_NAMES: Readonly<Record<string, string>> = {
  password: "Password and PIN",
  "sign-in": "Sign-in",
  encryption: "Encryption",
  firewall: "Firewall",
  updates: "Updates",
  browser: "Browser",
  camera: "Camera",
  storage: "Storage",
  network: "Wi-Fi and VPN",
};

/**
 * From what has to hold to a first set of policies: one for each platform and area, each small enough to be rolled out and taken
 * back alone. Nothing of it is live: the caller keeps the changes as drafts. All faults at once. Source: S2, S6.
 */
export function firstPolicySet(
  answers: GreenfieldAnswers,
  templates: readonly RequirementTemplate[],
): Result<FirstPolicySet, readonly GreenfieldIssue[]> {
  const read = chosenOf(answers, templates);
  if (!read.ok) return read;
  const platforms = PLATFORMS.filter((platform) => answers.platforms.includes(platform));
  const requirements = read.value.map((chosen) => requirementOf(chosen, platforms));
  const gaps = requirements.flatMap(({ id, expected }) => {
    const without = platforms.filter((platform) => !expected.some((one) => one.platforms.includes(platform)));
    return without.length === 0 ? [] : [{ requirementId: id, platforms: without }];
  });
  return ok({ requirements, policies: policiesOf(read.value, platforms, answers), gaps });
}

type Chosen = Readonly<{ template: RequirementTemplate; answer: TemplateAnswer; reason: string | null }>;

function chosenOf(
  { chosen }: GreenfieldAnswers,
  templates: readonly RequirementTemplate[],
): Result<readonly Chosen[], readonly GreenfieldIssue[]> {
  const issues: GreenfieldIssue[] = [];
  const found: Chosen[] = [];
  chosen.forEach(({ template: id, answer, reason }, at) => {
    const template = templates.find((one) => one.id === id);
    const add = (field: string, code: GreenfieldIssue["code"], message: string) =>
      issues.push({ field: `chosen/${at}/${field}`, code, message });
    if (template === undefined) {
      add("template", "template-unknown", `there is no template \`${id}\``);
      return;
    }
    if (chosen.findIndex((one) => one.template === id) < at) add("template", "template-twice", `\`${id}\` is chosen twice`);
    const fault = answerFault(template.question, answer);
    if (fault !== null) add("answer", "answer-invalid", fault);
    found.push({ template, answer: answer ?? recommendedAnswer(template.question), reason });
  });
  return issues.length > 0 ? err(issues) : ok(found);
}

/** A number that is left out is the recommended one; a text has to be given. */
function answerFault(question: TemplateQuestion | null, answer: TemplateAnswer): string | null {
  if (question === null) return answer === null ? null : "nothing is asked here";
  if (question.kind === "number") {
    const { min, max } = question;
    if (answer === null) return null;
    const fits = typeof answer === "number" && Number.isInteger(answer) && answer >= min && answer <= max;
    return fits ? null : `it is not a whole number from ${min} to ${max}`;
  }
  const isText = typeof answer === "string" && answer.trim() !== "" && [...answer].length <= question.charactersMax;
  return isText ? null : `it is not a text of 1 to ${question.charactersMax} characters`;
}

function recommendedAnswer(question: TemplateQuestion | null): TemplateAnswer {
  return question?.kind === "number" ? question.recommended : null;
}

function requirementOf({ template, answer, reason }: Chosen, platforms: readonly Platform[]): Requirement {
  const { id, kind, area, priority, title, question, limits } = template;
  const expected = template.realisedBy.flatMap((realised): readonly ExpectedSetting[] => {
    const here = platforms.filter((platform) => realised.platforms.includes(platform));
    if (here.length === 0) return [];
    return knobsOf(realised.settings(answer)).map(({ node, value }) => ({
      node,
      platforms: here,
      accept: acceptanceOf({ node, value }, limits, question),
    }));
  });
  return {
    id,
    kind,
    area,
    priority,
    title: title.replace("{answer}", () => String(answer)),
    reason: reason ?? template.reason,
    source: null,
    platforms,
    expected: expected.sort((a, b) => compareText(a.node, b.node)),
    acceptedGap: null,
  };
}

/** A stricter value than the one that was asked for will do too. */
function acceptanceOf({ node, value }: NodeValue, limits: readonly string[], question: TemplateQuestion | null): Acceptance {
  const isLimit = limits.some((definitionId) => nodeOfDefinition(definitionId) === node);
  if (!isLimit || question?.kind !== "number" || typeof value !== "number") return { kind: "one-of", values: [value] };
  return question.better === "more" ? { kind: "range", min: value, max: null } : { kind: "range", min: question.min, max: value };
}

function knobsOf(settings: readonly Setting[]): readonly NodeValue[] {
  return nodeValues(settings).flatMap(unfolded);
}

function policiesOf(
  chosen: readonly Chosen[],
  platforms: readonly Platform[],
  { assignments, takenIds }: Pick<GreenfieldAnswers, "assignments" | "takenIds">,
): readonly FirstPolicy[] {
  const areas = [...new Set(chosen.map(({ template }) => template.area))];
  return POLICY_PLATFORMS.flatMap(({ name: platform, platforms: all }) =>
    areas.flatMap((area): readonly FirstPolicy[] => {
      const here = platforms.filter((one) => (all as readonly Platform[]).includes(one));
      const serving = chosen.filter(
        ({ template }) =>
          template.area === area && template.realisedBy.some((one) => here.some((on) => one.platforms.includes(on))),
      );
      if (serving.length === 0) return [];
      const settings = mergedSettings(
        serving.flatMap(({ template, answer }) =>
          template.realisedBy
            .filter((one) => here.some((on) => one.platforms.includes(on)))
            .flatMap((one) => one.settings(answer)),
        ),
      );
      const { name, policyId } = freeName(`${platform} - ${AREA_NAMES[area] ?? area}`, takenIds);
      const change = { kind: "add" as const, policyId, content: contentOf(name, here, settings), assignments };
      return [{ change, platform, requirementIds: serving.map(({ template }) => template.id) }];
    }),
  );
}

/** A second set stands beside the first: `Windows - Firewall 2`. */
function freeName(name: string, takenIds: ReadonlySet<PolicyId>): Readonly<{ name: string; policyId: PolicyId }> {
  for (let number = 1; ; number += 1) {
    const numbered = number === 1 ? name : `${name} ${number}`;
    const policyId = policyIdOfName(numbered);
    if (!takenIds.has(policyId)) return { name: numbered, policyId };
  }
}

function contentOf(name: string, platforms: readonly Platform[], settings: readonly Setting[]): PolicyContent {
  return {
    name,
    kind: "settings-catalog",
    platforms,
    sourceType: "#microsoft.graph.deviceManagementConfigurationPolicy",
    settings,
    raw: null,
  };
}
