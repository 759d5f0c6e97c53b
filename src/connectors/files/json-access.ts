import type { Json } from "../../kit/canonical-json.ts";

export type JsonObject = Readonly<{ [key: string]: Json }>;

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The text under the key; null where there is none or it is blank. */
export function textAt(object: JsonObject, key: string): string | null {
  const value = object[key];
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

/** Graph's `@odata.type`, for example `#microsoft.graph.windows10CompliancePolicy`; null where the export has none. */
export function odataType(object: JsonObject): string | null {
  return textAt(object, "@odata.type");
}

export const GRAPH_TYPE_PREFIX = "#microsoft.graph.";
