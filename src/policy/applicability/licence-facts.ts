import type { NodeId } from "../node.ts";

/**
 * Service plans of the device's person, one of which a setting needs, in Entra's spelling. Sources: Microsoft's list of service
 * plans; app protection and app configuration go to licensed people (requirements.md, S33).
 */
export const INTUNE_PLANS: readonly string[] = ["INTUNE_A", "INTUNE_EDU", "INTUNE_SMBIZ"];
const DEFENDER: readonly string[] = ["WINDEFATP", "MDE_LITE", "MDE_SMB"];

const BY_NODE: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^[a-z0-9]*(?:appprotection|targetedmanagedappprotection|managedappconfiguration)[a-z0-9]*\./i, INTUNE_PLANS],
  [/^device_vendor_msft_windowsadvancedthreatprotection_/, DEFENDER],
];

/** Null: no source of ours asks for a licence of the person. */
export function plansForNode(node: NodeId): readonly string[] | null {
  return BY_NODE.find(([pattern]) => pattern.test(node))?.[1] ?? null;
}
