import type { SettingCatalogue, SettingFacts } from "../catalogue.ts";
import type { SettingValue, SimpleValue } from "../setting.ts";

/**
 * What is wrong with a setting's own value. `item`: which one of a collection's; null: the value as a whole. `isCertain`: false
 * where the catalogue's lists may be older than the value, so that it is only told.
 */
export type SettingFault = Readonly<{
  code: "setting-kind-mismatch" | "setting-option-unknown" | "setting-out-of-range" | "setting-length";
  item: number | null;
  message: string;
  isCertain: boolean;
}>;

/** Holds one setting's options, numbers and texts against what the catalogue knows of its definition. */
export function settingFaults(catalogue: SettingCatalogue, definitionId: string, value: SettingValue): readonly SettingFault[] {
  const facts = catalogue.find(definitionId);
  const faults: SettingFault[] = [];
  if (facts !== undefined && facts.kind !== "other" && facts.kind !== value.kind && value.kind !== "property") {
    const message = `${quotedId(definitionId)} is defined as ${facts.kind} and set as ${value.kind}`;
    faults.push({ code: "setting-kind-mismatch", item: null, message, isCertain: false });
  }
  const { complete } = catalogue;
  const add = (item: number | null, found: Omit<SettingFault, "item" | "isCertain"> | null, isCertain = complete) => {
    if (found !== null) faults.push({ ...found, item, isCertain });
  };
  const option = (text: string, item: number | null) => {
    const found = optionFault(definitionId, text, facts);
    add(item, found, complete || !isOwnOption(definitionId, text));
  };
  // Shipped options and ranges may be an older system's, and both grow: only a complete catalogue can refuse what it lacks.
  if (value.kind === "choice") option(value.option, null);
  if (value.kind === "choices") value.choices.forEach((choice, index) => option(choice.option, index));
  if (value.kind === "simple") add(null, rangeFault(value.value, facts));
  if (value.kind === "simples") value.values.forEach((item, index) => add(index, rangeFault(item, facts)));
  return faults;
}

type Found = Omit<SettingFault, "item" | "isCertain">;

/** Type pickers choose among siblings: `x_$typepicker` has the options `x_0`, `x_1`. An empty value's option ends in `_`. */
const TYPE_PICKER = /\$typepicker$/;

function isOwnOption(definitionId: string, option: string): boolean {
  return option.startsWith(TYPE_PICKER.test(definitionId) ? definitionId.replace(TYPE_PICKER, "") : `${definitionId}_`);
}

function optionFault(definitionId: string, option: string, facts: SettingFacts | undefined): Found | null {
  if (facts?.options ? facts.options.has(option) : isOwnOption(definitionId, option)) return null;
  return { code: "setting-option-unknown", message: `${quotedId(option)} is no option of ${quotedId(definitionId)}` };
}

function rangeFault(value: SimpleValue, facts: SettingFacts | undefined): Found | null {
  if (facts === undefined || typeof value === "object") return null;
  const { definitionId, integerMin, integerMax, lengthMin, lengthMax } = facts;
  if (typeof value === "number") {
    if (isWithin(value, integerMin, integerMax)) return null;
    const range = `${integerMin ?? "any"} to ${integerMax ?? "any"}`;
    return { code: "setting-out-of-range", message: `\`${value}\` is outside ${range} of ${quotedId(definitionId)}` };
  }
  if (isWithin(value.length, lengthMin, lengthMax)) return null;
  const range = `${lengthMin ?? 0} to ${lengthMax ?? "any"}`;
  return {
    code: "setting-length",
    message: `a text of ${value.length} characters, outside ${range} of ${quotedId(definitionId)}`,
  };
}

function isWithin(value: number, min: number | null, max: number | null): boolean {
  return (min === null || value >= min) && (max === null || value <= max);
}

/** From files of others: in backticks, on one line, cut where it is long. */
export function quotedId(text: string): string {
  const shown = text.length > QUOTED_MAX ? `${text.slice(0, QUOTED_MAX)}...` : text;
  return `\`${shown.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}`]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)}\``;
}

const QUOTED_MAX = 120;
