import type { SettingScope } from "./catalogue.ts";
import type { NodeId } from "./node.ts";

/**
 * Where a setting's value lies in the registry of a Windows device. `value`: the place that MDM and Group Policy both write to, as
 * Windows' policy table gives it. `group-policy`: where Group Policy keeps the same thing; a value there is what stands against the
 * MDM value. Machine policies lie below HKLM, user policies below HKCU. `value` null: every value of the key belongs to it (a list).
 */
export type RegistryFact = Readonly<{
  node: NodeId;
  scope: SettingScope;
  key: string;
  value: string | null;
  role: "value" | "group-policy";
}>;
