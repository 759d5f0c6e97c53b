import type { Command } from "commander";
import type { DiffFlags, DuplicateFlags, PolicyListFlags } from "../commands/policies.ts";
import { declareNoun, optionsOf, paged, whole, withExamples, type Run } from "./declare.ts";

const VERSION_MAX = 1_000_000_000;
const POLICY = "id or exact name";

/** policy: what is in force, its versions, and what is wrong with it. */
export function declarePolicy(program: Command, run: Run): void {
  const policy = declareNoun(program, "policy", "Look at policies, their versions and what is wrong with them", "policy list");
  const load = () => import("../commands/policies.ts");
  const list = paged(policy.command("list").description("List policies with the devices that they reach"))
    .option("--search <words>", "words of the name, type, platform or id; all of them")
    .option("--retired", "those that are gone, instead of those that are live")
    .action((_options, self: Command) =>
      run(self, async (context) => (await load()).listPolicies(context, optionsOf<PolicyListFlags>(self))),
    );
  withExamples(list, "policy list -o json", 'policy list --search "firewall windows"');
  const get = policy
    .command("get")
    .description("Show one policy with its assignments and settings")
    .argument("<policy>", POLICY)
    .action((name: string, _options, self: Command) => run(self, async (context) => (await load()).getPolicy(context, name)));
  withExamples(get, 'policy get "Windows - Firewall"');
  const applies = policy
    .command("applies")
    .description("Show on how many devices every setting of a policy applies, and why not on the others")
    .argument("<policy>", POLICY)
    .action((name: string, _options, self: Command) =>
      run(self, async (context) => (await load()).showApplicability(context, name)),
    );
  withExamples(applies, 'policy applies "Windows - Firewall"');
  const prerequisites = policy
    .command("prerequisites")
    .description("Say what must be in place before a policy can do anything: licences, groups, connectors, rights")
    .argument("<policy>", POLICY)
    .action((name: string, _options, self: Command) =>
      run(self, async (context) => (await load()).showPrerequisites(context, "policies", name)),
    );
  withExamples(prerequisites, 'policy prerequisites "App protection - iOS"');
  const versions = policy
    .command("versions")
    .description("List every version of a policy, newest first")
    .argument("<policy>", POLICY)
    .action((name: string, _options, self: Command) => run(self, async (context) => (await load()).listVersions(context, name)));
  withExamples(versions, 'policy versions "Windows - Firewall"');
  declareJudging(policy, run);
  declareDrafting(policy, run);
}

function declareJudging(policy: Command, run: Run): void {
  const load = () => import("../commands/policies.ts");
  const diff = policy
    .command("diff")
    .description("Compare two versions of a policy, or the policy with another one, a draft or a file")
    .argument("<policy>", POLICY)
    .option("--from <n>", "this version; left out: the one before the live one", whole(1, VERSION_MAX))
    .option("--to <n>", "with this version; left out: the live one", whole(1, VERSION_MAX))
    .option("--with <policy>", "with this policy")
    .option("--draft <draft>", "with this draft")
    .option("--file <file>", "with the policy in this file")
    .action((name: string, _options, self: Command) =>
      run(self, async (context) => (await load()).diffPolicy(context, name, optionsOf<DiffFlags>(self))),
    );
  diff.addHelpText("after", "\nExit codes: 0 nothing differs, 2 something does.");
  withExamples(diff, 'policy diff "Windows - Firewall" --from 2 --to 3', 'policy diff "Windows - Firewall" --file firewall.yaml');
  const lint = policy
    .command("lint")
    .description("Say everything that is wrong with a file, a draft or a policy")
    .argument("<what>", "a file, a draft's id, or a policy's id or exact name")
    .action((what: string, _options, self: Command) => run(self, async (context) => (await load()).lintPolicy(context, what)));
  lint.addHelpText("after", "\nExit codes: 0 no errors, 3 errors.");
  withExamples(lint, "policy lint firewall.yaml", 'policy lint "Windows - Firewall" -o json');
}

function declareDrafting(policy: Command, run: Run): void {
  const load = () => import("../commands/policies.ts");
  const duplicate = policy
    .command("duplicate")
    .description("Keep a copy of a policy as a draft, for nobody yet")
    .argument("<policy>", POLICY)
    .requiredOption("--name <text>", "what the new policy is called")
    .requiredOption("--reason <text>", "why it is wanted")
    .action((name: string, _options, self: Command) =>
      run(self, async (context) => (await load()).duplicatePolicy(context, name, optionsOf<DuplicateFlags>(self))),
    );
  withExamples(duplicate, 'policy duplicate "Windows - Firewall" --name "Windows - Firewall - Labs" --reason "labs differ"');
  const retire = policy
    .command("retire")
    .description("Keep a retirement as a draft; its plan says what devices would lose")
    .argument("<policy>", POLICY)
    .requiredOption("--reason <text>", "why it is to go")
    .action((name: string, _options, self: Command) =>
      run(self, async (context) => (await load()).retirePolicy(context, name, optionsOf<{ reason: string }>(self).reason)),
    );
  withExamples(retire, 'policy retire "Old VPN" --reason "replaced"');
}
