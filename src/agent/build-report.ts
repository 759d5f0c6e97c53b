import type { Json } from "../kit/canonical-json.ts";
import type { BundleContent, BundlePolicy } from "../policy/bundle/bundle.ts";
import type { DeviceReport, PolicyReport, ReportState, SettingReport } from "../policy/bundle/protocol.ts";
import type { HeldPolicy } from "./agent-state.ts";
import { sameJson, type AppliedBundle } from "./apply-bundle.ts";

/** Our own words beside the platform's error codes. */
export const READ_BACK_DIFFERS = "read-back-differs";
/** Another node of the policy failed, so none of it was changed. */
export const POLICY_NOT_APPLIED = "policy-not-applied";
export const NOT_REMOVED = "not-removed";

/** One entry per policy of the bundle, from what was answered and what was read back. */
export function policyReports(content: BundleContent, applied: AppliedBundle, heldBefore: readonly HeldPolicy[]): PolicyReport[] {
  const conflictsByPolicyId = new Map<string, string[]>();
  for (const { node, policyIds } of content.conflicts) {
    for (const policyId of policyIds) conflictsByPolicyId.set(policyId, [...(conflictsByPolicyId.get(policyId) ?? []), node]);
  }
  const wanted = new Set(content.policies.flatMap(({ settings }) => settings.map(({ node }) => node)));
  return content.policies.map((policy) => {
    const settings = [
      ...policy.settings.map(({ node, value }) => settingReport(policy, node, value, applied)),
      ...conflictsOf(policy, conflictsByPolicyId).map(conflictReport),
      ...leftovers(policy, heldBefore, wanted, applied),
    ];
    return { policyId: policy.policyId, versionHash: policy.versionHash, state: worstOf(settings), settings };
  });
}

/** Policies that went with this bundle; proven gone when nothing of theirs reads back that no other policy wants. */
export function removedPolicies(
  content: BundleContent,
  applied: AppliedBundle,
  heldBefore: readonly HeldPolicy[],
): DeviceReport["removed"] {
  const stays = new Set(content.policies.map(({ policyId }) => policyId));
  const wanted = new Set([...applied.held.flatMap(({ nodes }) => nodes), ...applied.conflicts]);
  return heldBefore
    .filter(({ policyId }) => !stays.has(policyId))
    .map(({ policyId, nodes }) => ({ policyId, verified: nodes.every((node) => wanted.has(node) || !applied.actual.has(node)) }));
}

/** error > conflict > succeeded; not applicable only if nothing of the policy is. */
export function worstOf(settings: readonly SettingReport[]): ReportState {
  const states = new Set(settings.map(({ state }) => state));
  if (states.has("error")) return "error";
  if (states.has("conflict")) return "conflict";
  return states.has("notApplicable") && !states.has("succeeded") ? "notApplicable" : "succeeded";
}

function settingReport({ policyId }: BundlePolicy, node: string, intended: Json, applied: AppliedBundle): SettingReport {
  if (applied.conflicts.has(node)) return conflictReport(node);
  if (applied.outcomes.get(node)?.outcome === "not-applicable")
    return { node, state: "notApplicable", applied: false, verified: false };
  const actual = applied.actual.get(node) ?? null;
  const isEqual = applied.actual.has(node) && sameJson(actual, intended);
  const errorCode = applied.errorCodes.get(node);
  if (applied.failedPolicyIds.has(policyId)) {
    if (isEqual && errorCode === undefined) return { node, state: "succeeded", applied: true, verified: true };
    const difference = isEqual ? {} : { actual };
    return { node, state: "error", applied: false, verified: false, ...difference, errorCode: errorCode ?? POLICY_NOT_APPLIED };
  }
  if (isEqual) return { node, state: "succeeded", applied: true, verified: true };
  return { node, state: "error", applied: true, verified: false, actual, errorCode: READ_BACK_DIFFERS };
}

function conflictReport(node: string): SettingReport {
  return { node, state: "conflict", applied: false, verified: false };
}

/** Conflicts that name the policy and are not among its own settings. */
function conflictsOf(policy: BundlePolicy, conflictsByPolicyId: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const own = new Set(policy.settings.map(({ node }) => node));
  return (conflictsByPolicyId.get(policy.policyId) ?? []).filter((node) => !own.has(node));
}

/** Nodes of the policy's previous version that nobody wants any more and that are still there. */
function leftovers(
  { policyId }: BundlePolicy,
  heldBefore: readonly HeldPolicy[],
  wanted: ReadonlySet<string>,
  applied: AppliedBundle,
): SettingReport[] {
  if (applied.failedPolicyIds.has(policyId)) return [];
  const nodes = heldBefore.find((held) => held.policyId === policyId)?.nodes ?? [];
  return nodes
    .filter((node) => !wanted.has(node) && !applied.conflicts.has(node))
    .flatMap((node): SettingReport[] => {
      const actual = applied.actual.get(node);
      if (actual === undefined) return [];
      return [
        { node, state: "error", applied: false, verified: false, actual, errorCode: applied.errorCodes.get(node) ?? NOT_REMOVED },
      ];
    });
}
