import { Option, type Command } from "commander";
import type { PlanFlags } from "../commands/plan.ts";
import { optionsOf, withExamples, type Run } from "./declare.ts";

const GATE_FAILURES = ["halt", "halt-and-roll-back"];

/** plan: what a change would do. */
export function declarePlan(program: Command, run: Run): void {
  const plan = program
    .command("plan")
    .helpCommand(false)
    .description("Work out what a policy change would do, without doing it")
    .option("--policy <policy>", "the policy to change or retire: id or exact name")
    .option("--file <file>", "what the policy would become, as a Graph export")
    .option("--add", "the file is a new policy")
    .option("--retire", "take the policy off all devices; asks for its name")
    .option("--rollout <file>", "shape of the rollout as YAML; left out: careful defaults")
    .addOption(
      new Option("--on-gate-fail <what>", "what happens by itself when a gate fails").choices(GATE_FAILURES).default("halt"),
    )
    .option("--out <file>", "write the plan into this file as well, as JSON")
    .option("-y, --yes", "do not ask for confirmation")
    .action((_options, self: Command) =>
      run(self, async (context) => (await import("../commands/plan.ts")).makePlan(context, optionsOf<PlanFlags>(self))),
    );
  const codes = "Exit codes: 0 nothing changes, 2 changes, 3 conflicts or unreadable input, 10 refused, 1 anything else.";
  plan.addHelpText("after", `\n${codes}`);
  withExamples(
    plan,
    'plan --policy "Windows - Firewall" --file firewall.json',
    "plan --add --file new-policy.json --out plan.json",
    'plan --policy "Old VPN" --retire',
    "plan show HASH",
  );
  const show = plan
    .command("show")
    .description("Show a plan that was made, by its hash")
    .argument("<hash>", "64 hex digits, as `plan` printed them")
    .action((hash: string, _options, self: Command) =>
      run(self, async (context) => (await import("../commands/plan.ts")).showStoredPlan(context, hash)),
    );
  const prerequisites = plan
    .command("prerequisites")
    .description("Say what must be in place before what a plan brings can do anything")
    .argument("<hash>", "64 hex digits, as `plan` printed them")
    .action((hash: string, _options, self: Command) =>
      run(self, async (context) => (await import("../commands/policies.ts")).showPrerequisites(context, "plans", hash)),
    );
  withExamples(prerequisites, "plan prerequisites 9f3c64b1d25e0a7798b6d1f44c0e5a3b2f81c7d6e9a04b5c3d2e1f0a9b8c7d6e");
  withExamples(show, "plan show 9f3c64b1d25e0a7798b6d1f44c0e5a3b2f81c7d6e9a04b5c3d2e1f0a9b8c7d6e");
}
