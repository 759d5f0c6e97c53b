import type { DemoProgress } from "../demo-summary.ts";
import type { Writer } from "../terminal.ts";
import { createLiveView } from "./live-view.ts";
import { paletteFor, type Palette } from "./palette.ts";
import { printableDeep } from "./printable.ts";
import { statusWords } from "./rollout-text.ts";
import { count, moment } from "./words.ts";

export type DemoDisplay = Readonly<{ draw: (now: DemoProgress) => void }>;

/** A picture that is redrawn on a terminal; elsewhere a line for the link, for each step and for each phase of a story. */
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
      const at = `${now.elapsedS.toFixed(0).padStart(4)} s`;
      if (now.visit !== null) sayOnce("visit", now.visit.signInUrl, visitLines(now.visit).join("\n"));
      sayOnce("step", now.step, `${at}  ${now.step}`);
      for (const { name, status, phase, because } of now.stories)
        sayOnce(
          `story ${name}`,
          `${status}/${phase}`,
          `${at}  day ${now.virtualDays.toFixed(1)}  ${name}  ${status}${phase === null ? "" : `, ${phase}`}: ${because}`,
        );
    },
  };
}

function visitLines({ url, signInUrl }: NonNullable<DemoProgress["visit"]>): readonly string[] {
  return [`Console:         ${url}/`, `Sign in, once:   ${signInUrl}`];
}

function pictureOf(now: DemoProgress, palette: Palette): string {
  const { elapsedS, virtualNow, virtualDays, step, stories, visit } = now;
  const width = Math.max(0, ...stories.map(({ name }) => name.length));
  const lines = [
    `${palette.bold("Tidegate demo")}   ${elapsedS.toFixed(0)} s   ${moment(virtualNow)}, day ${virtualDays.toFixed(1)} of made-up time; everything is local and invented`,
    ...(visit === null ? [] : visitLines(visit).map((line) => `  ${palette.bold(line)}`)),
    `  ${step}`,
    ...stories.map(
      ({ name, status, phase, counts, because }) =>
        `  ${palette.bold(name.padEnd(width))}  ${statusWords(status, palette)}${phase === null ? "" : `, ${phase}`}  ` +
        `${count(counts.verified)} of ${count(counts.offered)} verified, ${count(counts.failed)} failed  ${palette.faint(because)}`,
    ),
  ];
  return `${lines.join("\n")}\n`;
}
