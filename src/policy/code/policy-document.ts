import type { Json } from "../../kit/canonical-json.ts";
import { compareText, type PolicyId } from "../../kit/ids.ts";
import type { Assignment } from "../../audience/assignment.ts";
import type { PolicyContent } from "../policy.ts";
import type { Setting, SettingValue, SimpleValue } from "../setting.ts";
import { yamlText } from "./yaml-text.ts";

/** What stands under `tidegate` in a policy's document; another number is another form. */
export const POLICY_FORMAT = "policy/v1";

/** A policy that is written down: content and assignments, and the id by which a second import finds it again. */
export type PolicyToWrite = Readonly<{
  /** Null: it has none yet. */
  id: PolicyId | null;
  content: PolicyContent;
  assignments: readonly Assignment[];
}>;

/** The policy as a document: every value of it, in one order, and nothing else. Read back by `readPolicyDocument`. */
export function policyDocument({ id, content, assignments }: PolicyToWrite): Json {
  const { applicabilityRule, channel, templateFamily, noncomplianceActions } = content;
  return {
    tidegate: POLICY_FORMAT,
    ...(id === null ? {} : { id }),
    name: content.name,
    kind: content.kind,
    platforms: content.platforms,
    sourceType: content.sourceType,
    ...(templateFamily === undefined ? {} : { templateFamily }),
    ...(channel === undefined ? {} : { channel }),
    ...(applicabilityRule === undefined ? {} : { applicabilityRule: ruleText(applicabilityRule) }),
    ...(noncomplianceActions === undefined ? {} : { noncomplianceActions: noncomplianceActions.map(actionText) }),
    assignments: assignments.map(assignmentText),
    settings: content.settings.map(settingText),
    ...(content.raw === null ? {} : { raw: inOrder(content.raw) }),
  };
}

/** The same as a file's text. */
export function policyYaml(policy: PolicyToWrite): string {
  return yamlText(policyDocument(policy));
}

function assignmentText({ mode, target }: Assignment): Json {
  return { [mode]: target.kind === "group" ? { group: target.groupId } : target.kind };
}

function ruleText({ editions, versionMin, versionMax }: NonNullable<PolicyContent["applicabilityRule"]>): Json {
  return { editions: editions === null ? null : { mode: editions.mode, names: editions.names }, versionMin, versionMax };
}

function actionText(action: NonNullable<PolicyContent["noncomplianceActions"]>[number]): Json {
  return { action: action.action, graceHours: action.graceHours, notificationTemplateId: action.notificationTemplateId };
}

function settingText({ definitionId, value }: Setting): Json {
  return { id: definitionId, ...valueText(value) };
}

function valueText(value: SettingValue): Readonly<Record<string, Json>> {
  switch (value.kind) {
    case "choice":
      return { choice: value.option, ...childrenText(value.children) };
    case "choices":
      return { choices: value.choices.map(({ option, children }) => ({ option, ...childrenText(children) })) };
    case "simple":
      return { value: simpleText(value.value) };
    case "simples":
      return { values: value.values.map(simpleText) };
    case "group":
      return { group: value.children.map(settingText) };
    case "groups":
      return { groups: value.instances.map((children) => children.map(settingText)) };
    case "property":
      return { property: inOrder(value.value) };
  }
}

function childrenText(children: readonly Setting[]): Readonly<Record<string, Json>> {
  return children.length === 0 ? {} : { children: children.map(settingText) };
}

function simpleText(value: SimpleValue): Json {
  return typeof value === "object" ? { secret: true, state: value.state } : value;
}

/** What is somebody else's has its keys in one order, whatever order a database or an exporter gave them. */
function inOrder(value: Json): Json {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item: Json) => inOrder(item));
  const object = value as { readonly [key: string]: Json };
  // Without a prototype: a key of a hostile file may read `__proto__`.
  const copy: Record<string, Json> = Object.create(null) as Record<string, Json>;
  for (const key of Object.keys(object).sort(compareText)) copy[key] = inOrder(object[key] as Json);
  return copy;
}
