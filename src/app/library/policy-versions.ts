import { ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import { policyYaml } from "../../policy/code/policy-document.ts";
import { diffPolicies, type FieldChange } from "../../policy/diff/diff-policies.ts";
import type { SettingChange } from "../../policy/plan.ts";
import { askedBy } from "../../policy/resolve.ts";
import type { SourceFileReader } from "../ports/source-files.ts";
import type { Store } from "../ports/store.ts";
import type { Problem } from "../problems/problem.ts";
import type { EstateMemory } from "../queries/estate-memory.ts";
import { findAny } from "../queries/find-policy.ts";
import { namedAssignments, type NamedAssignment } from "../queries/policy-readings.ts";
import { findSide, type FoundSide, type SideRequest } from "./find-side.ts";

export type VersionReading = Readonly<{
  number: number;
  hash: string;
  name: string;
  settings: number;
  /** What devices are to hold, or, of a retired policy, held last. */
  isLive: boolean;
  createdAt: Instant;
  createdBy: string;
  reason: string | null;
}>;
export type VersionsReading = Readonly<{
  policyId: string;
  name: string;
  retired: boolean;
  versions: readonly VersionReading[];
  asOf: Instant;
}>;

/** Newest first. Versions never change: a number of a policy means one content for ever. */
export function listVersions(store: Store, text: string, now: Instant): Promise<Result<VersionsReading, Problem>> {
  return store.read(async (unit) => {
    const found = await findAny(unit, text);
    if (!found.ok) return found;
    const { id, live, retired } = found.value;
    const versions = (await unit.policies.versions(id)).map(
      ({ number, hash, content, createdAt, createdBy, reason }): VersionReading => {
        const settings = askedBy(content).length;
        return { number, hash, name: content.name, settings, isLive: number === live.number, createdAt, createdBy, reason };
      },
    );
    return ok({ policyId: id, name: live.content.name, retired, versions, asOf: now });
  });
}

export type DiffReading = Readonly<{
  from: SideReading;
  to: SideReading;
  fields: readonly FieldChange[];
  settings: readonly SettingChange[];
  /** Null: a version that is not live has no assignments of its own. */
  assignments: Readonly<{ added: readonly NamedAssignment[]; removed: readonly NamedAssignment[] }> | null;
  isEqual: boolean;
  asOf: Instant;
}>;
export type SideReading = Readonly<{ policyId: string | null; name: string; version: number | null }>;

/** What becomes of the one policy when the other takes its place: two versions, two policies, a draft, a file. */
export function diffAny(
  { store, reader, memory }: Readonly<{ store: Store; reader: SourceFileReader; memory: EstateMemory }>,
  sides: Readonly<{ from: SideRequest; to: SideRequest }>,
  now: Instant,
): Promise<Result<DiffReading, Problem>> {
  return store.read(async (unit) => {
    const from = await findSide(unit, reader, sides.from);
    if (!from.ok) return from;
    const to = await findSide(unit, reader, sides.to);
    if (!to.ok) return to;
    const { fields, settings, assignments, isEqual } = diffPolicies(from.value, to.value);
    const { estate } = await memory.read(unit);
    const named =
      assignments === null
        ? null
        : { added: namedAssignments(estate, assignments.added), removed: namedAssignments(estate, assignments.removed) };
    const both = { from: sideOf(from.value), to: sideOf(to.value) };
    return ok({ ...both, fields, settings, assignments: named, isEqual, asOf: now });
  });
}

export type CodeReading = Readonly<{ policyId: string | null; name: string; version: number | null; text: string }>;

/** A policy, a version or a draft as code, for an editor. A version that is not live is written with the assignments of the live one. */
export function codeOf(store: Store, reader: SourceFileReader, side: SideRequest): Promise<Result<CodeReading, Problem>> {
  return store.read(async (unit) => {
    const found = await findSide(unit, reader, side);
    if (!found.ok) return found;
    const { policyId, content, version } = found.value;
    const live = policyId === null ? null : await unit.policies.find(policyId);
    const assignments = found.value.assignments ?? live?.assignments ?? [];
    const text = policyYaml({ id: policyId, content, assignments });
    return ok({ policyId, name: content.name, version, text });
  });
}

function sideOf({ policyId, content, version }: FoundSide): SideReading {
  return { policyId, name: content.name, version };
}
