import type { PolicyPlanBody } from "../../http/contract/plans.ts";
import type { Palette } from "./palette.ts";
import { plural } from "./words.ts";

/** What people will notice, then how much they will not. Devices stand behind each sentence. */
export function behaviourLines({ behaviours }: PolicyPlanBody, palette: Palette): readonly string[] {
  if (behaviours.length === 0) return [];
  const noticed = behaviours.filter((one) => one.noticed);
  const unnoticed = behaviours.filter((one) => !one.noticed);
  const line = ({ sentence, devices }: PolicyPlanBody["behaviours"][number]) =>
    `  ${sentence}   ${palette.faint(plural(devices, "device"))}`;
  return [
    noticed.length === 0 ? "What people would notice: nothing" : "What people would notice",
    ...noticed.map(line),
    ...(unnoticed.length === 0 ? [] : ["  And what they would not notice", ...unnoticed.map((one) => `  ${line(one)}`)]),
  ];
}

export function accessLines({ access }: PolicyPlanBody, palette: Palette): readonly string[] {
  if (access === null) return [];
  return [palette.warn("Access to apps"), ...access.sentences.map((sentence) => palette.warn(`  ${sentence}`))];
}
