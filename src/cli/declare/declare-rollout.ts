import { Option, type Command } from "commander";
import type { Command as RolloutCommand } from "../../app/rollouts/command-rollout.ts";
import type { CommandFlags } from "../commands/command-rollout.ts";
import type { PageOptions } from "../commands/lists.ts";
import type { ApprovalFlags, CreateFlags, RolloutDeviceFlags } from "../commands/rollouts.ts";
import { declareNoun, optionsOf, paged, whole, withExamples, type Run } from "./declare.ts";

const ROLLOUT = "id or exact name";
const DAY_S = 86_400;

export function declareRollout(program: Command, run: Run): void {
  const noun = declareNoun(program, "rollout", "Make, watch and steer rollouts", "rollout list");
  declareCreate(noun, run);
  declareLooks(noun, run);
  for (const verb of VERBS) declareVerb(noun, run, verb);
  declareApproval(noun, run, "approve", "Say yes to what the rollout waits for; the author cannot");
  declareApproval(noun, run, "deny", "Say no to what the rollout waits for; one no blocks");
}

function declareCreate(noun: Command, run: Run): void {
  const create = noun
    .command("create")
    .description("Make a rollout of a plan; it reaches nobody until it is approved and started")
    .requiredOption("--plan <hash>", "the plan's hash")
    .requiredOption("--name <name>", "what people will call it")
    .requiredOption("--reason <text>", "why, for the audit log")
    .option("--accept <kind...>", "what the plan asks to be accepted by name")
    .option("--allow-delete <n>", "exactly as many deletions as the plan lists", whole(0, 1_000_000), 0)
    .action((_options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/rollouts.ts")).createRollout(context, optionsOf<CreateFlags>(self)),
      ),
    );
  withExamples(create, 'rollout create --plan HASH --name "Lock after 10 minutes" --reason "audit finding 12"');
}

function declareLooks(noun: Command, run: Run): void {
  const list = paged(noun.command("list").description("List rollouts, newest first")).action((_options, self: Command) =>
    run(self, async (context) => (await import("../commands/rollouts.ts")).listRollouts(context, optionsOf<PageOptions>(self))),
  );
  withExamples(list, "rollout list -o yaml");
  const get = noun
    .command("get")
    .description("Show where a rollout stands; exits 4 when it waits for an approval, 5 when it is halted")
    .argument("<rollout>", ROLLOUT)
    .option("-w, --watch", "redraw every second until ^C")
    .action((name: string, _options, self: Command) =>
      run(self, async (context) =>
        optionsOf<{ watch?: boolean }>(self).watch === true
          ? (await import("../commands/watch-rollout.ts")).watchRollout(context, name)
          : (await import("../commands/rollouts.ts")).getRollout(context, name),
      ),
    );
  withExamples(get, 'rollout get "Lock after 10 minutes" -w');
  const why = noun
    .command("why")
    .description("Say in sentences why a rollout stands where it stands")
    .argument("<rollout>", ROLLOUT)
    .action((name: string, _options, self: Command) =>
      run(self, async (context) => (await import("../commands/rollouts.ts")).whyRollout(context, name)),
    );
  withExamples(why, 'rollout why "Lock after 10 minutes"');
  declareDevices(noun, run);
  const dossier = noun
    .command("dossier")
    .description("Give everything that is known of a rollout as one JSON document")
    .argument("<rollout>", ROLLOUT)
    .action((name: string, _options, self: Command) =>
      run(self, async (context) => (await import("../commands/rollouts.ts")).rolloutDossierOf(context, name)),
    );
  withExamples(dossier, 'rollout dossier "Lock after 10 minutes" > dossier.json');
}

function declareDevices(noun: Command, run: Run): void {
  const devices = noun
    .command("devices")
    .description("List the devices of a rollout, how far each is and why it is not well")
    .argument("<rollout>", ROLLOUT)
    .addOption(new Option("--state <state>", "only these").choices([...DEVICE_BUCKETS]))
    .option("--failed", "only devices that ever failed on the change")
    .option("--search <text>", "part of a name, serial number or id")
    .addOption(new Option("--sort <column>", "order").choices(["name", "phase", "state", "offered", "reported"]))
    .option("--descending", "the other way round")
    .option("--limit <n>", "so many at most", whole(1, 200))
    .option("--offset <n>", "leave out so many first", whole(0, 10_000_000))
    .action((name: string, _options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/rollouts.ts")).listRolloutDevices(context, name, optionsOf<RolloutDeviceFlags>(self)),
      ),
    );
  withExamples(
    devices,
    'rollout devices "Lock after 10 minutes" --limit 200',
    'rollout devices "Secure Launch" --failed --sort reported',
  );
}

