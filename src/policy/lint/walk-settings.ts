import type { Setting, SettingValue } from "../setting.ts";

/** A setting at its place. `field`: a JSON pointer into the policy's document (`policy/code/policy-document.ts`). */
export type SettingAt = Readonly<{
  setting: Setting;
  field: string;
  /** What a device takes as one set: the policy, or one instance of a group. A setting is in it once. */
  set: string;
}>;

/** Where the document holds a value of each kind. */
const VALUE_FIELDS: Readonly<Record<SettingValue["kind"], string>> = {
  choice: "choice",
  choices: "choices",
  simple: "value",
  simples: "values",
  group: "group",
  groups: "groups",
  property: "property",
};

/** Every setting with its children, in the order in which the document holds them. */
export function settingsAt(settings: readonly Setting[]): readonly SettingAt[] {
  const found: SettingAt[] = [];
  walk(settings, "/settings", "/settings", found);
  return found;
}

/** Where the value stands; `item`: one of a collection's. */
export function valueField({ setting, field }: SettingAt, item: number | null): string {
  const { kind } = setting.value;
  const at = `${field}/${VALUE_FIELDS[kind]}`;
  if (item === null) return at;
  return kind === "choices" ? `${at}/${item}/option` : `${at}/${item}`;
}

function walk(settings: readonly Setting[], list: string, set: string, found: SettingAt[]): void {
  settings.forEach((setting, index) => {
    const field = `${list}/${index}`;
    found.push({ setting, field, set });
    const { value } = setting;
    if (value.kind === "choice") walk(value.children, `${field}/children`, set, found);
    if (value.kind === "group") walk(value.children, `${field}/group`, set, found);
    if (value.kind === "choices")
      value.choices.forEach(({ children }, item) => walk(children, `${field}/choices/${item}/children`, set, found));
    if (value.kind === "groups")
      value.instances.forEach((children, item) => walk(children, `${field}/groups/${item}`, `${field}/groups/${item}`, found));
  });
}
