import pc from "picocolors";

/** Colour only ever repeats what the text says. */
export type Palette = Readonly<{
  bold: (text: string) => string;
  faint: (text: string) => string;
  good: (text: string) => string;
  warn: (text: string) => string;
  bad: (text: string) => string;
}>;

export function paletteFor(isColoured: boolean): Palette {
  const { bold, dim, green, yellow, red } = pc.createColors(isColoured);
  return { bold, faint: dim, good: green, warn: yellow, bad: red };
}