const DEVICE_BUCKETS = ["heldBack", "notOffered", "awaitingReport", "succeeded", "error", "conflict", "notApplicable", "left"];

type Verb = Readonly<{
  name: string;
  command: RolloutCommand;
  summary: string;
  needsReason: boolean;
  canWait: boolean;
  isSevere: boolean;
}>;

/** A halt must not wait for words; what lasts needs a reason. */
const VERBS: readonly Verb[] = [
  {
    name: "start",
    command: "start",
    summary: "Ask for the start; the first phase opens once it is approved",
    needsReason: false,
    canWait: true,
    isSevere: false,
  },
  {
    name: "pause",
    command: "pause",
    summary: "Offer nothing new until it is resumed",
    needsReason: true,
    canWait: false,
    isSevere: false,
  },
  {
    name: "resume",
    command: "resume",
    summary: "Go on after a pause, a hold or a halt",
    needsReason: true,
    canWait: false,
    isSevere: false,
  },
  {
    name: "promote",
    command: "promote",
    summary: "Open the next phase now if its gate has passed",
    needsReason: false,
    canWait: true,
    isSevere: false,
  },
  {
    name: "halt",
    command: "halt",
    summary: "Stop at once: asks nothing, and is effective when it answers",
    needsReason: false,
    canWait: true,
    isSevere: false,
  },
  {
    name: "rollback",
    command: "roll-back",
    summary: "Take the change back from every device; asks for the name",
    needsReason: true,
    canWait: true,
    isSevere: true,
  },
  {
    name: "abort",
    command: "abort",
    summary: "Give it up before any device was reached; asks for the name",
    needsReason: true,
    canWait: false,
    isSevere: true,
  },
  {
    name: "close",
    command: "close",
    summary: "Close a rollout that is in operations or rolled back",
    needsReason: true,
    canWait: false,
    isSevere: false,
  },
];

function declareVerb(noun: Command, run: Run, { name, command, summary, needsReason, canWait, isSevere }: Verb): void {
  const verb = noun.command(name).description(summary).argument("<rollout>", ROLLOUT);
  if (needsReason) verb.requiredOption("--reason <text>", "why, for the audit log");
  else verb.option("--reason <text>", "why, for the audit log");
  if (canWait) {
    verb.option("--wait", "stay until it is done; exits 4 when it waits for an approval, 5 when it is halted");
    verb.option("--timeout-s <n>", "wait so many seconds at most (600 if left out)", whole(1, 30 * DAY_S));
  }
  if (isSevere) verb.option("-y, --yes", "do not ask for confirmation");
  verb.action((rollout: string, _options, self: Command) =>
    run(self, async (context) =>
      (await import("../commands/command-rollout.ts")).commandRollout(context, rollout, command, optionsOf<CommandFlags>(self)),
    ),
  );
  const reason = needsReason ? ' --reason "tickets about printing"' : "";
  withExamples(verb, `rollout ${name} "Lock after 10 minutes"${reason}${canWait ? " --wait" : ""}`);
}

function declareApproval(noun: Command, run: Run, decision: "approve" | "deny", summary: string): void {
  const verb = noun
    .command(decision)
    .description(summary)
    .argument("<rollout>", ROLLOUT)
    .requiredOption("--plan <hash>", "hash of the plan that you have read")
    .requiredOption("--reason <text>", "why, for the audit log")
    .addOption(
      new Option("--for <what>", "what is waited for now, the next phase ahead of time, or thin evidence")
        .choices(["pending", "next", "waive"])
        .default("pending"),
    )
    .action((name: string, _options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/rollouts.ts")).decideApproval(context, name, decision, optionsOf<ApprovalFlags>(self)),
      ),
    );
  withExamples(
    verb,
    `rollout ${decision} "Lock after 10 minutes" --plan HASH --reason "${decision === "approve" ? "pilot looks well" : "not in the week of the fair"}"`,
  );
}
