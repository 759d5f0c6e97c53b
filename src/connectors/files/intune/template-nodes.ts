import type { SettingCatalogue } from "../../../policy/catalogue.ts";
import { scopeOfNode } from "../../../policy/node.ts";
import type { TemplateDefinition } from "./administrative-template.ts";

const indexes = new WeakMap<SettingCatalogue, ReadonlyMap<string, string | null>>();

/**
 * The node of a Group Policy definition, by its display name and scope. Graph gives a definition no address of its node, so only
 * a complete catalogue, with the source's own names, can tell, and only where a single ADMX-backed choice has the name.
 */
export function templateNode(catalogue: SettingCatalogue, definition: TemplateDefinition): string | null {
  if (!catalogue.complete || definition.displayName === null || definition.scope === null) return null;
  return indexOf(catalogue).get(keyOf(definition.scope, definition.displayName)) ?? null;
}

function indexOf(catalogue: SettingCatalogue): ReadonlyMap<string, string | null> {
  const known = indexes.get(catalogue);
  if (known !== undefined) return known;
  const made = new Map<string, string | null>();
  for (const id of catalogue.ids()) {
    if (!/_policy_config_(?:admx_|[^~]*~policy~)/.test(id)) continue;
    const facts = catalogue.find(id);
    const scope = scopeOfNode(id);
    if (facts === undefined || facts.kind !== "choice" || scope === null || facts.displayName === id) continue;
    const key = keyOf(scope, facts.displayName);
    made.set(key, made.has(key) ? null : id);
  }
  indexes.set(catalogue, made);
  return made;
}

function keyOf(scope: string, displayName: string): string {
  return `${scope} ${displayName
    .trim()
    .toLowerCase()
    .replace(/ \((?:user|device)\)$/, "")}`;
}
