import { Option, type Command } from "commander";
import type { AccountChangeFlags, LinkFlags, NewAccountFlags } from "../commands/accounts.ts";
import type { PageOptions } from "../commands/lists.ts";
import { declareNoun, optionsOf, paged, withExamples, type Run } from "./declare.ts";
import { ROLES } from "./declare-admin.ts";

export function declareAccount(program: Command, run: Run): void {
  const noun = declareNoun(program, "account", "Let people sign in to the console", "account list");
  const list = paged(noun.command("list").description("List accounts")).action((_options, self: Command) =>
    run(self, async (context) => (await import("../commands/accounts.ts")).listAccounts(context, optionsOf<PageOptions>(self))),
  );
  withExamples(list, "account list");
  const create = noun
    .command("create")
    .description("Make an account; its person sets a password with a link: `account link`")
    .argument("<login>", "as it is typed to sign in; two logins are two people")
    .requiredOption("--name <text>", "as others see it")
    .addOption(roleOption("what the person may do; may be repeated").makeOptionMandatory())
    .action((login: string, _options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/accounts.ts")).createAccount(context, login, optionsOf<NewAccountFlags>(self)),
      ),
    );
  withExamples(create, 'account create paula --name "Paula Berg" --role approver --role help-desk');
  const change = noun
    .command("change")
    .description("Give an account other roles, disable or enable it; its sessions end")
    .argument("<login>")
    .addOption(roleOption("all that it has from now on; may be repeated"))
    .option("--disable", "it cannot sign in")
    .option("--enable", "it can again")
    .requiredOption("--reason <text>", "for the audit log")
    .action((login: string, _options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/accounts.ts")).changeAccount(context, login, optionsOf<AccountChangeFlags>(self)),
      ),
    );
  withExamples(change, 'account change paula --disable --reason "left the company"');
  const link = noun
    .command("link")
    .description("Make a link with which a person signs in once and sets a password; it is shown once")
    .argument("<login>")
    .option("--link-out <file>", "write it into this new file (0600) instead of on stdout")
    .action((login: string, _options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/accounts.ts")).linkAccount(context, login, optionsOf<LinkFlags>(self)),
      ),
    );
  withExamples(link, "account link paula --link-out ./paula.link");
}

/** Gathers by hand: a list that swallows the words behind it would swallow the login. */
function roleOption(words: string): Option {
  const option = new Option("--role <role>", words).choices(ROLES);
  const readOne = option.parseArg;
  option.argParser((text: string, before: readonly string[] | undefined) => [
    ...new Set([...(before ?? []), String(readOne?.(text, undefined))]),
  ]);
  return option;
}
