import type { Json } from "../../../kit/canonical-json.ts";
import type { SettingScope } from "../../../policy/node.ts";
import { withoutHive } from "../../../policy/registry-index.ts";
import type { XmlElement } from "../xml/read-xml.ts";
import type { StatedPlace, StatedRow } from "./place-row.ts";
import { childOf, childrenOf, textAt } from "./xml-access.ts";

/**
 * Every setting of one extension of a report: what each client-side extension of Group Policy writes has a form of its own, and
 * what has none of the known forms is one row that says which extension it was. Descriptions and explanations are not read.
 */
export function rowsOfExtension(extension: XmlElement, scope: SettingScope): readonly StatedRow[] {
  return extension.children.flatMap((child): readonly StatedRow[] => {
    switch (child.local) {
      case "Policy":
        return policyRows(child, scope);
      case "RegistrySetting":
        return [registrySetting(child, scope)];
      case "SecurityOptions":
        return [securityOption(child)];
      case "Account":
        return [accountRow(child)];
      case "AuditSetting":
        return [auditRow(child)];
      case "RegistrySettings":
        return preferenceRows(child, scope);
      case "Blocked":
        return [];
      default:
        return [nowhere(child, textAt(child, "Name") ?? child.attributes.get("name") ?? child.local)];
    }
  });
}

/** A resultant set lists what lost too: 1 is the one that counts. */
export function hasLost(row: XmlElement): boolean {
  const precedence = textAt(row, "Precedence");
  return precedence !== null && precedence !== "1";
}

const FIELDS = new Set(["DropDownList", "CheckBox", "EditText", "MultiText", "Numeric", "ListBox"]);

function policyRows(policy: XmlElement, scope: SettingScope): readonly StatedRow[] {
  const name = textAt(policy, "Name");
  const state = textAt(policy, "State")?.toLowerCase();
  const { line } = policy.place;
  if (state === "not configured") return [];
  if (name === null) return [nowhere(policy, "Policy")];
  const switched = state === "enabled" ? 1 : state === "disabled" ? 0 : undefined;
  const rows: StatedRow[] = [{ setting: name, line, value: switched, by: { kind: "policy", scope, name, field: null } }];
  // The entries of a policy that is off do nothing.
  if (switched !== 1) return rows;
  for (const field of policy.children.filter(({ local }) => FIELDS.has(local))) {
    const label = textAt(field, "Name");
    if (label === null) continue;
    const by: StatedPlace = { kind: "policy", scope, name, field: label };
    rows.push({ setting: `${name}: ${label}`, line: field.place.line, value: fieldValue(field), by });
  }
  return rows;
}

/** A drop-down list holds the words that people see and not the value behind them: the place is known, the value is not. */
function fieldValue(field: XmlElement): Json | undefined {
  const text = textAt(field, "Value");
  switch (field.local) {
    case "Numeric":
      return numberOf(text);
    case "EditText":
      return text ?? undefined;
    default:
      return undefined;
  }
}

/** A value that no template explains, as it lies in the registry. */
function registrySetting(row: XmlElement, scope: SettingScope): StatedRow {
  const key = textAt(row, "KeyPath") ?? "";
  const name = textAt(row, "Value", "Name");
  const number = numberOf(textAt(row, "Value", "Number"));
  const value = number ?? textAt(row, "Value", "String") ?? undefined;
  return registryRow(row, scope, key, name, value);
}

/** `MACHINE\System\...\LimitBlankPasswordUse`: the value's name is the last part. */
function securityOption(row: XmlElement): StatedRow {
  const text = textAt(row, "KeyName");
  const place = text === null ? null : withoutHive(text);
  if (place === null) return nowhere(row, text ?? textAt(row, "SystemAccessPolicyName") ?? "Security option");
  const cut = place.path.lastIndexOf("\\");
  const value = numberOf(textAt(row, "SettingNumber")) ?? textAt(row, "SettingString") ?? undefined;
  return registryRow(row, "device", place.path.slice(0, Math.max(cut, 0)), place.path.slice(cut + 1), value);
}

/** Account rules of the domain that Windows also offers to MDM, under the same names. */
function accountRow(row: XmlElement): StatedRow {
  const name = textAt(row, "Name") ?? "Account";
  const value = numberOf(textAt(row, "SettingNumber"));
  return { setting: name, line: row.place.line, value, by: { kind: "tail", area: "devicelock", tail: name } };
}

/** 0 nothing, 1 success, 2 failure, 3 both: as MDM writes it. */
function auditRow(row: XmlElement): StatedRow {
  const name = textAt(row, "SubcategoryName") ?? "Audit";
  const value = numberOf(textAt(row, "SettingValue"));
  return { setting: name, line: row.place.line, value, by: { kind: "tail", area: "audit", tail: name } };
}

const PREFERENCE_FORMS: Readonly<Record<string, "number" | "text">> = {
  REG_DWORD: "number",
  REG_SZ: "text",
  REG_EXPAND_SZ: "text",
};

/** Registry preferences, in collections of any depth. What a preference deletes it does not set. */
function preferenceRows(settings: XmlElement, scope: SettingScope): readonly StatedRow[] {
  const rows: StatedRow[] = [];
  const waiting = [...settings.children];
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    if (at.local === "Collection") waiting.unshift(...at.children);
    const properties = at.local === "Registry" ? childOf(at, "Properties") : undefined;
    if (properties === undefined || properties.attributes.get("action") === "D") continue;
    rows.push(preferenceRow(at, properties, scope));
  }
  return rows;
}

function preferenceRow(row: XmlElement, { attributes }: XmlElement, scope: SettingScope): StatedRow {
  const hive = attributes.get("hive") ?? "";
  const place = withoutHive(`${hive}\\`);
  const key = attributes.get("key") ?? "";
  const name = attributes.get("name") ?? "";
  if (place === null || key === "") return nowhere(row, `${hive}\\${key}`);
  const form = PREFERENCE_FORMS[attributes.get("type") ?? ""];
  const text = attributes.get("value") ?? "";
  // Numbers are written as eight hexadecimal digits.
  const number = /^[0-9a-f]{1,8}$/i.test(text) ? Number.parseInt(text, 16) : undefined;
  const value = form === "number" ? number : form === "text" ? text : undefined;
  return registryRow(row, hive === "" ? scope : place.scope, key, name === "" ? null : name, value);
}

function registryRow(row: XmlElement, scope: SettingScope, key: string, name: string | null, value: Json | undefined): StatedRow {
  const setting = `${scope === "device" ? "HKLM" : "HKCU"}\\${key}${name === null ? "" : `\\${name}`}`;
  return { setting, line: row.place.line, value, by: { kind: "registry", scope, key, value: name } };
}

function nowhere(row: XmlElement, setting: string): StatedRow {
  return { setting, line: row.place.line, value: undefined, by: { kind: "nowhere" } };
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

export function extensionsOf(side: XmlElement): readonly XmlElement[] {
  return childrenOf(side, "ExtensionData").flatMap((data) => childrenOf(data, "Extension"));
}
