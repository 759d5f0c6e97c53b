import type { PolicyPlanBody } from "../../http/contract/plans.ts";
import { capitalised } from "./capitalised.ts";

type Setting = PolicyPlanBody["settings"][number];
/** Of nodes and options, by their ids: `names` of an answer. */
type Names = Readonly<Record<string, string>>;
export type SettingLine = Readonly<{ name: string; path: string; before: string; after: string }>;

/** A setting that changes, as people read it; `path` is its full name for those who look closer. */
export function settingLine(setting: Setting, names: Names = {}): SettingLine {
  const { node } = setting;
  return {
    name: settingName(node, names),
    path: node,
    before: setting.kind === "added" ? "not set" : valueText(setting.before, node, names),
    after: setting.kind === "removed" ? "not set any more" : valueText(setting.after, node, names),
  };
}

/** Catalogues name settings by where they lie on the device; that part says nothing to people. */
const CATALOGUE_PREFIX = /^(?:device|user)_vendor_msft_(?:policy_config_|policy_)?/i;

/**
 * The catalogue's name, as the answer brought it. Where it did not: `./Device/.../MaxInactivityTimeDeviceLock` -> `Max inactivity time
 * device lock`, and catalogue ids lose their prefix.
 */
export function settingName(node: string, names: Names = {}): string {
  if (Object.hasOwn(names, node)) return names[node] ?? node;
  if (CATALOGUE_PREFIX.test(node)) {
    const [area = "", ...rest] = node.replace(CATALOGUE_PREFIX, "").split("_");
    return rest.length === 0 ? capitalised(area) : `${capitalised(area)}: ${rest.join(", ")}`;
  }
  return spaced(node.split("/").findLast((part) => part !== "") ?? node);
}

/** A value as people read it. Catalogues write a choice as the setting's id with the choice behind it; the answer may name it. */
export function valueText(value: unknown, node = "", names: Names = {}): string {
  if (value === null || value === undefined) return "not set";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return JSON.stringify(value);
  if (value === "") return "empty";
  if (node !== "" && Object.hasOwn(names, value)) return names[value] ?? value;
  const [setting, option] = [node.replace(SCOPE, ""), value.replace(SCOPE, "")];
  return setting !== "" && option.startsWith(`${setting}_`) ? option.slice(setting.length + 1) : templateText(value);
}

/** A few ids of a catalogue go without the scope that their node has. */
const SCOPE = /^(?:device|user)_/;

/** `MaxInactivityTimeDeviceLock` -> `Max inactivity time device lock`; capitals in a row stay together. */
function spaced(name: string): string {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .replaceAll(/[_-]+/g, " ")
    .split(" ");
  return words.map((word, at) => (at === 0 || /^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase())).join(" ");
}

/** `<enabled/><data id="Minutes" value="10"/>` -> `enabled, Minutes = 10`: administrative templates as people read them. */
function templateText(text: string): string {
  const standing = /^\s*<(enabled|disabled)\s*\/>/i.exec(text)?.[1];
  if (standing === undefined) return text;
  const data = [...text.matchAll(/<data\s+id="([^"]*)"\s+value="([^"]*)"\s*\/>/gi)].map(([, id, value]) => `${id} = ${value}`);
  return [standing.toLowerCase(), ...data].join(", ");
}
