import type { Json } from "../../kit/canonical-json.ts";
import type { Platform } from "../../estate/platform.ts";
import { applicableOn, type SettingApplicability, type VersionByPlatform } from "../../policy/catalogue.ts";
import { textList, textOf, type Definition } from "./json-fields.ts";

/** Graph's words for platforms; iOS stands for iPadOS too. What is missing here no device of ours runs. */
const PLATFORMS: ReadonlyMap<string, readonly Platform[]> = new Map([
  ["windows10", ["windows"]],
  ["windows10X", ["windows"]],
  ["macOS", ["macOS"]],
  ["iOS", ["iOS", "iPadOS"]],
  ["android", ["android"]],
  ["androidEnterprise", ["android"]],
  ["aosp", ["android"]],
  ["linux", ["linux"]],
]);

/** Graph's trust types, in the words of estate/device.ts. */
const JOIN_TYPES: ReadonlyMap<string, readonly string[]> = new Map([
  ["azureAdJoined", ["entra-joined", "hybrid-joined"]],
  ["addWorkAccount", ["entra-registered"]],
  ["mdmOnly", ["none"]],
]);
const ANY_ENTRA = ["entra-joined", "hybrid-joined"];

/**
 * Graph's `applicability` of a setting definition. Versions are given for Windows only. `deviceMode` is `none` or `kiosk`, and which
 * devices are kiosks is not known, so it is left out. Apple's limits (supervision, enrolment) are not in it. Source: requirements.md 2.5.
 */
export function graphApplicability(value: Definition): SettingApplicability | null {
  const words = textOf(value["platform"])
    .split(",")
    .map((word) => word.trim());
  const platforms = [...new Set(words.flatMap((word) => PLATFORMS.get(word) ?? []))];
  if (platforms.length === 0) return null;
  return {
    ...applicableOn(platforms),
    versionMin: onWindows(value["minimumSupportedVersion"]),
    versionMax: onWindows(value["maximumSupportedVersion"]),
    editions: editionsOf(value["windowsSkus"]),
    joinTypes: joinTypesOf(value),
  };
}

function onWindows(version: Json | undefined): VersionByPlatform {
  const text = textOf(version).trim();
  return /^\d+(?:\.\d+)*$/.test(text) ? { windows: text } : {};
}

/** An empty list would mean "nowhere"; Graph writes it where it does not say. */
function editionsOf(skus: Json | undefined): readonly string[] | null {
  const words = textList(skus).filter((word) => word !== "unknown" && word !== "notConfigured");
  return words.length === 0 ? null : [...words].sort();
}

function joinTypesOf(value: Definition): readonly string[] | null {
  const trust = textOf(value["requiredAzureAdTrustType"]).split(",");
  const named = [...new Set(trust.flatMap((word) => JOIN_TYPES.get(word.trim()) ?? []))];
  if (named.length > 0) return named.sort();
  return value["requiresAzureAd"] === true ? ANY_ENTRA : null;
}
