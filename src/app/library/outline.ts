import { limitsOn, type SettingCatalogue, type SettingFacts } from "../../policy/catalogue.ts";
import { settingsAt, valueField, type SettingAt } from "../../policy/lint/walk-settings.ts";
import { nameOfNode } from "../../policy/naming/name-of-node.ts";
import { nodeOfDefinition } from "../../policy/node.ts";
import type { PolicyContent } from "../../policy/policy.ts";

/** One setting of a policy as a form shows it: where it stands, what it may be, and where it takes effect. */
export type OutlineRow = Readonly<{
  field: string;
  /** Where the value itself stands in the text; null: it is not one value, or the policy was not read from YAML. */
  valueLine: number | null;
  /** 0: on its own; more: below a choice or in a group. */
  level: number;
  definitionId: string;
  name: string;
  value: string | number | null;
  kind: "choice" | "number" | "text" | "other";
  /** Null: there is no list of them. */
  options: readonly Readonly<{ id: string; name: string }>[] | null;
  min: number | null;
  max: number | null;
  /** `Windows from 10.0.22000`, `iOS, supervised only`; empty: the catalogue does not say. */
  worksOn: readonly string[];
  /** Settings that have to be set as well for this one to have an effect. */
  needs: readonly string[];
}>;

/** More than this no list on a page can be chosen from. */
const OPTIONS_MAX = 200;

export function outlineOf(
  content: PolicyContent,
  catalogue: SettingCatalogue,
  lineOf: ((field: string) => number) | null,
): readonly OutlineRow[] {
  return settingsAt(content.settings).map((place) => rowOf(place, catalogue, lineOf));
}

function rowOf(place: SettingAt, catalogue: SettingCatalogue, lineOf: ((field: string) => number) | null): OutlineRow {
  const { setting, field } = place;
  const { definitionId } = setting;
  const facts = catalogue.find(definitionId);
  const { kind, value } = plainOf(setting.value);
  return {
    field,
    valueLine: kind === "other" ? null : (lineOf?.(valueField(place, null)) ?? null),
    level: (field.match(/\/(?:children|group|groups)\//g) ?? []).length,
    definitionId,
    name: nameOfNode(catalogue, nodeOfDefinition(definitionId)),
    kind,
    value,
    options: kind === "choice" ? optionsOf(facts) : null,
    min: (kind === "number" ? facts?.integerMin : facts?.lengthMin) ?? null,
    max: (kind === "number" ? facts?.integerMax : facts?.lengthMax) ?? null,
    worksOn: facts === undefined ? [] : worksOn(facts),
    needs: (facts?.dependsOn ?? []).map((one) => nameOfNode(catalogue, nodeOfDefinition(one.definitionId))),
  };
}

function plainOf(value: SettingAt["setting"]["value"]): Pick<OutlineRow, "kind" | "value"> {
  if (value.kind === "choice") return { kind: "choice", value: value.option };
  if (value.kind === "simple" && typeof value.value === "number") return { kind: "number", value: value.value };
  if (value.kind === "simple" && typeof value.value === "string") return { kind: "text", value: value.value };
  return { kind: "other", value: null };
}

function optionsOf(facts: SettingFacts | undefined): OutlineRow["options"] {
  const options = facts?.options ?? null;
  if (options === null || options.size > OPTIONS_MAX) return null;
  return [...options].map(([id, { name }]) => ({ id, name }));
}

function worksOn({ applicability }: SettingFacts): readonly string[] {
  if (applicability === null) return [];
  const { platforms, versionMin, versionMax, editions } = applicability;
  return platforms.map((platform) => {
    const words = [
      versionMin[platform] === undefined ? null : `from ${versionMin[platform]}`,
      versionMax[platform] === undefined ? null : `up to ${versionMax[platform]}`,
      limitsOn(applicability, platform).supervised ? "supervised only" : null,
      platform === "windows" && editions !== null && editions.length < EDITIONS_TOLD_MAX ? editions.join(" or ") : null,
    ].filter((word) => word !== null);
    return words.length === 0 ? platform : `${platform} ${words.join(", ")}`;
  });
}

/** A longer list of editions tells nobody anything. */
const EDITIONS_TOLD_MAX = 3;
