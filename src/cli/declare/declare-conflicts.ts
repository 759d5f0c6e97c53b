import { Option, type Command } from "commander";
import { CONFLICT_CLASSES, CONFLICT_SEVERITIES } from "../../policy/conflict/conflict-class.ts";
import { REPAIR_KINDS } from "../../policy/conflict/repairs.ts";
import type { ConflictFlags } from "../commands/conflicts.ts";
import { declareNoun, optionsOf, paged, withExamples, type Run } from "./declare.ts";

const ID = "cf-3f9c64b1d25e0a77";

/** conflicts: where live policies get in each other's way. */
export function declareConflicts(program: Command, run: Run): void {
  const conflicts = declareNoun(program, "conflicts", "Where policies get in each other's way, and ways out", "conflicts list");
  const load = () => import("../commands/conflicts.ts");
  const list = paged(
    conflicts.command("list").description("List conflicts, heaviest first; ends with 3 as long as a hard one stands"),
  )
    .addOption(new Option("--class <class>", "only of this class").choices([...CONFLICT_CLASSES]))
    .addOption(new Option("--severity <severity>", "only of this weight").choices([...CONFLICT_SEVERITIES]))
    .option("--policy <policy>", "only those of this policy: id or exact name")
    .action((_options, self: Command) =>
      run(self, async (context) => (await load()).listConflicts(context, optionsOf<ConflictFlags>(self))),
    );
  withExamples(list, "conflicts list --class hard", 'conflicts list --policy "Windows - Firewall" -o json');
  const show = conflicts
    .command("show")
    .description("Show a conflict: both policies, what a device ends with, and repairs")
    .argument("<conflict>", "its id")
    .action((id: string, _options, self: Command) => run(self, async (context) => (await load()).showConflict(context, id)));
  withExamples(show, `conflicts show ${ID}`);
  const repair = conflicts
    .command("repair")
    .description("Keep a repair as a draft; it touches no device")
    .argument("<conflict>", "its id")
    .argument("<repair>", `one that \`conflicts show\` lists: ${REPAIR_KINDS.join(", ")}`)
    .option("--reason <text>", "why; left out: what the conflict says of itself")
    .action((id: string, kind: string, _options, self: Command) =>
      run(self, async (context) => (await load()).repairConflict(context, id, kind, optionsOf<{ reason?: string }>(self).reason)),
    );
  withExamples(repair, `conflicts repair ${ID} drop-b --reason "audit finding 12"`);
}
