import { Option, type Command } from "commander";
import { PLATFORMS } from "../../estate/platform.ts";
import type { FirstPoliciesFlags, RequirementListFlags } from "../commands/requirements.ts";
import type { PageOptions } from "../commands/lists.ts";
import { declareNoun, optionsOf, paged, whole, withExamples, type Run } from "./declare.ts";

const REVISION_MAX = 999_999_999;
const load = () => import("../commands/requirements.ts");

/** requirement: the register of what has to hold on devices, and why. */
export function declareRequirement(program: Command, run: Run): void {
  const noun = declareNoun(program, "requirement", "What has to hold on devices, why, and whether it does", "requirement list");
  declareReading(noun, run);
  const set = noun
    .command("set")
    .description("Add the requirements of a file, or save them anew; all of them or none")
    .requiredOption("--file <file>", "YAML or JSON with `requirements`")
    .action((_options, self: Command) =>
      run(self, async (context) => (await load()).setRequirements(context, optionsOf<{ file: string }>(self))),
    );
  withExamples(set, "requirement set --file requirements.yaml");
  const retire = noun
    .command("retire")
    .description("Take a requirement out of force; it stays to be read")
    .argument("<requirement>", "its id")
    .requiredOption("--revision <n>", "the one that you saw: a newer one is kept", whole(1, REVISION_MAX))
    .action((id: string, _options, self: Command) =>
      run(self, async (context) => (await load()).retireRequirement(context, id, optionsOf<{ revision: number }>(self).revision)),
    );
  withExamples(retire, "requirement retire camera-off --revision 2");
  declareStarts(noun, run);
}

function declareReading(noun: Command, run: Run): void {
  const list = paged(noun.command("list").description("List requirements by area, those that do not hold first"))
    .option("--text <words>", "words of the title, the reason, the source or the id")
    .option("--area <area>", "only this area, for example password")
    .option("--kind <kind>", "behaviour or security")
    .option("--status <status>", "open, met, partly-met, unmet, no-policy, unmapped or no-device")
    .option("--retired", "those out of force instead")
    .action((_options, self: Command) =>
      run(self, async (context) => (await load()).listRequirements(context, optionsOf<RequirementListFlags>(self))),
    );
  withExamples(list, "requirement list --status open", "requirement list --area password -o json");
  const get = noun
    .command("get")
    .description("Show a requirement with the settings that realise it")
    .argument("<requirement>", "its id")
    .action((id: string, _options, self: Command) => run(self, async (context) => (await load()).showRequirement(context, id)));
  withExamples(get, "requirement get unlock-code-length");
  const coverage = noun
    .command("coverage")
    .description("Say how many requirements hold, and how many settings have a requirement")
    .action((_options, self: Command) => run(self, async (context) => (await load()).showCoverage(context)));
  withExamples(coverage, "requirement coverage");
  const settings = paged(noun.command("settings").description("List settings of live policies that no requirement asks for"))
    .option("--text <words>", "words of the setting's name or id")
    .action((_options, self: Command) =>
      run(self, async (context) => (await load()).listUncovered(context, optionsOf<PageOptions & { text?: string }>(self))),
    );
  withExamples(settings, "requirement settings --text bitlocker");
}

function declareStarts(noun: Command, run: Run): void {
  const starter = paged(noun.command("starter").description("Show what the live policies would put into the register"))
    .option("--standing <standing>", "new, grown, known, covered or retired")
    .option("--add", "add what is new; what somebody wrote stays as it is")
    .action((_options, self: Command) =>
      run(self, async (context) =>
        (await load()).showStarter(context, optionsOf<PageOptions & { add?: boolean; standing?: string }>(self)),
      ),
    );
  withExamples(starter, "requirement starter --standing new", "requirement starter --add");
  const templates = noun
    .command("templates")
    .description("List what first requirements can be chosen from")
    .action((_options, self: Command) => run(self, async (context) => (await load()).listTemplates(context)));
  withExamples(templates, "requirement templates");
  const first = noun
    .command("first-policies")
    .description("Make requirements and drafts of first policies of what has to hold")
    .addOption(new Option("--platform <platform...>", "for devices of these").choices([...PLATFORMS]).makeOptionMandatory())
    .requiredOption("--choose <template...>", "templates, each with its answer: unlock-code-length=8")
    .option(
      "--for <whom>",
      "to whom the policies go once they are rolled out: nobody, all-devices, all-users or a group's id",
      "nobody",
    )
    .option("--dry-run", "say what would be made, and save nothing")
    .action((_options, self: Command) =>
      run(self, async (context) => (await load()).makeFirstPolicies(context, optionsOf<FirstPoliciesFlags>(self))),
    );
  withExamples(
    first,
    "requirement first-policies --platform windows macOS --choose unlock-code-length=8 firewall-on --dry-run",
    "requirement first-policies --platform windows --choose firewall-on --for all-devices",
  );
}
