import type { Json } from "../../../kit/canonical-json.ts";
import type { NoncomplianceAction } from "../../../policy/policy.ts";
import { isList, isObject, textAt, type JsonObject } from "../json-access.ts";
import { pointerTo, quoted, type ProblemList } from "../problem-list.ts";

/** Graph's `scheduledActionsForRule`: what is done with a device that fails, in the order of the grace time. */
export function readNoncomplianceActions(
  policy: JsonObject,
  pointer: string,
  problems: ProblemList,
): readonly NoncomplianceAction[] {
  const rules = policy["scheduledActionsForRule"];
  const at = pointerTo(pointer, "scheduledActionsForRule");
  if (rules === undefined || rules === null) return [];
  const actions = (isList(rules) ? rules : [rules]).flatMap((rule, index) => {
    const configurations = isObject(rule) ? rule["scheduledActionConfigurations"] : undefined;
    const ruleAt = `${pointerTo(at, index)}/scheduledActionConfigurations`;
    return isList(configurations) ? configurations.flatMap((one, row) => actionOf(one, pointerTo(ruleAt, row), problems)) : [];
  });
  return actions.sort((a, b) => a.graceHours - b.graceHours);
}

function actionOf(value: Json, at: string, problems: ProblemList): readonly NoncomplianceAction[] {
  const action = isObject(value) ? textAt(value, "actionType") : null;
  const graceHours = isObject(value) ? (value["gracePeriodHours"] ?? 0) : null;
  if (!isObject(value) || action === null || !Number.isSafeInteger(graceHours) || (graceHours as number) < 0) {
    problems.add("policy-part-kept-out", at, `the action ${quoted(value)} has no type, or no whole number of hours`);
    return [];
  }
  const templateId = textAt(value, "notificationTemplateId");
  const isNone = templateId === null || /^[0-]+$/.test(templateId);
  return [{ action, graceHours: graceHours as number, notificationTemplateId: isNone ? null : templateId }];
}
