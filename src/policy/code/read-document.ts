import type { Json } from "../../kit/canonical-json.ts";
import type { GroupId, PolicyId } from "../../kit/ids.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Assignment, AssignmentTarget } from "../../audience/assignment.ts";
import { PLATFORMS } from "../../estate/platform.ts";
import { isUnreadable, POLICY_KINDS, type ApplicabilityRule, type NoncomplianceAction, type PolicyContent } from "../policy.ts";
import {
  lineAt,
  listAt,
  objectAt,
  oneOfAt,
  tell,
  under,
  type At,
  type DocumentFault,
  type DocumentObject,
} from "./document-fields.ts";
import { POLICY_FORMAT, type PolicyToWrite } from "./policy-document.ts";
import { readDocumentSettings } from "./read-document-settings.ts";

const MUST = ["tidegate", "name", "kind", "platforms"];
const MAY = [
  "id",
  "sourceType",
  "templateFamily",
  "channel",
  "applicabilityRule",
  "noncomplianceActions",
  "assignments",
  "settings",
  "raw",
];

/** Says of itself that it is one of our documents, of whatever form. */
export function isPolicyDocument(value: Json): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    typeof (value as DocumentObject)["tidegate"] === "string"
  );
}

/**
 * Reads a policy's document. Strict: what is misspelt, missing or of another form is told, all of it at once, and nothing is
 * guessed. Settings are read as they stand; whether they exist and may have these values is the linter's.
 */
export function readPolicyDocument(value: Json): Result<PolicyToWrite, readonly DocumentFault[]> {
  const faults: DocumentFault[] = [];
  const at: At = { field: "", faults };
  const format = isPolicyDocument(value) ? (value as DocumentObject)["tidegate"] : undefined;
  if (format !== POLICY_FORMAT) return err([{ field: "/tidegate", message: `is not \`${POLICY_FORMAT}\`` }]);
  const object = objectAt(value, MUST, MAY, at) ?? {};
  const id = lineAt(object["id"], under(at, "id"));
  const assignments = listAt(object["assignments"], under(at, "assignments"), readAssignment);
  const content = readContent(object, at);
  if (faults.length > 0 || content === null) return err(faults);
  return ok({ id: id as PolicyId | null, content, assignments });
}

function readContent(object: DocumentObject, at: At): PolicyContent | null {
  const name = lineAt(object["name"], under(at, "name"));
  const kind = oneOfAt(object["kind"], POLICY_KINDS, under(at, "kind"));
  const platforms = listAt(object["platforms"], under(at, "platforms"), (item, itemAt) => oneOfAt(item, PLATFORMS, itemAt));
  if (new Set(platforms).size < platforms.length) tell(under(at, "platforms"), "names a platform twice");
  const sourceType = sourceTypeOf(object["sourceType"] ?? "", under(at, "sourceType"));
  const settings = readDocumentSettings(object["settings"], under(at, "settings"));
  const raw = object["raw"] ?? null;
  if (kind !== null && isUnreadable(kind) && settings.length > 0)
    tell(under(at, "settings"), `a policy of the kind \`${kind}\` has none that can be read`);
  const extras = readExtras(object, at);
  if (name === null || kind === null) return null;
  return { name, kind, platforms, sourceType, settings, raw, ...extras };
}

/** Policies that people write themselves came from nowhere: it may be empty. */
function sourceTypeOf(value: Json, at: At): string {
  if (typeof value === "string") return value;
  tell(at, "is no text");
  return "";
}

type Extras = Pick<PolicyContent, "applicabilityRule" | "channel" | "templateFamily" | "noncomplianceActions">;

function readExtras(object: DocumentObject, at: At): Extras {
  const templateFamily = lineAt(object["templateFamily"], under(at, "templateFamily"));
  const channel = oneOfAt(object["channel"], ["device", "user"], under(at, "channel"));
  const rule = object["applicabilityRule"];
  const applicabilityRule = rule === undefined ? null : readRule(rule, under(at, "applicabilityRule"));
  const actions = object["noncomplianceActions"];
  return {
    ...(templateFamily === null ? {} : { templateFamily }),
    ...(channel === null ? {} : { channel }),
    ...(applicabilityRule === null ? {} : { applicabilityRule }),
    ...(actions === undefined ? {} : { noncomplianceActions: listAt(actions, under(at, "noncomplianceActions"), readAction) }),
  };
}

function readRule(value: Json, at: At): ApplicabilityRule | null {
  const object = objectAt(value, [], ["editions", "versionMin", "versionMax"], at);
  if (object === null) return null;
  const editions = object["editions"] ?? null;
  const version = (key: string) => (object[key] === null ? null : lineAt(object[key], under(at, key)));
  return {
    editions: editions === null ? null : readEditions(editions, under(at, "editions")),
    versionMin: version("versionMin"),
    versionMax: version("versionMax"),
  };
}

function readEditions(value: Json, at: At): ApplicabilityRule["editions"] {
  const object = objectAt(value, ["mode", "names"], [], at) ?? {};
  const mode = oneOfAt(object["mode"], ["include", "exclude"], under(at, "mode"));
  const names = listAt(object["names"], under(at, "names"), lineAt);
  return mode === null ? null : { mode, names };
}

function readAction(value: Json, at: At): NoncomplianceAction | null {
  const object = objectAt(value, ["action", "graceHours"], ["notificationTemplateId"], at) ?? {};
  const action = lineAt(object["action"], under(at, "action"));
  const graceHours = object["graceHours"];
  if (graceHours !== undefined && (typeof graceHours !== "number" || graceHours < 0))
    tell(under(at, "graceHours"), "is no number from 0 on");
  const template = object["notificationTemplateId"] ?? null;
  const notificationTemplateId = template === null ? null : lineAt(template, under(at, "notificationTemplateId"));
  return action === null || typeof graceHours !== "number" ? null : { action, graceHours, notificationTemplateId };
}

/** `include: all-devices`, `exclude: {group: ID}`. */
function readAssignment(value: Json, at: At): Assignment | null {
  const object = objectAt(value, [], ["include", "exclude"], at);
  if (object === null) return null;
  const modes = (["include", "exclude"] as const).filter((mode) => object[mode] !== undefined);
  const [mode] = modes;
  if (mode === undefined || modes.length > 1) return tell(at, "has to hold either `include` or `exclude`");
  const target = readTarget(object[mode], under(at, mode));
  return target === null ? null : { mode, target };
}

function readTarget(value: Json | undefined, at: At): AssignmentTarget | null {
  if (value === "all-devices" || value === "all-users") return { kind: value };
  if (typeof value === "string") return tell(at, "is none of `all-devices`, `all-users` and `group: ID`");
  const group = lineAt(objectAt(value, ["group"], [], at)?.["group"], under(at, "group"));
  return group === null ? null : { kind: "group", groupId: group as GroupId };
}
