import type { SettingCatalogue } from "../../policy/catalogue.ts";
import { settingFaults } from "../../policy/lint/setting-faults.ts";
import type { SettingValue } from "../../policy/setting.ts";
import type { ProblemList } from "./problem-list.ts";

/** Where the parts of a setting's value are in the file, so that a problem can point at them. `item` null: its one value. */
export type ValuePointers = Readonly<{ instance: string; value: (item: number | null) => string }>;

/** Holds one setting's options and numbers against what the catalogue knows of its definition. */
export function checkSetting(
  catalogue: SettingCatalogue,
  definitionId: string,
  value: SettingValue,
  pointers: ValuePointers,
  problems: ProblemList,
): void {
  for (const { code, item, message, isCertain } of settingFaults(catalogue, definitionId, value)) {
    // A policy that a tenant holds was taken by its own service, which knows a text's limits better than a catalogue.
    if (code === "setting-length") continue;
    const pointer = code === "setting-kind-mismatch" ? pointers.instance : pointers.value(item);
    problems.add(code, pointer, message, isCertain ? "error" : "warning");
  }
}
