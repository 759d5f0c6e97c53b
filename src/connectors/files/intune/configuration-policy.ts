import type { ParsedPolicy } from "../../../app/ports/source-files.ts";
import type { Platform } from "../../../estate/platform.ts";
import type { Json } from "../../../kit/canonical-json.ts";
import { platformsOfWords } from "../graph-platforms.ts";
import { CATALOG_COMPLIANCE_POLICY } from "../intune-shapes.ts";
import { isList, isObject, textAt, type JsonObject } from "../json-access.ts";
import { pointerTo, quoted } from "../problem-list.ts";
import { readSettings } from "../read-settings.ts";
import type { ReadingContext } from "../reading-context.ts";
import { readNoncomplianceActions } from "./noncompliance-actions.ts";
import { parsedPolicy } from "./policy-parts.ts";
import { kindOfFamily, templateFamilyOf } from "./template-families.ts";

/** Everything that Graph keeps as settings catalog instances: the catalog itself, endpoint security, baselines, Linux compliance. */
export function readConfigurationPolicy(
  object: JsonObject,
  pointer: string,
  graphType: string,
  context: ReadingContext,
): ParsedPolicy | null {
  const { problems } = context;
  const list = object["settings"] ?? context.settingsBeside;
  if (!isList(list ?? undefined)) {
    problems.add("policy-settings-missing", pointerTo(pointer, "settings"), "the policy has no list of settings");
    return null;
  }
  const items = list as readonly Json[];
  const stated = object["settingCount"];
  if (typeof stated === "number" && stated !== items.length) {
    const message = `the policy states ${stated} settings, the file holds ${items.length}`;
    problems.add("policy-settings-count", pointerTo(pointer, "settings"), message);
  }
  const settings = readSettings(items, pointerTo(pointer, "settings"), context);
  const family = familyOf(object);
  const isCompliance = graphType === CATALOG_COMPLIANCE_POLICY;
  const actions = isCompliance ? readNoncomplianceActions(object, pointer, problems) : [];
  return parsedPolicy(object, pointer, context, {
    kind: isCompliance ? "compliance" : family === null ? "settings-catalog" : kindOfFamily(family),
    platforms: readPlatforms(object, pointer, context),
    sourceType: graphType,
    settings,
    ...(family === null ? {} : { templateFamily: family }),
    ...(actions.length > 0 ? { noncomplianceActions: actions } : {}),
  });
}

/** Exports that leave the family out still name the template. */
function familyOf(object: JsonObject): string | null {
  const reference = isObject(object["templateReference"]) ? object["templateReference"] : {};
  const stated = textAt(reference, "templateFamily");
  if (stated !== null && stated !== "none") return stated;
  const templateId = textAt(reference, "templateId");
  return templateId === null ? null : templateFamilyOf(templateId);
}

function readPlatforms(object: JsonObject, pointer: string, { problems }: ReadingContext): readonly Platform[] {
  const value = object["platforms"];
  const words = isList(value) ? value.filter((word) => typeof word === "string").join(",") : value;
  const { platforms, unknown } = platformsOfWords(typeof words === "string" ? words : "none");
  if (platforms.length === 0 || unknown.length > 0) {
    const shown = unknown.length > 0 ? unknown.join(",") : (value ?? null);
    problems.add("policy-platform-unknown", pointerTo(pointer, "platforms"), `the platform ${quoted(shown)} is not known`);
  }
  return platforms;
}
