import { Option, type Command } from "commander";
import type { ChangeDraftFlags, SaveDraftFlags } from "../commands/drafts.ts";
import type { PageOptions } from "../commands/lists.ts";
import type { DraftPlanFlags } from "../commands/plan.ts";
import { declareNoun, optionsOf, paged, whole, withExamples, type Run } from "./declare.ts";

const REVISION_MAX = 1_000_000_000;
const ID = "dr-3f9c64b1d25e0a77";

/** draft: changes that are still being written. */
export function declareDraft(program: Command, run: Run): void {
  const draft = declareNoun(program, "draft", "Changes that are still being written; they touch no device", "draft list");
  const load = () => import("../commands/drafts.ts");
  const list = paged(draft.command("list").description("List drafts, newest first"))
    .option("--policy <id>", "only drafts about this policy")
    .action((_options, self: Command) =>
      run(self, async (context) => (await load()).listDrafts(context, optionsOf<PageOptions & { policy?: string }>(self))),
    );
  withExamples(list, "draft list", "draft list -o json");
  const show = draft
    .command("show")
    .description("Show a draft: what it changes, and whether another version went live meanwhile")
    .argument("<draft>", "its id")
    .action((id: string, _options, self: Command) => run(self, async (context) => (await load()).showDraft(context, id)));
  withExamples(show, `draft show ${ID}`);
  declareSaving(draft, run);
  const plan = draft
    .command("plan")
    .description("Make a plan of a draft, as `plan` does of a file")
    .argument("<draft>", "its id")
    .option("--rollout <file>", "shape of the rollout as YAML; left out: careful defaults")
    .addOption(
      new Option("--on-gate-fail <what>", "what happens by itself when a gate fails")
        .choices(["halt", "halt-and-roll-back"])
        .default("halt"),
    )
    .option("--out <file>", "write the plan into this file as well, as JSON")
    .action((id: string, _options, self: Command) =>
      run(self, async (context) => (await import("../commands/plan.ts")).planDraft(context, id, optionsOf<DraftPlanFlags>(self))),
    );
  withExamples(plan, `draft plan ${ID}`, `draft plan ${ID} --out plan.json`);
  const discard = draft
    .command("discard")
    .description("Discard a draft; the audit log keeps what it was about")
    .argument("<draft>", "its id")
    .requiredOption("--revision <n>", "the one that you saw: a newer one is kept", whole(1, REVISION_MAX))
    .action((id: string, _options, self: Command) =>
      run(self, async (context) => (await load()).discardDraft(context, id, optionsOf<{ revision: number }>(self).revision)),
    );
  withExamples(discard, `draft discard ${ID} --revision 1`);
}

function declareSaving(draft: Command, run: Run): void {
  const save = draft
    .command("save")
    .description("Keep a change as a draft")
    .requiredOption("--title <text>", "what it is called")
    .requiredOption("--reason <text>", "why it is wanted")
    .option("--policy <policy>", "the policy to change or retire: id or exact name")
    .option("--file <file>", "what the policy would become")
    .option("--add", "the file is a new policy")
    .option("--retire", "the policy is to go")
    .action((_options, self: Command) =>
      run(self, async (context) => (await import("../commands/drafts.ts")).saveDraft(context, optionsOf<SaveDraftFlags>(self))),
    );
  withExamples(
    save,
    'draft save --policy "Windows - Firewall" --file firewall.json --title "Firewall at home" --reason "audit 12"',
    'draft save --policy "Old VPN" --retire --title "Drop the old VPN" --reason "replaced"',
  );
  const change = draft
    .command("change")
    .description("Save a draft anew, on top of the revision that you saw")
    .argument("<draft>", "its id")
    .requiredOption("--revision <n>", "the one that you saw; an older one is refused", whole(1, REVISION_MAX))
    .option("--title <text>", "call it this")
    .option("--reason <text>", "why it is wanted")
    .option("--file <file>", "what the policy would become")
    .option("--onto-live", "it counts as written against what is live now: you have looked at the difference")
    .action((id: string, _options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/drafts.ts")).changeDraft(context, id, optionsOf<ChangeDraftFlags>(self)),
      ),
    );
  withExamples(change, `draft change ${ID} --revision 2 --file firewall.json`, `draft change ${ID} --revision 3 --onto-live`);
}
