import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { nodeOfDefinition } from "../../policy/node.ts";
import type { RegistryFact } from "../../policy/registry-fact.ts";

/** Made by tools/catalogue/build.ts; the source is in NOTICE. */
const SHIPPED = new URL("./generated/registry.gz", import.meta.url);
const VALUE = "v";

/** Registry places of Windows' policies, by scope and key. Read from disk on each call: whoever needs them often keeps them. */
export function loadRegistryFacts(): readonly RegistryFact[] {
  const lines = gunzipSync(readFileSync(SHIPPED)).toString("utf8").split("\n");
  return lines.filter((line) => line !== "").map(factOf);
}

/** Tabs between node, role, key and value; a missing value means the whole key. */
export function registryLine({ node, key, value, role }: RegistryFact): string {
  return [node, role === "value" ? VALUE : "g", key, ...(value === null ? [] : [value])].join("\t");
}

function factOf(line: string): RegistryFact {
  const [node = "", role, key = "", value = null] = line.split("\t");
  return {
    node: nodeOfDefinition(node),
    scope: node.startsWith("user_") ? "user" : "device",
    key,
    value,
    role: role === VALUE ? "value" : "group-policy",
  };
}
