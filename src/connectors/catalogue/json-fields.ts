import type { Json } from "../../kit/canonical-json.ts";

/** An object of somebody else's JSON: nothing is believed of its fields. */
export type Definition = Readonly<{ [key: string]: Json }>;

export function asObject(value: Json | undefined): Definition {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Definition) : {};
}

export function asList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

export function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

export function textList(value: Json | undefined): readonly string[] {
  return asList(value).filter((item) => typeof item === "string");
}

/** Graph writes "no limit" as the ends of 32 and 64 bits, where a double no longer counts whole numbers. */
export function integerOf(value: Json | undefined): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) ? value : null;
}
