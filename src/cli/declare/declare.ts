import { InvalidArgumentError, type Command } from "commander";
import type { CliContext } from "../context.ts";

/** Runs a command's work with its settings and keeps the exit code. */
export type Run = (command: Command, work: (context: CliContext) => Promise<number>) => Promise<void>;

/** The end of every command's help: how it is typed. */
export function withExamples(command: Command, ...lines: readonly string[]): Command {
  const examples = lines.map((line) => `  $ tidegate ${line}`).join("\n");
  return command.addHelpText("after", `\n${lines.length === 1 ? "Example" : "Examples"}:\n${examples}`);
}

/** A noun of which the verbs do the work. */
export function declareNoun(program: Command, name: string, summary: string, example: string): Command {
  return withExamples(program.command(name).helpCommand(false).description(summary), example);
}

/** Reads a whole number, digits only. */
export function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`it is not a whole number from ${least} to ${most}.`);
  };
}

export function paged(command: Command): Command {
  return command
    .option("--limit <n>", "so many at most", whole(1, 200))
    .option("--after <id>", "go on behind this one, as the page before said");
}

export function optionsOf<T>(command: Command): T {
  return command.opts() as T;
}
