import type { ParsedPolicy } from "../../../app/ports/source-files.ts";
import type { Platform } from "../../../estate/platform.ts";
import type { Json } from "../../../kit/canonical-json.ts";
import { sha256Hex } from "../../../kit/sha256.ts";
import { platformsOfType, platformsOfWords } from "../graph-platforms.ts";
import { isList, isObject, textAt, type JsonObject } from "../json-access.ts";
import { quoted } from "../problem-list.ts";
import type { ReadingContext } from "../reading-context.ts";
import { opaquePolicy, parsedPolicy, titleOf, typeNameOf } from "./policy-parts.ts";

/** Graph's script types by platform; Intune's proactive remediations are health scripts. */
const SCRIPT_PLATFORMS: ReadonlyMap<string, readonly Platform[]> = new Map<string, readonly Platform[]>([
  ["deviceManagementScript", ["windows"]],
  ["deviceHealthScript", ["windows"]],
  ["deviceComplianceScript", ["windows"]],
  ["deviceShellScript", ["macOS"]],
  ["deviceCustomAttributeShellScript", ["macOS"]],
]);

export function isScriptType(typeName: string): boolean {
  return SCRIPT_PLATFORMS.has(typeName);
}

/** A script is never run here: of its text only the hash and the size are kept, which tell whether it changed. */
export function readScript(object: JsonObject, pointer: string, graphType: string, context: ReadingContext): ParsedPolicy {
  const words = { graphType, words: typeNameOf(graphType), why: "what the script does is not known; its text is kept as a hash" };
  const policy = opaquePolicy(withoutScripts(object), pointer, words, context);
  const platforms = SCRIPT_PLATFORMS.get(typeNameOf(graphType)) ?? [];
  return { ...policy, content: { ...policy.content, kind: "script", platforms } };
}

function withoutScripts(object: JsonObject): Json {
  const kept: Record<string, Json> = Object.create(null) as Record<string, Json>;
  for (const key of Object.keys(object)) {
    const value = object[key] as Json;
    const isScript = /ScriptContent$|^scriptContent$/.test(key) && typeof value === "string";
    kept[key] = isScript ? { sha256: sha256Hex(value), characters: value.length } : value;
  }
  return kept;
}

/** Read only: what a compliance change does to access is told from it. Its platforms are the ones its conditions name. */
export function readConditionalAccess(object: JsonObject, pointer: string, context: ReadingContext): ParsedPolicy {
  const conditions = isObject(object["conditions"]) ? object["conditions"] : {};
  const named = isObject(conditions["platforms"]) ? conditions["platforms"]["includePlatforms"] : null;
  const words = isList(named ?? undefined) ? (named as readonly Json[]).filter((word) => typeof word === "string") : [];
  return {
    file: context.file,
    externalId: textAt(object, "id"),
    content: {
      name: titleOf(object, pointer, context),
      kind: "conditional-access",
      platforms: platformsOfWords(words.join(",")).platforms,
      sourceType: "#microsoft.graph.conditionalAccessPolicy",
      settings: [],
      raw: object,
    },
    assignments: [],
  };
}

/** Apple's custom configuration carries a profile inside; without a reader for profiles, or where it cannot be read, it stays opaque. */
export function readAppleCustom(
  object: JsonObject,
  pointer: string,
  graphType: string,
  context: ReadingContext,
): ParsedPolicy | null {
  const text = textAt(object, "payload");
  const bytes = text === null || !/^[A-Za-z0-9+/\s]+=*\s*$/.test(text) ? null : new Uint8Array(Buffer.from(text, "base64"));
  const settings = bytes === null || context.readProfile === null ? null : context.readProfile(bytes);
  const typeName = typeNameOf(graphType);
  if (settings === null) {
    const why = bytes === null ? `there is no profile in ${quoted("payload")}` : "the profile inside is not read";
    return opaquePolicy(object, pointer, { graphType, words: typeName, why }, context);
  }
  return parsedPolicy(object, pointer, context, {
    kind: "custom",
    platforms: platformsOfType(typeName),
    sourceType: graphType,
    settings,
  });
}
