import { canonicalJson } from "../kit/canonical-json.ts";
import { compareText, type Id, type PolicyId } from "../kit/ids.ts";
import type { Platform } from "../estate/platform.ts";
import { isDeliverable, type PolicyContent, type PolicyKind } from "./policy.ts";
import { nodeValues, type NodeValue } from "./setting.ts";

/**
 * In which capacity somebody asks for a value. Conflict rules speak of roles: a compliance check and a configuration that reach
 * the same node do not fight as equals (requirements.md 2.8). `group-policy` and `other-mdm` are declared facts of other
 * masters: they are on the device already and no bundle holds them.
 */
export const CONTRIBUTION_ROLES = ["configuration", "compliance", "app-protection", "group-policy", "other-mdm"] as const;
export type ContributionRole = (typeof CONTRIBUTION_ROLES)[number];

/** A declared set of values of another master, for example one imported Group Policy object. */
export type DeclaredId = Id<"declared-fact">;
export type ContributorId = PolicyId | DeclaredId;

/** Somebody who asks for values on a device: a policy version, or what another master is declared to set there. */
export type Contributor = Readonly<{
  id: ContributorId;
  name: string;
  role: ContributionRole;
  /** Null: no policy of ours. */
  kind: PolicyKind | null;
  /** Enrolment pages and restrictions: 1 comes first, 0 is the tenant's default and comes last; null: has none. */
  priority: number | null;
  platforms: readonly Platform[];
  asks: readonly NodeValue[];
}>;

/** What one contributor asks at one node. */
export type Contribution = Readonly<{ from: Contributor; value: NodeValue["value"] }>;

export function roleOfKind(kind: PolicyKind): ContributionRole {
  return kind === "compliance" || kind === "app-protection" ? kind : "configuration";
}

export function contributorOf(policy: Readonly<{ policyId: PolicyId; name: string; content: PolicyContent }>): Contributor {
  const { kind, platforms } = policy.content;
  const asks = askedBy(policy.content);
  return {
    id: policy.policyId,
    name: policy.name,
    role: roleOfKind(kind),
    kind,
    priority: priorityOf(asks),
    platforms,
    asks,
  };
}

/** What another master sets, as a contributor; the same (node, value) twice counts once. */
export function declaredContributor(
  declared: Readonly<{ id: DeclaredId; name: string; role: "group-policy" | "other-mdm"; settings: readonly NodeValue[] }>,
  platforms: readonly Platform[],
): Contributor {
  const { id, name, role, settings } = declared;
  return { id, name, role, kind: null, priority: null, platforms, asks: distinctAsks(settings) };
}

/**
 * What the content asks for: distinct (node, value) pairs in the order of node, then of canonical value. A node stands
 * here twice only when the policy contradicts itself. Opaque content asks for nothing that could be read.
 */
export function askedBy(content: PolicyContent): readonly NodeValue[] {
  return isDeliverable(content.kind) ? distinctAsks(nodeValues(content.settings)) : [];
}

function distinctAsks(asks: readonly NodeValue[]): readonly NodeValue[] {
  const byKey = new Map<string, NodeValue & Readonly<{ valueText: string }>>();
  for (const { node, value } of asks) {
    const valueText = canonicalJson(value);
    byKey.set(canonicalJson([node, valueText]), { node, value, valueText });
  }
  const inOrder = [...byKey.values()].sort((a, b) => compareText(a.node, b.node) || compareText(a.valueText, b.valueText));
  return inOrder.map(({ node, value }) => ({ node, value }));
}

/** Graph gives enrolment configurations a property of this name. */
function priorityOf(asks: readonly NodeValue[]): number | null {
  const own = asks.filter(({ node }) => node.endsWith(".priority"));
  const [first] = own;
  return own.length === 1 && typeof first?.value === "number" ? first.value : null;
}
