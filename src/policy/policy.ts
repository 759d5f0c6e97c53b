import type { Json } from "../kit/canonical-json.ts";
import type { PolicyId, VersionHash } from "../kit/ids.ts";
import { hashOf, sha256Hex } from "../kit/sha256.ts";
import type { Assignment } from "../audience/assignment.ts";
import type { Platform } from "../estate/platform.ts";
import type { SettingScope } from "./node.ts";
import type { Setting } from "./setting.ts";

/**
 * The policy types of requirements.md 2.1, as far as they differ in what they do. `opaque`: kept whole and listed, its effect
 * unknown (a type or a file that cannot be read). `conditional-access` is read and never sent to a device: it says what a
 * compliance change does to access. `script` is opaque too, never run, and cannot be undone by unassigning.
 */
export const POLICY_KINDS = [
  "settings-catalog",
  "endpoint-security",
  "security-baseline",
  "administrative-template",
  "device-configuration",
  "custom",
  "compliance",
  "app-protection",
  "app-configuration",
  "update",
  "conditional-access",
  "script",
  "opaque",
] as const;
export type PolicyKind = (typeof POLICY_KINDS)[number];

/** Their effect on a device cannot be read: planners show it as unknown, and no bundle holds them. */
export function isUnreadable(kind: PolicyKind): boolean {
  return kind === "opaque" || kind === "script";
}

/** Reaches a device's settings: everything else is in no bundle. */
export function isDeliverable(kind: PolicyKind): boolean {
  return !isUnreadable(kind) && kind !== "conditional-access";
}

/**
 * Windows "applicability rules" of a policy: outside of them it is not applicable (requirements.md 2.5). Editions in the
 * words of estate/device.ts; a version is inside from `versionMin` to `versionMax`, ends included.
 */
export type ApplicabilityRule = Readonly<{
  editions: Readonly<{ mode: "include" | "exclude"; names: readonly string[] }> | null;
  versionMin: string | null;
  versionMax: string | null;
}>;

/** Graph's scheduled action: what happens to a device that has failed a compliance policy for so long; `block` makes it noncompliant. */
export type NoncomplianceAction = Readonly<{ action: string; graceHours: number; notificationTemplateId: string | null }>;

/** The content of a policy: what is versioned, hashed, approved and sent. Immutable. */
export type PolicyContent = Readonly<{
  name: string;
  kind: PolicyKind;
  platforms: readonly Platform[];
  /** Graph's @odata.type of the source, for example `#microsoft.graph.windows10CompliancePolicy`. */
  sourceType: string;
  settings: readonly Setting[];
  /** The source as it came, where its settings are not read (opaque, script, conditional access); null elsewhere. */
  raw: Json;
  /** Left out: the policy has none, which also keeps the hash of versions that were stored before there were any. */
  applicabilityRule?: ApplicabilityRule;
  /** Apple: reaches the device or one account on it (`PayloadScope`). Left out: the nodes say it, or nobody does. */
  channel?: SettingScope;
  /** Graph's template family where the policy was made from a template, for example `endpointSecurityFirewall`. */
  templateFamily?: string;
  /** Compliance policies only; left out: the source says nothing, and a device that fails is noncompliant at once. */
  noncomplianceActions?: readonly NoncomplianceAction[];
}>;

export type PolicyVersion = Readonly<{
  policyId: PolicyId;
  /** Counts from 1 within the policy. */
  number: number;
  hash: VersionHash;
  content: PolicyContent;
}>;

/** A policy as it stands: the live version and to whom it goes. */
export type Policy = Readonly<{
  id: PolicyId;
  live: PolicyVersion;
  assignments: readonly Assignment[];
}>;

/** The content's address. Two versions with equal content have equal hashes. */
export function versionHash(content: PolicyContent): VersionHash {
  return hashOf(content) as VersionHash;
}

/** The id of a policy that no tenant has given one: made of its name, so that the same file is found again. */
export function policyIdOfName(name: string): PolicyId {
  return `pol-${sha256Hex(name).slice(0, 32)}` as PolicyId;
}
