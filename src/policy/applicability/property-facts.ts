import type { Platform } from "../../estate/platform.ts";
import type { NodeId } from "../node.ts";
import { applicableOn, type SettingApplicability } from "../catalogue.ts";

/**
 * What a property of a Graph type is read on (`<graph type>.<property>` has no node on a device): each type is for one platform, and
 * Android's are for one manner of enrolment. Source: Graph's reference of these types.
 */
const TYPES: readonly (readonly [RegExp, readonly Platform[], readonly string[] | null])[] = [
  [/^androidworkprofilecompliancepolicy\./i, ["android"], ["work-profile"]],
  [/^androiddeviceownercompliancepolicy\./i, ["android"], ["fully-managed", "dedicated", "corporate-work-profile"]],
  [/^androidcompliancepolicy\./i, ["android"], null],
  [/^windows10(?:mobile)?compliancepolicy\./i, ["windows"], null],
  [/^macoscompliancepolicy\./i, ["macOS"], null],
  [/^ioscompliancepolicy\./i, ["iOS", "iPadOS"], null],
  [/^ios(?:managedappprotection|targetedmanagedapp|mobileappconfiguration)[a-z]*\./i, ["iOS", "iPadOS"], null],
  [/^androidmanagedappprotection[a-z]*\./i, ["android"], null],
];

/** Null: a node on a device, or a property of a type that is not listed here. */
export function applicabilityOfProperty(node: NodeId): SettingApplicability | null {
  const found = TYPES.find(([pattern]) => pattern.test(node));
  return found === undefined ? null : { ...applicableOn(found[1]), enrolments: found[2] };
}
