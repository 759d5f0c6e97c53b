import { Option, type Command } from "commander";
import { DELIVERY_STATES, STAGES } from "../../http/contract/communication.ts";
import type { DeliveryFlags, NoticeFlags, StageFlag, ToldFlags } from "../commands/comms.ts";
import { declareNoun, optionsOf, paged, withExamples, type Run } from "./declare.ts";

const ROLLOUT = "id or exact name";

/** What people are told of a rollout, and whether they were. */
export function declareComms(program: Command, run: Run): void {
  const noun = declareNoun(program, "comms", "Tell people what changes before it does", 'comms show "Lock after 10 minutes"');
  declareShow(noun, run);
  declareSet(noun, run);
  declareTold(noun, run);
  declareAcknowledge(noun, run);
}

function declareShow(noun: Command, run: Run): void {
  const show = noun
    .command("show")
    .description("Show what people are told, who was told, and what the help desk said")
    .argument("<rollout>", ROLLOUT)
    .action((rollout: string, _options, self: Command) =>
      run(self, async (context) => (await import("../commands/comms.ts")).showCommunication(context, rollout)),
    );
  withExamples(show, 'comms show "Lock after 10 minutes"');
  const deliveries = paged(noun.command("deliveries").description("List who was told, by what, and who was not"))
    .argument("<rollout>", ROLLOUT)
    .addOption(new Option("--stage <stage>", "of this stage only").choices([...STAGES]))
    .addOption(new Option("--state <state>", "in this state only").choices([...DELIVERY_STATES]))
    .action((rollout: string, _options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/comms.ts")).listDeliveries(context, rollout, optionsOf<DeliveryFlags>(self)),
      ),
    );
  withExamples(deliveries, 'comms deliveries "Lock after 10 minutes" --state failed');
}

function stage(): Option {
  return new Option("--stage <stage>", "the pilots' people or everybody after them").choices([...STAGES]).makeOptionMandatory();
}

function declareSet(noun: Command, run: Run): void {
  const set = noun
    .command("set")
    .description("Write the notice of a stage, as long as nobody was told; substitutes may change later, too")
    .argument("<rollout>", ROLLOUT)
    .addOption(stage())
    .requiredOption("--file <file>", "YAML or JSON with `notice` and `substitutes`")
    .requiredOption("--reason <text>", "why, for the audit log")
    .action((rollout: string, _options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/comms.ts")).setNotice(context, rollout, optionsOf<NoticeFlags>(self)),
      ),
    );
  withExamples(
    set,
    'comms set "Lock after 10 minutes" --stage pilot --file notice.yaml --reason "agreed with the works council"',
  );
}

function declareTold(noun: Command, run: Run): void {
  const told = noun
    .command("told")
    .description("Record that people were told by other means than mail")
    .argument("<rollout>", ROLLOUT)
    .addOption(stage())
    .option("--everybody", "all of the open cohorts who were not told yet")
    .option("--person <id...>", "these people")
    .requiredOption("--means <text>", "how they were told: a meeting, a poster, a call")
    .action((rollout: string, _options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/comms.ts")).recordTold(context, rollout, optionsOf<ToldFlags>(self)),
      ),
    );
  withExamples(told, 'comms told "Lock after 10 minutes" --stage pilot --everybody --means "team meeting on Monday"');
  const bounce = noun
    .command("bounce")
    .description("Record that a notice came back: its person's devices are held back again")
    .argument("<message-id>", "as `comms deliveries` lists it")
    .requiredOption("--reason <text>", "what the mail system said")
    .action((messageId: string, _options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/comms.ts")).recordBounce(context, messageId, optionsOf<{ reason: string }>(self)),
      ),
    );
  withExamples(bounce, 'comms bounce "<ro-1.pilot.5f2c@tidegate.invalid>" --reason "550 no such mailbox"');
}

function declareAcknowledge(noun: Command, run: Run): void {
  const acknowledge = noun
    .command("acknowledge")
    .description("Say for the help desk that it is ready for the pilots or for the waves")
    .argument("<rollout>", ROLLOUT)
    .addOption(stage())
    .requiredOption("--note <text>", "what the desk prepared, for the audit log")
    .action((rollout: string, _options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/comms.ts")).acknowledge(context, rollout, optionsOf<StageFlag & { note: string }>(self)),
      ),
    );
  withExamples(
    acknowledge,
    'comms acknowledge "Lock after 10 minutes" --stage pilot --note "script is in the wiki, two more on Monday"',
  );
}
