import type { ApplicabilityRule } from "../policy.ts";
import type { Applicability, ApplicabilityDevice } from "./applicability.ts";
import { catalogueEdition } from "./edition.ts";
import { atLeast, atMost, type VersionStanding } from "./version.ts";

/** A Windows policy's own rule: outside of it nothing of the policy applies (requirements.md 2.5). */
export function withinPolicyRule(rule: ApplicabilityRule | undefined, device: ApplicabilityDevice): Applicability {
  if (rule === undefined || device.platform !== "windows") return { kind: "applies" };
  const standings: readonly (readonly [VersionStanding, "osVersion" | "edition"])[] = [
    [versionStanding(rule.versionMin, device.osVersion, atLeast), "osVersion"],
    [versionStanding(rule.versionMax, device.osVersion, atMost), "osVersion"],
    [editionStanding(rule.editions, device.edition), "edition"],
  ];
  if (standings.some(([standing]) => standing === "outside")) return { kind: "not-applicable", reason: { kind: "policy-rule" } };
  const unclear = standings.find(([standing]) => standing === "unclear");
  return unclear === undefined ? { kind: "applies" } : { kind: "unknown", missing: { of: "device", fact: unclear[1] } };
}

function versionStanding(
  limit: string | null,
  osVersion: string | null,
  judge: (version: string, limit: string) => VersionStanding,
): VersionStanding {
  if (limit === null) return "inside";
  return osVersion === null ? "unclear" : judge(osVersion, limit);
}

function editionStanding(editions: ApplicabilityRule["editions"], edition: string | null): VersionStanding {
  if (editions === null) return "inside";
  const own = edition === null ? null : catalogueEdition(edition);
  if (edition === null || own === null) return "unclear";
  const isNamed = editions.names.some((name) => name.toLowerCase() === edition.toLowerCase());
  return isNamed === (editions.mode === "include") ? "inside" : "outside";
}
