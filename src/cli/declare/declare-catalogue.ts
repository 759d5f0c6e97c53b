import { Option, type Command } from "commander";
import type { SearchFlags, UpdateFlags } from "../commands/catalogue.ts";
import { PLATFORMS } from "./declare-admin.ts";
import { declareNoun, optionsOf, paged, withExamples, type Run } from "./declare.ts";

/** The setting catalogue: what exists, and how a newer one comes in. */
export function declareCatalogue(program: Command, run: Run): void {
  const noun = declareNoun(
    program,
    "catalogue",
    "Look settings up, and bring a newer catalogue in",
    "catalogue search password length",
  );
  const status = noun
    .command("status")
    .description("Say which catalogue is in force, how large it is and where its facts come from")
    .action((_options, self: Command) =>
      run(self, async (context) => (await import("../commands/catalogue.ts")).catalogueStatus(context)),
    );
  withExamples(status, "catalogue status");
  const search = paged(noun.command("search").description("Find settings by words of their name or id"))
    .argument("<text...>", "all of these words")
    .addOption(new Option("--platform <platform>", "only these").choices(PLATFORMS))
    .action((words: string[], _options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/catalogue.ts")).searchCatalogue(context, words.join(" "), optionsOf<SearchFlags>(self)),
      ),
    );
  withExamples(search, "catalogue search password length --platform iOS");
  const show = noun
    .command("show")
    .description("Show everything that the catalogue knows of a setting")
    .argument("<id>", "its definition id")
    .action((id: string, _options, self: Command) =>
      run(self, async (context) => (await import("../commands/catalogue.ts")).showSetting(context, id)),
    );
  withExamples(show, "catalogue show passcode_minimumlength");
  const update = noun
    .command("update")
    .description("Bring a newer catalogue in, and say which policies, drafts and plans it touches")
    .requiredOption(
      "--from <source>",
      "a file or folder with Graph's deviceManagement/configurationSettings (JSON, or one definition a line; also .gz), graph, or shipped",
    )
    .option("--dry-run", "only say what it would touch")
    .action((_options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/catalogue.ts")).updateCatalogue(context, optionsOf<UpdateFlags>(self)),
      ),
    );
  withExamples(update, "catalogue update --from ./settings.ndjson.gz --dry-run", "catalogue update --from shipped");
}
