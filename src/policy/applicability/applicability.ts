import type { Device } from "../../estate/device.ts";
import type { Platform } from "../../estate/platform.ts";
import { limitsOn, type SettingApplicability, type SettingCatalogue } from "../catalogue.ts";
import { factsOfNode } from "../naming/name-of-node.ts";
import type { NodeId } from "../node.ts";
import { catalogueEdition, isListedEdition } from "./edition.ts";
import { editionsOfNode, takesEveryDesktopSetting } from "./edition-facts.ts";
import { plansForNode } from "./licence-facts.ts";
import { applicabilityOfProperty } from "./property-facts.ts";
import { atLeast, atMost, isVersion } from "./version.ts";

/** Why a setting does not take effect on a device, with what would be needed. */
export type NotApplicableReason =
  | Readonly<{ kind: "platform" }>
  | Readonly<{ kind: "version-too-old"; versionMin: string }>
  /** `successors`: settings that take its place on newer versions; empty: none is known. */
  | Readonly<{ kind: "version-too-new"; versionMax: string; successors: readonly Readonly<{ node: NodeId }>[] }>
  | Readonly<{ kind: "edition"; editions: readonly string[] }>
  | Readonly<{ kind: "supervision" }>
  | Readonly<{ kind: "join-type"; joinTypes: readonly string[] }>
  | Readonly<{ kind: "enrolment"; enrolments: readonly string[] }>
  | Readonly<{ kind: "licence"; plans: readonly string[] }>
  /** The policy's own applicability rule leaves the device out. */
  | Readonly<{ kind: "policy-rule" }>;

/** The fact that is missing, and who would have to say it. `version` of a catalogue: a limit that cannot be read. */
export type MissingFact =
  | Readonly<{ of: "device"; fact: "osVersion" | "edition" | "supervised" | "joinType" | "enrolment" }>
  | Readonly<{ of: "person"; fact: "licences" }>
  | Readonly<{ of: "catalogue"; fact: "setting" | "platform" | "version" | "editions" }>;

/** Fail closed: `unknown` is never counted as applies. */
export type Applicability =
  | Readonly<{ kind: "applies" }>
  | Readonly<{ kind: "not-applicable"; reason: NotApplicableReason }>
  | Readonly<{ kind: "unknown"; missing: MissingFact }>;

/** What decides of a device. `licences` of its person; left out or null: not known. */
export type ApplicabilityDevice = Pick<Device, "platform" | "osVersion" | "edition" | "supervised" | "joinType" | "enrolment"> &
  Readonly<{ licences?: readonly string[] | null }>;

export type AppliesAt = (node: NodeId, device: ApplicabilityDevice) => Applicability;

/**
 * Whether the setting at a node can take effect on a device, by what the catalogue, the tables beside this file and the estate know.
 * A limit that is surely not kept beats a fact that is missing. Source: S9, requirements.md 2.5.
 */
export function appliesAt(catalogue: SettingCatalogue): AppliesAt {
  const known = new Map<NodeId, SettingApplicability | null>();
  const factsOf = (node: NodeId) => {
    let facts = known.get(node);
    if (facts === undefined) {
      facts = applicabilityOfNode(catalogue, node);
      known.set(node, facts);
    }
    return facts;
  };
  return (node, device) => {
    const facts = factsOf(node);
    return facts === null ? unknown({ of: "catalogue", fact: "setting" }) : judge(node, facts, device);
  };
}

/** Null: nobody knows the setting, or nothing of where it applies. A part of a setting applies where the whole does. */
export function applicabilityOfNode(catalogue: SettingCatalogue, node: NodeId): SettingApplicability | null {
  const own = factsOfNode(catalogue, node)?.applicability ?? applicabilityOfProperty(node);
  if (own !== null) return own;
  for (let end = node.lastIndexOf("_"); end > 0; end = node.lastIndexOf("_", end - 1)) {
    const whole = factsOfNode(catalogue, node.slice(0, end))?.applicability;
    if (whole != null) return whole;
  }
  return null;
}

