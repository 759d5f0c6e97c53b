import { Command, Option } from "commander";
import type { CliDeps } from "./cli-deps.ts";
import type { CliContext } from "./context.ts";
import { declareAccount } from "./declare/declare-account.ts";
import { declareAdmin } from "./declare/declare-admin.ts";
import { declareCatalogue } from "./declare/declare-catalogue.ts";
import { declareComms } from "./declare/declare-comms.ts";
import { withExamples, type Run } from "./declare/declare.ts";
import { declareConflicts } from "./declare/declare-conflicts.ts";
import { declareDraft } from "./declare/declare-draft.ts";
import { declareMasters } from "./declare/declare-masters.ts";
import { declarePlan } from "./declare/declare-plan.ts";
import { declareRequirement } from "./declare/declare-requirement.ts";
import { declarePolicy } from "./declare/declare-policy.ts";
import { declareRollout } from "./declare/declare-rollout.ts";
import { declareTicket } from "./declare/declare-ticket.ts";
import { declareTop } from "./declare/declare-top.ts";
import { OUTPUT_FORMATS, type GlobalOptions } from "./settings.ts";

/** Wider help is harder to read. */
const HELP_COLUMNS_MAX = 110;

/** All verbs with their options. What they do is loaded only when one of them runs, so that help and mistakes answer at once. */
export function createProgram(
  deps: CliDeps,
  contextFor: (options: GlobalOptions) => Promise<CliContext>,
  ended: (exitCode: number) => void,
): Command {
  const { stdout, stderr } = deps.terminal;
  const program = new Command("tidegate")
    .description("Rolls a device policy out in phases, and closes the gate by itself when the evidence turns.")
    .version(deps.version, "-V, --version", "show the version")
    .option("--server <url>", "ask this server (TIDEGATE_SERVER)")
    .option("--token-file <file>", "file with the API token (TIDEGATE_TOKEN_FILE)")
    .option("--data <dir>", "data directory (TIDEGATE_DATA; ./tidegate-data if left out)")
    .addOption(new Option("-o, --output <format>", "how data is shown").choices([...OUTPUT_FORMATS]).default("table"))
    .option("--json", "the same as -o json")
    .option("--no-color", "no colours (NO_COLOR)")
    .helpOption("-h, --help", "show this help")
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      // The mistake comes back as an exception and is shown like every other problem.
      outputError: () => undefined,
      getOutHelpWidth: () => Math.min(stdout.columns, HELP_COLUMNS_MAX),
      getErrHelpWidth: () => Math.min(stderr.columns, HELP_COLUMNS_MAX),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride();
  const run: Run = async (command, work) => ended(await work(await contextFor(command.optsWithGlobals())));
  declareTop(program, run);
  declareCatalogue(program, run);
  declareMasters(program, run);
  declarePolicy(program, run);
  declarePlan(program, run);
  declareDraft(program, run);
  declareConflicts(program, run);
  declareRequirement(program, run);
  declareRollout(program, run);
  declareComms(program, run);
  declareTicket(program, run);
  declareAdmin(program, run);
  declareAccount(program, run);
  return withExamples(program, "demo", "import intune ./export --dry-run", "rollout list");
}
