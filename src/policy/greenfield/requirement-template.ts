import type { Platform } from "../../estate/platform.ts";
import type { BehaviourArea } from "../behaviour/phrase.ts";
import type { RequirementKind, RequirementPriority } from "../requirement/requirement.ts";
import type { Setting } from "../setting.ts";

/** What a template has to be told; the answer is a whole number from `min` to `max`, or a text of so many characters. */
export type TemplateQuestion =
  | Readonly<{
      kind: "number";
      label: string;
      unit: string;
      min: number;
      max: number;
      recommended: number;
      better: "more" | "less";
    }>
  | Readonly<{ kind: "text"; label: string; charactersMax: number }>;

export type TemplateAnswer = number | string | null;

/** Settings of one policy on some platforms that realise a requirement, given the answer. */
export type TemplateSettings = Readonly<{
  platforms: readonly Platform[];
  settings: (answer: TemplateAnswer) => readonly Setting[];
}>;

/**
 * Something that many organisations ask of their devices, in our own words, and the settings that realise it. Platforms that are not
 * named have no setting for it. Where an answer counts as a limit, `limits` says at which definition.
 */
export type RequirementTemplate = Readonly<{
  id: string;
  area: BehaviourArea;
  kind: RequirementKind;
  priority: RequirementPriority;
  /** `{answer}` stands for what was answered. */
  title: string;
  reason: string;
  question: TemplateQuestion | null;
  /** Definitions of which the value is the answer. */
  limits: readonly string[];
  realisedBy: readonly TemplateSettings[];
}>;

/** `option`: what stands behind the definition's id in the id of the option, without the underscore. */
export function choice(definitionId: string, option: string, children: readonly Setting[] = []): Setting {
  return { definitionId, value: { kind: "choice", option: `${definitionId}_${option}`, children } };
}

export function simple(definitionId: string, value: string | number): Setting {
  return { definitionId, value: { kind: "simple", value } };
}

/** Keys of one Apple payload, as the catalogue groups them. */
export function payload(type: string, keys: (key: (name: string) => string) => readonly Setting[]): Setting {
  return { definitionId: `${type}_${type}`, value: { kind: "groups", instances: [keys((name) => `${type}_${name}`)] } };
}