type Verdict = NotApplicableReason | MissingFact | null;

function judge(node: NodeId, facts: SettingApplicability, device: ApplicabilityDevice): Applicability {
  if (facts.platforms.length === 0) return unknown({ of: "catalogue", fact: "platform" });
  if (!facts.platforms.includes(device.platform)) return { kind: "not-applicable", reason: { kind: "platform" } };
  const { supervised, enrolments } = limitsOn(facts, device.platform);
  const verdicts: readonly Verdict[] = [
    oldEnough(facts.versionMin[device.platform], device.osVersion),
    youngEnough(facts, device.platform, device.osVersion),
    device.platform === "windows" ? ofEdition(node, facts.editions, device.edition) : null,
    supervised ? isSupervised(device.supervised) : null,
    among("join-type", facts.joinTypes, device.joinType),
    among("enrolment", enrolments, device.enrolment),
    isLicensed(plansForNode(node), device.licences ?? null),
  ];
  const against = verdicts.find((verdict) => verdict !== null && "kind" in verdict);
  if (against !== undefined && against !== null && "kind" in against) return { kind: "not-applicable", reason: against };
  const open = verdicts.find((verdict) => verdict !== null && "of" in verdict);
  return open !== undefined && open !== null && "of" in open ? unknown(open) : APPLIES;
}

const APPLIES: Applicability = { kind: "applies" };

function unknown(missing: MissingFact): Applicability {
  return { kind: "unknown", missing };
}

function oldEnough(versionMin: string | undefined, osVersion: string | null): Verdict {
  if (versionMin === undefined) return null;
  if (!isVersion(versionMin)) return { of: "catalogue", fact: "version" };
  const standing = osVersion === null ? "unclear" : atLeast(osVersion, versionMin);
  if (standing === "unclear") return { of: "device", fact: "osVersion" };
  return standing === "inside" ? null : { kind: "version-too-old", versionMin };
}

function youngEnough(facts: SettingApplicability, platform: Platform, osVersion: string | null): Verdict {
  const versionMax = facts.versionMax[platform];
  if (versionMax === undefined) return null;
  if (!isVersion(versionMax)) return { of: "catalogue", fact: "version" };
  const standing = osVersion === null ? "unclear" : atMost(osVersion, versionMax);
  if (standing === "unclear") return { of: "device", fact: "osVersion" };
  return standing === "inside"
    ? null
    : { kind: "version-too-new", versionMax, successors: facts.successors.map((node) => ({ node })) };
}

function ofEdition(node: NodeId, listed: readonly string[] | null, edition: string | null): Verdict {
  const editions = listed ?? editionsOfNode(node);
  if (edition === null) return { of: "device", fact: "edition" };
  if (editions === null) {
    const own = catalogueEdition(edition);
    return own !== null && takesEveryDesktopSetting(own, node) ? null : { of: "catalogue", fact: "editions" };
  }
  const isListed = isListedEdition(edition, editions);
  if (isListed === null) return { of: "device", fact: "edition" };
  return isListed ? null : { kind: "edition", editions };
}

function isSupervised(supervised: boolean | null): Verdict {
  if (supervised === null) return { of: "device", fact: "supervised" };
  return supervised ? null : { kind: "supervision" };
}

function among(kind: "join-type" | "enrolment", allowed: readonly string[] | null, own: string | null): Verdict {
  if (allowed === null) return null;
  if (own === null) return { of: "device", fact: kind === "join-type" ? "joinType" : "enrolment" };
  if (allowed.includes(own)) return null;
  return kind === "join-type" ? { kind, joinTypes: allowed } : { kind, enrolments: allowed };
}

function isLicensed(plans: readonly string[] | null, licences: readonly string[] | null): Verdict {
  if (plans === null) return null;
  if (licences === null) return { of: "person", fact: "licences" };
  return plans.some((plan) => licences.includes(plan)) ? null : { kind: "licence", plans };
}
