import type { CliContext } from "./context.ts";
import { cliProblem, type ShownProblem } from "./cli-fault.ts";
import { printable } from "./render/printable.ts";

export type Severe = Readonly<{
  /** What would happen, with the number of devices; a sentence for people. */
  sentence: string;
  /** What has to be typed. */
  name: string;
}>;

/** Null: go ahead. Severe commands ask for the name; where nobody can be asked, only `--yes` says yes. */
export async function confirmSevere(context: CliContext, { sentence, name }: Severe): Promise<ShownProblem | null> {
  const { stdin, stderr } = context.deps.terminal;
  if (context.settings.assumeYes) return null;
  if (!stdin.isTty)
    return cliProblem("confirmation-missing", "nobody can be asked here, because the input is not a terminal; nothing was done");
  stderr.write(`${printable(sentence)}\nType the name to go ahead (${printable(name)}): `);
  const typed = await stdin.readLine();
  return typed?.trim() === name.trim() ? null : cliProblem("confirmation-missing", "the name was not typed; nothing was done");
}
