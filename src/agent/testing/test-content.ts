import type { Json } from "../../kit/canonical-json.ts";
import { hashOf } from "../../kit/sha256.ts";
import type { BundleConflict, BundleContent } from "../../policy/bundle/bundle.ts";

/** Bundle content from `{policyId: {node: value}}`. */
export function testContent(
  policies: Readonly<Record<string, Readonly<Record<string, Json>>>>,
  conflicts: readonly BundleConflict[] = [],
): BundleContent {
  return {
    policies: Object.entries(policies).map(([policyId, settings]) => ({
      policyId,
      versionHash: hashOf(settings),
      name: `Policy ${policyId}`,
      settings: Object.entries(settings).map(([node, value]) => ({ node, value })),
    })),
    conflicts,
  };
}
