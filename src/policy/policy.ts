import type { Json } from "../kit/canonical-json.ts";
import type { PolicyId, VersionHash } from "../kit/ids.ts";
import { hashOf } from "../kit/sha256.ts";
import type { Assignment } from "../audience/assignment.ts";
import type { Platform } from "../estate/platform.ts";
import type { Setting } from "./setting.ts";

/** Opaque: kept whole and listed, its effect unknown (a kind or a file that cannot be read yet). */
export const POLICY_KINDS = ["settings-catalog", "compliance", "opaque"] as const;
export type PolicyKind = (typeof POLICY_KINDS)[number];

/** The content of a policy: what is versioned, hashed, approved and sent. Immutable. */
export type PolicyContent = Readonly<{
  name: string;
  kind: PolicyKind;
  platforms: readonly Platform[];
  /** Graph's @odata.type of the source, for example `#microsoft.graph.windows10CompliancePolicy`. */
  sourceType: string;
  settings: readonly Setting[];
  /** The source as it came, for opaque policies only; null elsewhere. */
  raw: Json;
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
