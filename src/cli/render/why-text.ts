import type { RolloutWhy } from "../../http/contract/rollouts.ts";
import { checkLines, verdictWords } from "./gate-text.ts";
import type { Palette } from "./palette.ts";
import { possibleWords } from "./rollout-text.ts";
import { count, moment, plural } from "./words.ts";

/** Why a rollout stands where it stands, in sentences with their numbers. */
export function whyText(why: RolloutWhy, palette: Palette): string {
  const sections = [
    [`${palette.bold(why.state)}: ${why.sentence}`],
    why.gate === null ? [] : [`The gate ${verdictWords(why.gate)}.`, ...checkLines(why.gate, palette).map((line) => `  ${line}`)],
    why.waitsFor.length === 0 ? [] : ["It waits for:", ...why.waitsFor.map((line) => `  ${line}`)],
    leftOutLines(why.leftOut),
    why.timeline.length === 0
      ? []
      : ["What happened last:", ...why.timeline.map(({ at, actor, action }) => `  ${moment(at)}  ${actor}  ${action}`)],
    [`Possible now: ${possibleWords(why.possibleCommands)}.`, palette.faint(`As of ${moment(why.asOf)}`)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function leftOutLines(leftOut: RolloutWhy["leftOut"]): readonly string[] {
  if (leftOut === null) return [];
  const { phase, selection } = leftOut;
  const devices = selection.excluded.reduce((sum, one) => sum + one.devices, 0);
  const note = selection.note === "" ? [] : [`  ${selection.note}`];
  if (devices === 0 && note.length === 0) return [];
  const candidates = selection.population + selection.laboratory;
  const head = `Left out of ${phase}: ${plural(devices, "device")}, beside a population of ${count(selection.population)} and a laboratory of ${count(selection.laboratory)}.`;
  return [
    candidates === 0 ? `Left out of ${phase}: ${plural(devices, "device")}.` : head,
    ...selection.excluded.map((one) => `  ${count(one.devices)} ${one.reason}`),
    ...note,
  ];
}
