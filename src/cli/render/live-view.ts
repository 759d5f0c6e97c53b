import type { Writer } from "../terminal.ts";

export type LiveView = Readonly<{
  /** @param key where nothing can be redrawn, a picture with the same key as the last is left out. */
  draw: (picture: string, key: string) => void;
}>;

/** Redraws in place on a terminal; elsewhere appends a picture when it has changed. */
export function createLiveView(out: Writer): LiveView {
  const state = { lines: 0, key: "" };
  return {
    draw: (picture, key) => {
      if (!out.isTty) {
        if (key !== state.key) out.write(picture);
        state.key = key;
        return;
      }
      const lines = fitted(picture.trimEnd().split("\n"), out);
      // One write, so that no half picture is seen; the cursor cannot go above the window, hence the fitting.
      out.write(`${state.lines === 0 ? "" : `\u001b[${state.lines}A`}\u001b[0J${lines.join("\n")}\n`);
      state.lines = lines.length;
    },
  };
}

function fitted(lines: readonly string[], { columns, rows }: Writer): readonly string[] {
  const room = Math.max(1, rows - 1);
  const shown = lines.length <= room ? lines : [...lines.slice(0, room - 1), `… ${lines.length - room + 1} more lines`];
  return shown.map((line) => clip(line, columns - 1));
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;
const COLOUR_OR_CHAR = /\p{Cc}\[[0-9;]*m|./gsu;

/** At most `columns` cells, colours not counted: a wrapped line would spoil the redrawing. */
export function clip(line: string, columns: number): string {
  const kept: string[] = [];
  let cells = 0;
  for (const [part] of line.matchAll(COLOUR_OR_CHAR)) {
    const width = part.startsWith("\u001b") ? 0 : WIDE.test(part) ? 2 : 1;
    // Colours behind the cut still have to be closed.
    if (width > 0 && cells + width > columns) {
      cells = Number.POSITIVE_INFINITY;
      continue;
    }
    kept.push(part);
    cells += width;
  }
  return kept.join("");
}
