import type { ParsedPolicy, SourceFile } from "../../app/ports/source-files.ts";
import { bareFacts, type SettingCatalogue, type SettingFacts } from "../../policy/catalogue.ts";
import { loadShippedCatalogue } from "../catalogue/shipped-catalogue.ts";
import { createSourceFileReader } from "./source-file-reader.ts";

export const GRAPH = "#microsoft.graph.";
export const CAMERA = "device_vendor_msft_policy_config_camera_allowcamera";
export const reader = createSourceFileReader(loadShippedCatalogue());

export function one(value: unknown): ParsedPolicy {
  const { policies, problems } = reader.readPolicies([file("a.json", value)]);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (policies.length !== 1 || errors.length > 0) throw new Error(JSON.stringify(problems));
  return policies[0] as ParsedPolicy;
}

export function property(definitionId: string, value: string | number | boolean) {
  return { definitionId, value: { kind: "property", value } } as const;
}

export function file(path: string, value: unknown): SourceFile {
  return { path, bytes: Buffer.from(JSON.stringify(value)) };
}

export function choice(id: string, options: readonly string[] = ["0", "1"]): SettingFacts {
  return {
    ...bareFacts(id, id),
    kind: "choice",
    options: new Map(options.map((option) => [`${id}_${option}`, { value: option, name: option }])),
  };
}

export function catalogueOf(facts: readonly SettingFacts[]): SettingCatalogue {
  const byId = new Map(facts.map((one) => [one.definitionId, one]));
  return {
    size: byId.size,
    complete: true,
    find: (id) => byId.get(id),
    acquaintance: (id) => (byId.has(id) ? "known" : "unknown"),
    ids: () => [...byId.keys()].sort(),
  };
}
