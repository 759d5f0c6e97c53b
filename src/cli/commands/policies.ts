import { policyApplicability } from "../../http/contract/consequences.ts";
import { policiesAnswer, policyDetail } from "../../http/contract/policies.ts";
import { apiPath, showAnswer } from "../call-api.ts";
import type { CliContext } from "../context.ts";
import { applicabilityText } from "../render/consequence-text.ts";
import { policiesTable, policyText } from "../render/policy-text.ts";
import { showList, type PageOptions } from "./lists.ts";

export function listPolicies(context: CliContext, { limit, after }: PageOptions): Promise<number> {
  return showList(context, { path: "policies", query: { limit, after }, answer: policiesAnswer }, policiesTable);
}

export function getPolicy(context: CliContext, policy: string): Promise<number> {
  return showAnswer(context, { path: apiPath("policies", policy), answer: policyDetail }, (body) =>
    policyText(body, context.palette),
  );
}

export function showApplicability(context: CliContext, policy: string): Promise<number> {
  return showAnswer(context, { path: apiPath("policies", policy, "applicability"), answer: policyApplicability }, (body) =>
    applicabilityText(body, context.palette),
  );
}
