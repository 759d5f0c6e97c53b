import type { Command } from "commander";
import type { DemoFlags } from "../commands/demo.ts";
import type { CodeImportFlags, ImportFlags } from "../commands/import-folder.ts";
import type { ServeFlags } from "../commands/serve.ts";
import type { SimFleetFlags } from "../commands/sim-fleet.ts";
import { declareNoun, optionsOf, whole, withExamples, type Run } from "./declare.ts";

/** Fewer cannot show what the gates of the stories ask for. */
const DEMO_DEVICES_MIN = 2_500;
const DEVICES_MAX = 200_000;
const SEED_MAX = 0xffff_ffff;

/** demo, serve, import, export, sim-fleet. */
export function declareTop(program: Command, run: Run): void {
  declareDemo(program, run);
  declareServe(program, run);
  declareImports(program, run);
  declareExports(program, run);
  declareSimFleet(program, run);
}

function declareDemo(program: Command, run: Run): void {
  const command = program
    .command("demo")
    .description("Play three rollouts on a made-up organisation, and leave the server up")
    .option("--headless", "end after the stories, and leave nothing running")
    .option("--devices <n>", "size of the organisation", whole(DEMO_DEVICES_MIN, DEVICES_MAX), 5_000)
    .option("--seed <n>", "the same seed tells the same stories", whole(0, SEED_MAX), 7)
    .option("--keep", "keep everything in the data directory instead of in memory")
    .option("--verbose", "report progress on stderr also where that is no terminal")
    .action((_options, self: Command) =>
      run(self, async (context) => (await import("../commands/demo.ts")).demo(context, optionsOf<DemoFlags>(self))),
    );
  withExamples(command, "demo", "demo --headless --json > summary.json");
}

/** A month; a device silent for so long is stale. */
const CHECK_IN_S_MAX = 30 * 24 * 60 * 60;

function declareServe(program: Command, run: Run): void {
  const command = program
    .command("serve")
    .description("Run the server on a data directory until ^C")
    .option("--port <n>", "listen on this port; 0 takes a free one", whole(0, 65_535))
    .option("--host <address>", "listen on this address")
    .option("--accept-power-loss", "start although the disk was seen not to keep what it was told to")
    .option("--check-in-s <n>", "devices come every so many seconds (8 h unless told)", whole(1, CHECK_IN_S_MAX))
    .option(
      "--active-check-in-s <n>",
      "the same for devices of a rollout that is not over (1 h unless told)",
      whole(1, CHECK_IN_S_MAX),
    )
    .option("--mail-config <file>", "tell people by mail, as this JSON file says; without it they are told by other means")
    .action((_options, self: Command) =>
      run(self, async (context) => (await import("../commands/serve.ts")).serve(context, optionsOf<ServeFlags>(self))),
    );
  withExamples(command, "serve --data ./tidegate-data --port 8080");
}

function declareImports(program: Command, run: Run): void {
  const imports = declareNoun(
    program,
    "import",
    "Take in what is there: policies, devices, people, groups",
    "import intune ./export --dry-run",
  );
  const intune = imports
    .command("intune")
    .description("Import policies from a folder or an archive of Microsoft Graph exports")
    .argument("<dir>", "folder with the exports, a .zip of it, or one export")
    .option("--dry-run", "read and judge everything, and change nothing")
    .action((dir: string, _options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/import-intune.ts")).importIntune(context, dir, optionsOf<ImportFlags>(self)),
      ),
    );
  withExamples(intune, "import intune ./export --dry-run", "import intune export.zip");
  const policies = imports
    .command("policies")
    .description("Import policies that `export policies` wrote, or that you wrote in that form")
    .argument("<dir>", "folder with the .yaml files")
    .option("--dry-run", "read and judge everything, and change nothing")
    .option("--drafts", "keep what is new or differs as drafts, of which plans are made")
    .option("--reason <text>", "why, for the drafts")
    .action((dir: string, _options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/import-intune.ts")).importPolicies(context, dir, optionsOf<CodeImportFlags>(self)),
      ),
    );
  withExamples(policies, "import policies ./policies --dry-run", 'import policies ./policies --drafts --reason "audit 12"');
  const estate = imports
    .command("estate")
    .description("Import devices, people, groups and sites from a folder or an archive of CSV tables")
    .argument("<dir>", "folder with the .csv files, or a .zip of it")
    .option("--dry-run", "read and judge everything, and change nothing")
    .action((dir: string, _options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/import-intune.ts")).importEstate(context, dir, optionsOf<ImportFlags>(self)),
      ),
    );
  withExamples(estate, "import estate ./estate");
}

function declareExports(program: Command, run: Run): void {
  const exports = declareNoun(program, "export", "Write down what is there", "export policies ./policies");
  const policies = exports
    .command("policies")
    .description("Write every live policy as a YAML file; the same policy always has the same bytes")
    .argument("<dir>", "folder; it is made if it is not there, and files of other policies in it stay")
    .action((dir: string, _options, self: Command) =>
      run(self, async (context) => (await import("../commands/export-policies.ts")).exportPolicies(context, dir)),
    );
  withExamples(policies, "export policies ./policies");
}

function declareSimFleet(program: Command, run: Run): void {
  const command = program
    .command("sim-fleet")
    .description("Run simulated devices against a server until ^C")
    .option("--devices <n>", "so many", whole(1, DEVICES_MAX), 5_000)
    .option("--seed <n>", "the same seed behaves the same", whole(0, SEED_MAX), 7)
    .requiredOption("--enrol-token-file <file>", "file with an enrolment token (tidegate device enrol-token)")
    .action((_options, self: Command) =>
      run(self, async (context) => (await import("../commands/sim-fleet.ts")).simFleet(context, optionsOf<SimFleetFlags>(self))),
    );
  withExamples(command, "sim-fleet --devices 5000 --seed 7 --server http://127.0.0.1:8080 --enrol-token-file ./enrol.token");
}
