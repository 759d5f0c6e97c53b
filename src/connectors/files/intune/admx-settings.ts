import type { Json } from "../../../kit/canonical-json.ts";
import type { SettingCatalogue } from "../../../policy/catalogue.ts";
import type { Setting } from "../../../policy/setting.ts";
import { settingOfNode } from "../node-setting.ts";
import type { PropertyCollector } from "../legacy/property-settings.ts";
import { quoted } from "../problem-list.ts";
import type { ReadingContext } from "../reading-context.ts";

/** `admx--microsoftedge_SSLVersionMin` is the policy, `admx--microsoftedgeSSLVersionMin_SSLVersionMin` a field of it. */
const DEFINITION = /^admx--([a-z0-9]+)_(\w+)$/i;

/**
 * An administrative template's setting inside an intent. Its node is looked for in the catalogue, by the template's name
 * and the policy's; where it is not found, the setting keeps its own id, under which two intents still meet.
 */
export function addAdmxSetting(
  definitionId: string,
  value: Json,
  at: string,
  collector: PropertyCollector,
  context: ReadingContext,
): void {
  if (value === null || value === "notConfigured") return;
  const own: Setting = { definitionId, value: { kind: "property", value } };
  const node = nodeOf(definitionId, context.catalogue);
  const switched = value === "enabled" ? 1 : value === "disabled" ? 0 : null;
  if (node === null) return collector.addSetting(own, own, at);
  if (node.isField) return collector.addSetting(settingOfNode(context.catalogue, node.id, value), own, at);
  if (switched === null) {
    context.problems.add(
      "setting-value-unmapped",
      at,
      `${quoted(value)} of ${quoted(definitionId)} is neither enabled nor disabled`,
    );
    return collector.addSetting(own, own, at);
  }
  collector.addSetting(policySetting(node.id, switched), own, at);
}

/** Enabled and disabled are the options 1 and 0 of the policy's choice. */
export function policySetting(definitionId: string, switched: 0 | 1): Setting {
  return { definitionId, value: { kind: "choice", option: `${definitionId}_${switched}`, children: [] } };
}

function nodeOf(definitionId: string, catalogue: SettingCatalogue): Readonly<{ id: string; isField: boolean }> | null {
  const [, file = "", name = ""] = DEFINITION.exec(definitionId.toLowerCase()) ?? [];
  const index = indexOf(catalogue);
  const policy = index.get(`${file} ${name}`);
  if (policy !== undefined) return { id: policy, isField: false };
  // The template's name and the policy's are written together in a field's id: every split is tried.
  for (let end = file.length - 1; end > 0; end -= 1) {
    const parent = index.get(`${file.slice(0, end)} ${file.slice(end)}`);
    if (parent !== undefined) return { id: `${parent}_${name}`, isField: true };
  }
  return null;
}

/** Device policies of ingested templates: `<template without _> <policy>` to the id. Made once for a catalogue. */
const indexes = new WeakMap<SettingCatalogue, ReadonlyMap<string, string>>();
const INGESTED = /^device_vendor_msft_policy_config_([^~]+)~policy~.+_([^_~]+)$/;

function indexOf(catalogue: SettingCatalogue): ReadonlyMap<string, string> {
  const known = indexes.get(catalogue);
  if (known !== undefined) return known;
  const made = new Map<string, string>();
  for (const id of catalogue.ids()) {
    const match = id.includes("~policy~") ? INGESTED.exec(id) : null;
    if (match === null) continue;
    const key = `${(match[1] ?? "").replaceAll("_", "")} ${match[2] ?? ""}`;
    // The shortest id is the policy; longer ones with the same end are its fields.
    const first = made.get(key);
    if (first === undefined || id.length < first.length) made.set(key, id);
  }
  indexes.set(catalogue, made);
  return made;
}
