import { readFileSync } from "node:fs";
import type { PolicyKind } from "../../../policy/policy.ts";

const FILE = new URL("../legacy/template-families.tsv", import.meta.url);

/** Graph's template family by the template's id, of either generation; null: a template that is not known. */
export function templateFamilyOf(templateId: string): string | null {
  return families().get(templateId.toLowerCase().replace(/_\d+$/, "")) ?? null;
}

/** The policy type that a template makes of its policies. Families beside security are settings catalog policies with a form of their own. */
export function kindOfFamily(templateFamily: string): PolicyKind {
  if (templateFamily === "baseline") return "security-baseline";
  return templateFamily.startsWith("endpointSecurity") ? "endpoint-security" : "settings-catalog";
}

const families: () => ReadonlyMap<string, string> = once(() => {
  const lines = readFileSync(FILE, "utf8").split("\n");
  return new Map(
    lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => line.split("\t") as [string, string]),
  );
});

function once<T>(make: () => T): () => T {
  const made: { value?: T } = {};
  return () => (made.value ??= make());
}
