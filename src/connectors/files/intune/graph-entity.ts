import type { ParsedPolicy } from "../../../app/ports/source-files.ts";
import { CATALOG_COMPLIANCE_POLICY, CONFIGURATION_POLICY, type IntuneShape } from "../intune-shapes.ts";
import type { JsonObject } from "../json-access.ts";
import type { EntityHint, ReadingContext } from "../reading-context.ts";
import { ADMINISTRATIVE_TEMPLATE_TYPE, readAdministrativeTemplate } from "./administrative-template.ts";
import { readAppConfiguration } from "./app-configuration.ts";
import { readConfigurationPolicy } from "./configuration-policy.ts";
import { INTENT_TYPE, readIntent } from "./intent.ts";
import { readOmaUriPolicy } from "./oma-uri.ts";
import { isScriptType, readAppleCustom, readConditionalAccess, readScript } from "./opaque-kinds.ts";
import { opaquePolicy, typeNameOf } from "./policy-parts.ts";
import { isAppConfiguration, isAppleCustomType, isOmaUriType, propertyTypeOf } from "./policy-types.ts";
import { readPropertyPolicy } from "./property-policy.ts";

/** One entity by its Graph type. A type that nobody here knows is kept whole: what it does is unknown, and said to be. */
export function readGraphEntity(
  object: JsonObject,
  pointer: string,
  shape: IntuneShape,
  hint: EntityHint,
  context: ReadingContext,
): ParsedPolicy | null {
  const { graphType } = shape;
  const typeName = typeNameOf(graphType);
  if (graphType === CONFIGURATION_POLICY || graphType === CATALOG_COMPLIANCE_POLICY) {
    return readConfigurationPolicy(object, pointer, graphType, context);
  }
  if (graphType === INTENT_TYPE) return readIntent(object, pointer, hint, context);
  if (graphType === ADMINISTRATIVE_TEMPLATE_TYPE) return readAdministrativeTemplate(object, pointer, context);
  if (typeName === "conditionalAccessPolicy") return readConditionalAccess(object, pointer, context);
  if (isScriptType(typeName)) return readScript(object, pointer, graphType, context);
  if (isOmaUriType(typeName)) return readOmaUriPolicy(object, pointer, graphType, context);
  if (isAppleCustomType(typeName)) return readAppleCustom(object, pointer, graphType, context);
  if (isAppConfiguration(typeName)) return readAppConfiguration(object, pointer, graphType, context);
  const propertyType = propertyTypeOf(typeName);
  if (propertyType !== null) return readPropertyPolicy(object, pointer, { graphType, ...propertyType }, context);
  return opaquePolicy(object, pointer, { graphType, words: shape.words }, context);
}
