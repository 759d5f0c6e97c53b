import { CommanderError } from "commander";
import type { CliDeps } from "./cli-deps.ts";
import { CliFault, cliProblem, type ShownProblem } from "./cli-fault.ts";
import { EXIT } from "./exit-codes.ts";
import { createProgram } from "./program.ts";
import type { GlobalOptions } from "./settings.ts";

/**
 * The terminal door: one command line, one exit code. Data goes to stdout and talk to stderr; an error of the outside is
 * shown with its code, a bug is thrown.
 * @param argv without the program's name.
 */
export async function runCli(argv: readonly string[], deps: CliDeps): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = createProgram(deps, contextFor, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv.length === 0 ? ["--help"] : [...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    const problem = shownProblemOf(error);
    if (problem === "shown") return (error as CommanderError).exitCode;
    const context = await contextFor(program.opts());
    return context.fail(problem);
  }

  async function contextFor(options: GlobalOptions) {
    const { contextOf } = await import("./context.ts");
    return contextOf(deps, options);
  }
}

/** `shown`: help or the version were printed, and nothing is left to say. Anything unknown is a bug and goes on. */
function shownProblemOf(error: unknown): ShownProblem | "shown" {
  if (error instanceof CliFault) return error.problem;
  if (!(error instanceof CommanderError)) throw error;
  if (error.code === "commander.version" || error.code.startsWith("commander.help")) return "shown";
  return cliProblem(
    "arguments-invalid",
    error.message
      .replace(/^error: /, "")
      .replace(/\n/g, " ")
      .trim(),
  );
}
