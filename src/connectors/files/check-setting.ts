import type { SettingCatalogue, SettingFacts } from "../../policy/catalogue.ts";
import type { SettingValue } from "../../policy/setting.ts";
import { pointerTo, quoted, type ProblemList } from "./problem-list.ts";

/** Where the parts of a setting's value are in the file, so that a problem can point at them. */
export type ValuePointers = Readonly<{ instance: string; value: string }>;

/** Holds one setting's options and numbers against what the catalogue knows of its definition. */
export function checkSetting(
  catalogue: SettingCatalogue,
  definitionId: string,
  value: SettingValue,
  pointers: ValuePointers,
  problems: ProblemList,
): void {
  const facts = catalogue.find(definitionId);
  if (facts !== undefined && facts.kind !== "other" && facts.kind !== value.kind) {
    const message = `${quoted(definitionId)} is defined as ${facts.kind} and set as ${value.kind}`;
    problems.add("setting-kind-mismatch", pointers.instance, message);
  }
  const severity = catalogue.complete ? "error" : "warning";
  if (value.kind === "choice") checkOption(definitionId, value.option, facts, `${pointers.value}/value`, problems, severity);
  if (value.kind === "choices") {
    value.choices.forEach(({ option }, index) =>
      checkOption(definitionId, option, facts, `${pointerTo(pointers.value, index)}/value`, problems, severity),
    );
  }
  // Shipped options and ranges may be an older system's, and both grow: only a complete catalogue can refuse what it lacks.
  if (value.kind === "simple") checkRange(value.value, facts, `${pointers.value}/value`, problems, severity);
  if (value.kind === "simples") {
    value.values.forEach((item, index) =>
      checkRange(item, facts, `${pointerTo(pointers.value, index)}/value`, problems, severity),
    );
  }
}

/** Type pickers choose among siblings: `x_$typepicker` has the options `x_0`, `x_1`. An empty value's option ends in `_`. */
const TYPE_PICKER = /\$typepicker$/;

function checkOption(
  definitionId: string,
  option: string,
  facts: SettingFacts | undefined,
  pointer: string,
  problems: ProblemList,
  severity: "error" | "warning",
): void {
  const start = TYPE_PICKER.test(definitionId) ? definitionId.replace(TYPE_PICKER, "") : `${definitionId}_`;
  const isOwn = option.startsWith(start);
  if (facts?.options ? facts.options.has(option) : isOwn) return;
  const message = `${quoted(option)} is no option of ${quoted(definitionId)}`;
  problems.add("setting-option-unknown", pointer, message, isOwn ? severity : "error");
}

function checkRange(
  value: unknown,
  facts: SettingFacts | undefined,
  pointer: string,
  problems: ProblemList,
  severity: "error" | "warning",
): void {
  if (typeof value !== "number" || facts === undefined) return;
  const { integerMin, integerMax } = facts;
  if ((integerMin === null || value >= integerMin) && (integerMax === null || value <= integerMax)) return;
  const range = `${integerMin ?? "any"} to ${integerMax ?? "any"}`;
  problems.add("setting-out-of-range", pointer, `\`${value}\` is outside ${range} of ${quoted(facts.definitionId)}`, severity);
}
