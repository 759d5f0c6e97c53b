import { Option, type Command } from "commander";
import type { PageOptions } from "../commands/lists.ts";
import type { MasterImportFlags, MasterShowFlags } from "../commands/masters.ts";
import { declareNoun, optionsOf, paged, whole, withExamples, type Run } from "./declare.ts";

const ID = "ms-3f9c64b1d25e0a77";
const ROWS_MAX = 1_000;

/** masters: what Group Policy, Configuration Manager and other MDMs set beside Intune. */
export function declareMasters(program: Command, run: Run): void {
  const masters = declareNoun(
    program,
    "masters",
    "What Group Policy, Configuration Manager and other MDMs set on the same devices",
    "masters list",
  );
  const load = () => import("../commands/masters.ts");
  const imports = masters
    .command("import")
    .description("Import a Group Policy report, a resultant set or a table, for a group of devices")
    .argument("<path>", "an .xml, .csv or .zip file, or a folder of these")
    .option("--group <group>", "the group whose devices have these values: id or exact name")
    .option("--dry-run", "read and judge everything, and change nothing")
    .action((path: string, _options, self: Command) =>
      run(self, async (context) => (await load()).importMasters(context, path, optionsOf<MasterImportFlags>(self))),
    );
  withExamples(imports, 'masters import hardening.xml --group "Workstations"', "masters import masters.csv --dry-run");
  const list = paged(masters.command("list").description("List what is declared, by name")).action((_options, self: Command) =>
    run(self, async (context) => (await load()).listMasters(context, optionsOf<PageOptions>(self))),
  );
  withExamples(list, "masters list", "masters list -o json");
  const conflicts = paged(
    masters.command("conflicts").description("List where live policies and other masters meet, most devices first"),
  ).action((_options, self: Command) =>
    run(self, async (context) => (await load()).listConflicts(context, optionsOf<PageOptions>(self))),
  );
  withExamples(conflicts, "masters conflicts");
  const show = masters
    .command("show")
    .description("Show what one master sets, and what of its rows cannot be read")
    .argument("<master>", "its id")
    .addOption(new Option("--kind <kind>", "only rows of this kind").choices(["value", "node", "opaque"]))
    .option("--limit <n>", "so many rows at most", whole(1, ROWS_MAX))
    .option("--after <row>", "go on behind this one, as the page before said")
    .action((id: string, _options, self: Command) =>
      run(self, async (context) => (await load()).showMaster(context, id, optionsOf<MasterShowFlags>(self))),
    );
  withExamples(show, `masters show ${ID}`, `masters show ${ID} --kind opaque`);
  const remove = masters
    .command("remove")
    .description("Forget what one master was declared to set; no device changes")
    .argument("<master>", "its id")
    .action((id: string, _options, self: Command) => run(self, async (context) => (await load()).removeMaster(context, id)));
  withExamples(remove, `masters remove ${ID}`);
}
