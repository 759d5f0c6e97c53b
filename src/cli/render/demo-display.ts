import type { DemoProgress } from "../demo-summary.ts";
import type { Writer } from "../terminal.ts";
import { createLiveView } from "./live-view.ts";
import { paletteFor, type Palette } from "./palette.ts";
import { printableDeep } from "./printable.ts";
import { statusWords } from "./rollout-text.ts";
import { count, moment } from "./words.ts";

export type DemoDisplay = Readonly<{ draw: (now: DemoProgress) => void }>;

/** A picture that is redrawn on a terminal; elsewhere one line per change of a story or a step. */
export function createDemoDisplay(out: Writer, isColoured: boolean): DemoDisplay {
  const palette = paletteFor(isColoured);
  if (out.isTty) {
    const view = createLiveView(out);
    return { draw: (now) => view.draw(pictureOf(printableDeep(now), palette), "") };
  }
  const said = new Map<string, string>();
  const sayOnce = (subject: string, text: string, line: string) => {
    if (said.get(subject) === text) return;
    said.set(subject, text);
    out.write(`${line}\n`);
  };
  return {
    draw: (raw) => {
      const now = printableDeep(raw);
      sayOnce("step", now.step, now.step);
      for (const { name, status, phase, because } of now.stories) {
        const text = `${status}${phase === null ? "" : `, ${phase}`}: ${because}`;
        sayOnce(`story ${name}`, text, `day ${now.virtualDays.toFixed(1)}  ${name}  ${text}`);
      }
    },
  };
}

function pictureOf(now: DemoProgress, palette: Palette): string {
  const lines = [
    `${palette.bold("Tidegate demo")}   ${moment(now.virtualNow)}, day ${now.virtualDays.toFixed(1)} of made-up time`,
    `  ${now.step}`,
    ...now.stories.flatMap(({ name, status, phase, counts, because }) => [
      `${palette.bold(name)}  ${statusWords(status, palette)}${phase === null ? "" : `, ${phase}`}`,
      `  offered ${count(counts.offered)} · applied ${count(counts.applied)} · verified ${count(counts.verified)} · failed ${count(counts.failed)} · offline ${count(counts.offline)}`,
      palette.faint(`  ${because}`),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}
