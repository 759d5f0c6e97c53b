import { Option, type Command } from "commander";
import type { DeviceListFlags, EnrolTokenFlags } from "../commands/devices.ts";
import type { TokenFlags } from "../commands/tokens.ts";
import { declareNoun, optionsOf, paged, whole, withExamples, type Run } from "./declare.ts";

export const PLATFORMS = ["windows", "macOS", "iOS", "iPadOS", "android", "linux"];
export const ROLES = ["viewer", "help-desk", "author", "approver", "operator", "admin"];

/** device, audit, token. */
export function declareAdmin(program: Command, run: Run): void {
  declareDevice(program, run);
  declareAudit(program, run);
  declareToken(program, run);
}

function declareDevice(program: Command, run: Run): void {
  const noun = declareNoun(program, "device", "Look at devices, and let new ones in", "device why LT-00042");
  const list = paged(noun.command("list").description("List devices"))
    .option("--search <text>", "part of a name, serial number or id")
    .addOption(new Option("--platform <platform>", "only these").choices(PLATFORMS))
    .action((_options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/devices.ts")).listDevices(context, optionsOf<DeviceListFlags>(self)),
      ),
    );
  withExamples(list, "device list --search LT-00 --platform windows");
  const get = noun
    .command("get")
    .description("Show one device: what it is, whose, what it was told and what it answered")
    .argument("<device>", "id, serial number or exact name")
    .action((name: string, _options, self: Command) =>
      run(self, async (context) => (await import("../commands/devices.ts")).getDevice(context, name)),
    );
  withExamples(get, "device get LT-00042");
  const why = noun
    .command("why")
    .description("Say which policies reach a device by which road, and what it read back")
    .argument("<device>", "id, serial number or exact name")
    .action((name: string, _options, self: Command) =>
      run(self, async (context) => (await import("../commands/devices.ts")).whyDevice(context, name)),
    );
  withExamples(why, "device why LT-00042");
  const enrol = noun
    .command("enrol-token")
    .description("Make a token with which new devices may enrol; it is shown once")
    .requiredOption("--label <text>", "what it is for")
    .option("--uses <n>", "so many devices", whole(1, 100_000), 1)
    .option("--lifetime-minutes <n>", "valid for so long", whole(1, 1_440), 60)
    .option("--token-out <file>", "write it into this new file (0600) instead of on stdout")
    .action((_options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/devices.ts")).makeEnrolmentToken(context, optionsOf<EnrolTokenFlags>(self)),
      ),
    );
  withExamples(enrol, 'device enrol-token --label "school 12" --uses 30 --token-out ./enrol.token');
}

function declareAudit(program: Command, run: Run): void {
  const noun = declareNoun(program, "audit", "Read the audit log, and check that nobody changed it", "audit verify");
  const list = noun
    .command("list")
    .description("List who did what, oldest first")
    .option("--from <n>", "begin with this entry", whole(1, Number.MAX_SAFE_INTEGER))
    .option("--limit <n>", "so many at most", whole(1, 500))
    .action((_options, self: Command) =>
      run(self, async (context) =>
        (await import("../commands/audit.ts")).listAudit(context, optionsOf<{ from?: number; limit?: number }>(self)),
      ),
    );
  withExamples(list, "audit list --from 1 --limit 500 -o json");
  const verify = noun
    .command("verify")
    .description("Check the whole hash chain; exits 1 when it is broken")
    .action((_options, self: Command) =>
      run(self, async (context) => (await import("../commands/audit.ts")).verifyAudit(context)),
    );
  withExamples(verify, "audit verify");
}

function declareToken(program: Command, run: Run): void {
  const noun = declareNoun(program, "token", "Give people and scripts access", "token list");
  const list = noun
    .command("list")
    .description("List API tokens; what they are is not stored, only their hashes")
    .action((_options, self: Command) =>
      run(self, async (context) => (await import("../commands/tokens.ts")).listTokens(context)),
    );
  withExamples(list, "token list");
  const create = noun
    .command("create")
    .description("Make an API token for a person and one role; it is shown once")
    .requiredOption("--person <name>", "whose it is; two tokens of one person are one person")
    .addOption(new Option("--role <role>", "what it may do").choices(ROLES).makeOptionMandatory())
    .requiredOption("--label <text>", "where it is used")
    .option("--lifetime-days <n>", "valid for so long (until revoked if left out)", whole(1, 3_650))
    .option("--token-out <file>", "write it into this new file (0600) instead of on stdout")
    .action((_options, self: Command) =>
      run(self, async (context) => (await import("../commands/tokens.ts")).createToken(context, optionsOf<TokenFlags>(self))),
    );
  withExamples(create, "token create --person dana --role approver --label laptop --lifetime-days 90 --token-out ./dana.token");
  const revoke = noun
    .command("revoke")
    .description("End a token at once")
    .argument("<id>", "12 hex digits, as `token list` shows them")
    .action((id: string, _options, self: Command) =>
      run(self, async (context) => (await import("../commands/tokens.ts")).revokeToken(context, id)),
    );
  withExamples(revoke, "token revoke 3fa94c01b7de");
}
