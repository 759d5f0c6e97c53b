import type { SettingCatalogue } from "../../../policy/catalogue.ts";
import { nodeOfDefinition, scopeOfNode, type NodeId, type SettingScope } from "../../../policy/node.ts";

/** Finds nodes by the names that reports use. Null: no such name, or several settings have it. */
export type PolicyNames = Readonly<{
  policy: (scope: SettingScope, name: string) => NodeId | null;
  field: (scope: SettingScope, policy: string, field: string) => NodeId | null;
  tail: (area: string, tail: string) => NodeId | null;
}>;

const POLICY = /^(?:device|user)_vendor_msft_policy_config_/;

/** Reports call a policy by its template's name, as Intune's definitions do: a tenant's own catalogue finds more than the shipped. */
export function policyNames(catalogue: SettingCatalogue): PolicyNames {
  let index: NameIndex | null = null;
  const known = () => (index ??= indexOf(catalogue));
  const one = (nodes: ReadonlySet<NodeId> | undefined) => (nodes?.size === 1 ? ([...nodes][0] ?? null) : null);
  const policy = (scope: SettingScope, name: string) => one(known().get(`${scope} ${plain(name)}`));
  return {
    policy,
    field: (scope, name, field) => {
      const parent = policy(scope, name);
      const children = parent === null ? [] : (catalogue.find(parent)?.children ?? []);
      const wanted = plain(field);
      const found = children.filter((id) => plain(catalogue.find(id)?.displayName ?? "") === wanted);
      const [first] = found;
      return found.length === 1 && first !== undefined ? nodeOfDefinition(first) : null;
    },
    tail: (area, tail) => {
      const found = catalogue
        .ids()
        .filter((id) => id.startsWith(`device_vendor_msft_policy_config_${area}_`) && id.endsWith(`_${plain(tail)}`));
      const [first] = found;
      return found.length === 1 && first !== undefined ? first : null;
    },
  };
}

type NameIndex = ReadonlyMap<string, ReadonlySet<NodeId>>;

/** Made when the first name is asked for, and once for a catalogue. */
const indexes = new WeakMap<SettingCatalogue, NameIndex>();

function indexOf(catalogue: SettingCatalogue): NameIndex {
  const made = indexes.get(catalogue);
  if (made !== undefined) return made;
  const index = new Map<string, Set<NodeId>>();
  for (const id of catalogue.ids()) {
    const facts = POLICY.test(id) ? catalogue.find(id) : undefined;
    const scope = scopeOfNode(id);
    // Fields of a policy depend on its switch, and are looked for below it.
    if (facts === undefined || scope === null || facts.dependsOn.some(({ option }) => option !== null)) continue;
    const name = `${scope} ${plain(facts.displayName)}`;
    index.set(name, (index.get(name) ?? new Set<NodeId>()).add(nodeOfDefinition(id)));
  }
  indexes.set(catalogue, index);
  return index;
}

/** Letters and digits alone: reports and catalogues differ in dots, hyphens and spaces. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
