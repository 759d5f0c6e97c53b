import { Option, type Command } from "commander";
import type { NewTicketFlags, TicketLinkFlags, TicketListFlags } from "../commands/tickets.ts";
import { declareNoun, optionsOf, paged, withExamples, type Run } from "./declare.ts";

export function declareTicket(program: Command, run: Run): void {
  const noun = declareNoun(
    program,
    "ticket",
    "Record requests for help, and link them to the rollout they come from",
    "ticket list --linked no --state open",
  );
  declareList(noun, run);
  declareCreate(noun, run);
  declareLink(noun, run);
  declareState(noun, run, "close", "closed", "Close a help request; its rollout's gate still counts it");
  declareState(noun, run, "reopen", "open", "Open a closed help request again");
}

function declareList(noun: Command, run: Run): void {
  const list = paged(noun.command("list").description("List help requests, newest first; of a rollout, with their rate"))
    .option("--rollout <rollout>", "only those linked to it; id or exact name")
    .addOption(new Option("--state <state>", "only these").choices(["open", "closed"]))
    .addOption(new Option("--linked <answer>", "only those with a rollout, or without one").choices(["yes", "no"]))
    .action((_options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/tickets.ts")).listTickets(context, optionsOf<TicketListFlags>(self)),
      ),
    );
  withExamples(list, "ticket list --linked no --state open", 'ticket list --rollout "Lock after 10 minutes"');
}

function declareCreate(noun: Command, run: Run): void {
  const create = noun
    .command("create")
    .description("Record a help request")
    .requiredOption("--summary <text>", "one line")
    .requiredOption("--description <text>", "what happened, and since when")
    .requiredOption("--requester <who>", "a name, a mail address or a sign-in name, as known")
    .option("--device <device>", "id, serial number or exact name")
    .addOption(new Option("--worked-before <answer>", "before the change").choices(["yes", "no", "unknown"]).default("unknown"))
    .option("--source <name>", "the system it comes from", "api")
    .option("--external-id <id>", "of that system; the same one twice is one request")
    .option("--rollout <rollout>", "link it at once; id or exact name")
    .action((_options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/tickets.ts")).createTicket(context, optionsOf<NewTicketFlags>(self)),
      ),
    );
  withExamples(
    create,
    'ticket create --summary "Screen stays black" --description "Since the restart at 9:40" --requester nina.koch --device LT-00042',
  );
}

function declareLink(noun: Command, run: Run): void {
  const link = noun
    .command("link")
    .description("Say which rollout a help request comes from; its gate counts it from then on")
    .argument("<ticket>", "its id, as `ticket list` shows it")
    .option("--rollout <rollout>", "id or exact name")
    .option("--none", "take the link away")
    .requiredOption("--reason <text>", "why; it is kept in the audit log")
    .action((id: string, _options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/tickets.ts")).linkTicket(context, id, optionsOf<TicketLinkFlags>(self)),
      ),
    );
  withExamples(
    link,
    'ticket link hr-4f2a9c01b7de3a55 --rollout "Lock after 10 minutes" --reason "locks in the middle of a call"',
    'ticket link hr-4f2a9c01b7de3a55 --none --reason "a broken cable"',
  );
}

function declareState(noun: Command, run: Run, verb: string, state: "open" | "closed", summary: string): void {
  const declared = noun
    .command(verb)
    .description(summary)
    .argument("<ticket>", "its id, as `ticket list` shows it")
    .requiredOption("--reason <text>", "why; it is kept in the audit log")
    .action((id: string, _options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/tickets.ts")).setTicketState(
          context,
          id,
          state,
          optionsOf<Readonly<{ reason: string }>>(self).reason,
        ),
      ),
    );
  withExamples(declared, `ticket ${verb} hr-4f2a9c01b7de3a55 --reason "talked to the person"`);
}
