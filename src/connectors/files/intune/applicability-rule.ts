import type { ApplicabilityRule } from "../../../policy/policy.ts";
import { isList, isObject, textAt, type JsonObject } from "../json-access.ts";
import { pointerTo, quoted, type ProblemList } from "../problem-list.ts";

const EDITION = "deviceManagementApplicabilityRuleOsEdition";
const VERSION = "deviceManagementApplicabilityRuleOsVersion";
const MODE = "deviceManagementApplicabilityRuleDeviceMode";

/** Windows reports its own edition names: Home is `Core` there. */
const EDITION_NAMES: ReadonlyMap<string, string> = new Map([
  ["Home", "Core"],
  ["HomeN", "CoreN"],
  ["HomeChina", "CoreCountrySpecific"],
  ["HomeSingleLanguage", "CoreSingleLanguage"],
]);

/** Graph's three rules of a Windows policy; null where there is none. What cannot be said here is named, not dropped silently. */
export function readApplicabilityRule(object: JsonObject, pointer: string, problems: ProblemList): ApplicabilityRule | null {
  const editions = editionsOf(object, pointer, problems);
  const version = object[VERSION];
  const excludes = isObject(version) && version["ruleType"] === "exclude";
  if (excludes) keptOut(VERSION, "a rule that leaves versions out", pointer, problems);
  if (isObject(object[MODE])) keptOut(MODE, "a rule about the device mode", pointer, problems);
  const range = isObject(version) && !excludes ? version : null;
  const versionMin = range === null ? null : textAt(range, "minOSVersion");
  const versionMax = range === null ? null : textAt(range, "maxOSVersion");
  return editions === null && versionMin === null && versionMax === null ? null : { editions, versionMin, versionMax };
}

function editionsOf(object: JsonObject, pointer: string, problems: ProblemList): ApplicabilityRule["editions"] {
  const rule = object[EDITION];
  if (!isObject(rule)) return null;
  const words = isList(rule["osEditionTypes"]) ? rule["osEditionTypes"].filter((word) => typeof word === "string") : [];
  if (words.length === 0) {
    keptOut(EDITION, "a rule that names no edition", pointer, problems);
    return null;
  }
  const names = words.map((word) => word.replace(/^windows(?:10|11)?/, "")).map((word) => EDITION_NAMES.get(word) ?? word);
  return { mode: rule["ruleType"] === "exclude" ? "exclude" : "include", names };
}

function keptOut(key: string, words: string, pointer: string, problems: ProblemList): void {
  problems.add("policy-part-kept-out", pointerTo(pointer, key), `${quoted(key)}: ${words} is not read`);
}
