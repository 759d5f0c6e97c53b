import type { CliDeps } from "./cli-deps.ts";
import type { ShownProblem } from "./cli-fault.ts";
import { paletteFor, type Palette } from "./render/palette.ts";
import { printableDeep, printableJson } from "./render/printable.ts";
import { problemText } from "./render/problem-text.ts";
import { settingsOf, type GlobalOptions, type Settings } from "./settings.ts";

/** What a command works with: the roof's parts, the settings, and two voices. */
export type CliContext = Readonly<{
  deps: CliDeps;
  settings: Settings;
  /** For text on stdout. */
  palette: Palette;
  /** Data, on stdout: as text for people, or the answer itself as JSON or YAML. */
  show: <T>(body: T, textOf: (printable: T) => string) => Promise<void>;
  /** Talk, on stderr. */
  say: (text: string) => void;
  /** Says what failed. @returns the exit code. */
  fail: (problem: ShownProblem) => number;
}>;

export function contextOf(deps: CliDeps, options: GlobalOptions): CliContext {
  const { stdout, stderr } = deps.terminal;
  const settings = settingsOf(options, deps.terminal);
  const talk = paletteFor(settings.stderrColoured);
  return {
    deps,
    settings,
    palette: paletteFor(settings.stdoutColoured),
    show: async (body, textOf) => {
      if (settings.output === "json") stdout.write(`${printableJson(body, 2)}\n`);
      else if (settings.output === "yaml") stdout.write(await yamlOf(stdout.isTty ? printableDeep(body) : body));
      else stdout.write(textOf(printableDeep(body)));
    },
    say: (text) => stderr.write(`${text}\n`),
    fail: (problem) => {
      stderr.write(problemText(problem, talk, stderr.isTty));
      return problem.exitCode;
    },
  };
}

async function yamlOf(body: unknown): Promise<string> {
  const { stringify } = await import("yaml");
  return stringify(body, { lineWidth: 0, aliasDuplicateObjects: false });
}
