import type { ParsedPolicy } from "../../app/ports/source-files.ts";
import type { Platform } from "../../estate/platform.ts";
import type { Json } from "../../kit/canonical-json.ts";
import type { PolicyContent } from "../../policy/policy.ts";
import { platformsOfType, platformsOfWords } from "./graph-platforms.ts";
import { backupEntry, isSettingsList, shapeOf, wrappedEntities } from "./intune-shapes.ts";
import { isList, isObject, textAt, type JsonObject } from "./json-access.ts";
import { pointerTo, quoted } from "./problem-list.ts";
import { readAssignments } from "./read-assignments.ts";
import { compliancePlatforms, noteScheduledActions, readComplianceSettings } from "./read-compliance.ts";
import { readJson } from "./read-json.ts";
import { readSettings, type SettingContext } from "./read-settings.ts";

/** JSON inside a JSON string, inside another: PowerShell exports come that way, but never deeper. */
const TEXT_LEVELS_MAX = 3;

/** Far beyond what one tenant may hold of a kind. */
const ENTITIES_MAX = 20_000;

/**
 * Every policy in a JSON value: one entity, a list of them, Graph's `{value: [...]}`, or any of these once more as
 * text. A policy with an error is left out; its problems say why.
 */
export function readEntities(value: Json, pointer: string, context: SettingContext, textLevels = 0): readonly ParsedPolicy[] {
  if (typeof value === "string" && textLevels < TEXT_LEVELS_MAX && /^\s*[[{]/.test(value)) {
    return readEmbedded(value, pointer, context, textLevels);
  }
  if (isList(value))
    return isSettingsList(value)
      ? [opaque(value, pointer, null, "list of settings", context)]
      : readList(value, pointer, context, textLevels);
  if (!isObject(value)) return stranger(value, pointer, context);
  const wrapped = wrappedEntities(value);
  return wrapped === null ? readEntity(value, pointer, context) : readList(wrapped, `${pointer}/value`, context, textLevels);
}

function readList(items: readonly Json[], pointer: string, context: SettingContext, textLevels: number): readonly ParsedPolicy[] {
  if (items.length > ENTITIES_MAX) {
    context.problems.add("json-too-large", pointer, `a list of ${items.length} policies, more than ${ENTITIES_MAX}`);
    return [];
  }
  const entry = backupEntry(items);
  if (entry === null) return items.flatMap((item, index) => readEntities(item, pointerTo(pointer, index), context, textLevels));
  const mark = context.problems.mark();
  const policies = readEntities(entry.entity, pointerTo(pointer, 0), context, textLevels);
  const assignments = readAssignments(entry.assignments, pointerTo(pointer, 4), context.problems);
  if (context.problems.hasErrorSince(mark)) return [];
  return policies.map((policy) => (policy.assignments.length > 0 ? policy : { ...policy, assignments }));
}

function readEmbedded(text: string, pointer: string, context: SettingContext, textLevels: number): readonly ParsedPolicy[] {
  const { value, faults } = readJson(text);
  for (const fault of faults)
    context.problems.add(fault.code, pointer + fault.pointer, `in the text at ${quoted(pointer)}, ${fault.message}`);
  return value === undefined || faults.length > 0 ? [] : readEntities(value, pointer, context, textLevels + 1);
}

function readEntity(object: JsonObject, pointer: string, context: SettingContext): readonly ParsedPolicy[] {
  const mark = context.problems.mark();
  const shape = shapeOf(object);
  if (shape.kind === "stranger") return stranger(object, pointer, context);
  let policy: ParsedPolicy | null;
  if (shape.kind === "configuration-policy") policy = readConfigurationPolicy(object, pointer, shape.graphType, context);
  else if (shape.kind === "shaped") policy = opaque(object, pointer, shape.graphType, shape.words, context);
  else {
    const platforms = compliancePlatforms(shape.typeName);
    policy =
      platforms === null
        ? opaque(object, pointer, shape.graphType, shape.typeName, context)
        : readCompliancePolicy(object, pointer, shape, platforms, context);
  }
  return policy === null || context.problems.hasErrorSince(mark) ? [] : [policy];
}

function readConfigurationPolicy(
  object: JsonObject,
  pointer: string,
  graphType: string,
  context: SettingContext,
): ParsedPolicy | null {
  const { problems } = context;
  const list = object["settings"];
  if (!isList(list)) {
    problems.add("policy-settings-missing", pointerTo(pointer, "settings"), "the policy has no list of settings");
    return null;
  }
  const stated = object["settingCount"];
  if (typeof stated === "number" && stated !== list.length) {
    problems.add(
      "policy-settings-count",
      pointerTo(pointer, "settings"),
      `the policy states ${stated} settings, the file holds ${list.length}`,
    );
  }
  const settings = readSettings(list, pointerTo(pointer, "settings"), context);
  const kind = graphType.endsWith("CompliancePolicy") ? "compliance" : "settings-catalog";
  if (kind === "compliance") noteScheduledActions(object, pointer, problems);
  return parsed(object, pointer, context, {
    kind,
    platforms: readPlatforms(object, pointer, context),
    sourceType: graphType,
    settings,
  });
}

function readCompliancePolicy(
  object: JsonObject,
  pointer: string,
  shape: Readonly<{ graphType: string; typeName: string }>,
  platforms: readonly Platform[],
  context: SettingContext,
): ParsedPolicy | null {
  noteScheduledActions(object, pointer, context.problems);
  const settings = readComplianceSettings(object, shape.typeName);
  return parsed(object, pointer, context, { kind: "compliance", platforms, sourceType: shape.graphType, settings });
}

function parsed(
  object: JsonObject,
  pointer: string,
  context: SettingContext,
  content: Pick<PolicyContent, "kind" | "platforms" | "sourceType" | "settings">,
): ParsedPolicy | null {
  const { file, problems } = context;
  const name = nameOf(object);
  if (name === null) problems.add("policy-name-missing", pointer, "the policy has neither `name` nor `displayName`");
  const assignments = readAssignments(object["assignments"], pointerTo(pointer, "assignments"), problems);
  return name === null ? null : { file, externalId: textAt(object, "id"), content: { name, ...content, raw: null }, assignments };
}

/** An object without a name goes by its file's: it was found, so it has to be listable. */
function opaque(value: Json, pointer: string, graphType: string | null, words: string, context: SettingContext): ParsedPolicy {
  const { file, problems } = context;
  problems.add("policy-kind-opaque", pointer, `${quoted(words)} is kept whole, its settings are not read`);
  const object: JsonObject = isObject(value) ? value : {};
  const typeName = (graphType ?? "").replace(/^.*\./, "");
  return {
    file,
    externalId: textAt(object, "id"),
    content: {
      name: nameOf(object) ?? fileTitle(file) + (pointer === "" ? "" : ` ${pointer}`),
      kind: "opaque",
      platforms: platformsOfType(typeName),
      sourceType: graphType ?? "",
      settings: [],
      raw: value,
    },
    assignments: readAssignments(object["assignments"], pointerTo(pointer, "assignments"), problems),
  };
}

function stranger(value: Json, pointer: string, context: SettingContext): readonly ParsedPolicy[] {
  const keys = isObject(value) ? Object.keys(value).slice(0, 5).map(quoted).join(", ") : "";
  const what = isObject(value) ? (keys === "" ? "an empty object" : `an object with the keys ${keys}`) : quoted(value);
  context.problems.add("policy-shape-unknown", pointer, `${what} is no Intune object that is known`);
  return [];
}

function readPlatforms(object: JsonObject, pointer: string, { problems }: SettingContext): readonly Platform[] {
  const value = object["platforms"];
  const words = isList(value) ? value.filter((word) => typeof word === "string").join(",") : value;
  const { platforms, unknown } = platformsOfWords(typeof words === "string" ? words : "none");
  if (platforms.length === 0 || unknown.length > 0) {
    const shown = unknown.length > 0 ? unknown.join(",") : (value ?? null);
    problems.add("policy-platform-unknown", pointerTo(pointer, "platforms"), `the platform ${quoted(shown)} is not known`);
  }
  return platforms;
}

function nameOf(object: JsonObject): string | null {
  return textAt(object, "name") ?? textAt(object, "displayName");
}

function fileTitle(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1).replace(/\.json$/i, "");
}
