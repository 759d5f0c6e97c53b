import { resolve } from "node:path";
import { firstPoliciesAnswer, templatesAnswer } from "../../http/contract/first-policies.ts";
import {
  coverageAnswer,
  requirementAnswer,
  requirementsAnswer,
  savedRequirementsAnswer,
  starterAddedAnswer,
  starterAnswer,
  uncoveredAnswer,
} from "../../http/contract/requirements.ts";
import { API, apiPath, callApi, queryOf, showAnswer, withApi } from "../call-api.ts";
import { cliProblem } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { readYamlFile } from "../read-yaml-file.ts";
import {
  coverageText,
  firstPoliciesText,
  requirementsTable,
  requirementText,
  starterTable,
  templatesTable,
  uncoveredTable,
} from "../render/requirement-text.ts";
import { plural } from "../render/words.ts";
import { showList, type PageOptions } from "./lists.ts";

export type RequirementListFlags = PageOptions &
  Readonly<{ text?: string; area?: string; kind?: string; status?: string; retired?: boolean }>;
export type FirstPoliciesFlags = Readonly<{
  platform: readonly string[];
  choose: readonly string[];
  for: string;
  dryRun?: boolean;
}>;

const FILE_HELP = "Give a YAML or JSON file with `requirements`; docs/guide/requirements.md shows one.";

export function listRequirements(context: CliContext, flags: RequirementListFlags): Promise<number> {
  const { retired, ...query } = flags;
  const wanted = { ...query, retired: retired === true ? "true" : undefined };
  return showList(context, { path: "requirements", query: wanted, answer: requirementsAnswer }, requirementsTable);
}

export function showRequirement(context: CliContext, id: string): Promise<number> {
  return showAnswer(context, { path: apiPath("requirements", id), answer: requirementAnswer }, (one) =>
    requirementText(one, context.palette),
  );
}

export async function setRequirements(context: CliContext, { file }: Readonly<{ file: string }>): Promise<number> {
  const read = await readYamlFile(resolve(context.deps.terminal.cwd, file), file, FILE_HELP);
  if (!read.ok) return context.fail(read.error);
  const call = { method: "POST", path: `${API}/requirements`, body: read.value, answer: savedRequirementsAnswer } as const;
  return showAnswer(context, call, ({ items }) => requirementsTable({ items }));
}

export function retireRequirement(context: CliContext, id: string, revision: number): Promise<number> {
  return withApi(context, async (api) => {
    const path = `${apiPath("requirements", id)}${queryOf({ revision })}`;
    const gone = await callApi(api, { method: "DELETE", path, answer: null });
    if (!gone.ok) return context.fail(gone.error);
    context.say(`Retired ${id}. It stays to be read: tidegate requirement list --retired`);
    return EXIT.ok;
  });
}

export function showStarter(
  context: CliContext,
  { add, limit, after, standing }: PageOptions & Readonly<{ add?: boolean; standing?: string }>,
): Promise<number> {
  const path = "register/starter";
  if (add !== true) return showList(context, { path, query: { limit, after, standing }, answer: starterAnswer }, starterTable);
  const call = { method: "POST", path: `${API}/${path}`, body: { ids: null }, answer: starterAddedAnswer } as const;
  return showAnswer(context, call, ({ added, counts }) => {
    const grown =
      counts.grown === 0 ? "" : ` ${plural(counts.grown, "requirement")} of the register could grow: --standing grown`;
    return `${plural(added.length, "requirement")} added to the register.${grown}\n`;
  });
}

export function showCoverage(context: CliContext): Promise<number> {
  return showAnswer(context, { path: `${API}/register/coverage`, answer: coverageAnswer }, (body) =>
    coverageText(body, context.palette),
  );
}

export function listUncovered(context: CliContext, flags: PageOptions & Readonly<{ text?: string }>): Promise<number> {
  return showList(
    context,
    { path: "register/settings-without-requirement", query: flags, answer: uncoveredAnswer },
    uncoveredTable,
  );
}

export function listTemplates(context: CliContext): Promise<number> {
  return showAnswer(context, { path: `${API}/register/templates`, answer: templatesAnswer }, templatesTable);
}

export function makeFirstPolicies(context: CliContext, flags: FirstPoliciesFlags): Promise<number> {
  const { platform, choose, dryRun = false } = flags;
  const chosen = choose.map(choiceOf);
  const unread = chosen.find(({ template }) => template === "");
  if (unread !== undefined)
    return Promise.resolve(context.fail(cliProblem("arguments-invalid", "`--choose` begins with the name of a template")));
  const body = { platforms: platform, chosen, assignTo: targetOf(flags.for), dryRun };
  const call = { method: "POST", path: `${API}/register/first-policies`, body, answer: firstPoliciesAnswer } as const;
  return showAnswer(context, call, (made) => firstPoliciesText(made, context.palette));
}

/** `unlock-code-length=8`, `company-wifi=Harbour`, `firewall-on`. */
function choiceOf(text: string) {
  const at = text.indexOf("=");
  if (at < 0) return { template: text, answer: null };
  const answer = text.slice(at + 1);
  return { template: text.slice(0, at), answer: /^\d{1,6}$/.test(answer) ? Number(answer) : answer };
}

function targetOf(text: string) {
  return text === "nobody" || text === "all-devices" || text === "all-users" ? { kind: text } : { kind: "group", groupId: text };
}
