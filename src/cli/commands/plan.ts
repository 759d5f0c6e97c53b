import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { planAnswer, type PlanAnswer, type PlanRequestBody } from "../../http/contract/plans.ts";
import { policyDetail } from "../../http/contract/policies.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { API, apiPath, callApi, withApi } from "../call-api.ts";
import type { ApiClient } from "../cli-deps.ts";
import { cliProblem, type ShownProblem } from "../cli-fault.ts";
import { confirmSevere } from "../confirm.ts";
import type { CliContext } from "../context.ts";
import { EXIT, exitOfPlan } from "../exit-codes.ts";
import { readNamedFile } from "../read-folder.ts";
import { readYamlFile } from "../read-yaml-file.ts";
import { planText } from "../render/plan-text.ts";
import { printable, printableJson } from "../render/printable.ts";
import { plural } from "../render/words.ts";

export type PlanFlags = Readonly<{
  policy?: string;
  file?: string;
  retire?: boolean;
  add?: boolean;
  rollout?: string;
  onGateFail: PlanRequestBody["onGateFail"];
  out?: string;
}>;

/** Works out a change without doing anything. "No change" is an answer here, not an error. */
export async function makePlan(context: CliContext, flags: PlanFlags): Promise<number> {
  const request = await requestOf(context, flags);
  if (!request.ok) return context.fail(request.error);
  return withApi(context, async (api) => {
    const objection = flags.retire === true ? await confirmRetirement(context, api, request.value.policy ?? "") : null;
    if (objection !== null) return context.fail(objection);
    return askForPlan(context, api, request.value, flags.out);
  });
}

/** "No change" is an answer, not an error. */
async function askForPlan(context: CliContext, api: ApiClient, body: PlanRequestBody, out: string | undefined): Promise<number> {
  const answer = await callApi(api, { method: "POST", path: `${API}/plans`, body, answer: planAnswer });
  if (answer.ok) return showPlan(context, answer.value, out);
  if (answer.error.code !== "change-empty") return context.fail(answer.error);
  const { code, title, detail } = answer.error;
  await context.show({ code, title, detail }, (nothing) => `No change: ${nothing.detail}\n`);
  return EXIT.ok;
}

export type DraftPlanFlags = Pick<PlanFlags, "rollout" | "onGateFail" | "out">;

/** The plan of a draft's change: the ordinary plan, made of what the draft holds. */
export async function planDraft(context: CliContext, draftId: string, flags: DraftPlanFlags): Promise<number> {
  const shape =
    flags.rollout === undefined ? ok(null) : await readShape(resolve(context.deps.terminal.cwd, flags.rollout), flags.rollout);
  if (!shape.ok) return context.fail(shape.error);
  const body = { policy: null, change: { kind: "draft" as const, draftId }, shape: shape.value, onGateFail: flags.onGateFail };
  return withApi(context, (api) => askForPlan(context, api, body, flags.out));
}

/** A plan by its hash, with a warning where its inputs have moved since. */
export function showStoredPlan(context: CliContext, hash: string): Promise<number> {
  return withApi(context, async (api) => {
    const answer = await callApi(api, { path: apiPath("plans", hash), answer: planAnswer });
    return answer.ok ? showPlan(context, answer.value, undefined) : context.fail(answer.error);
  });
}

async function showPlan(context: CliContext, answer: PlanAnswer, out: string | undefined): Promise<number> {
  await context.show(answer, (body) => planText(body, context.palette));
  if (answer.stale)
    context.say(
      "Stale: devices, groups, policies or assignments have changed since. Plan again before you make a rollout of it.",
    );
  if (out !== undefined) {
    const written = await writePlan(context, answer, out);
    if (written !== null) return context.fail(written);
  }
  return exitOfPlan(answer.plan.policyPlan);
}

async function writePlan(context: CliContext, { hash, plan }: PlanAnswer, out: string): Promise<ShownProblem | null> {
  try {
    // Without its times: the same plan is the same file.
    await writeFile(resolve(context.deps.terminal.cwd, out), `${printableJson({ hash, plan }, 2)}\n`);
    context.say(`Written to ${printable(out)}.`);
    return null;
  } catch (error) {
    return cliProblem("file-unreadable", `\`${out}\` cannot be written (${(error as NodeJS.ErrnoException).code ?? "unknown"})`);
  }
}

async function requestOf(context: CliContext, flags: PlanFlags): Promise<Result<PlanRequestBody, ShownProblem>> {
  const { cwd } = context.deps.terminal;
  const fault = flagFault(flags);
  if (fault !== null)
    return err(
      cliProblem("arguments-invalid", fault, { help: "`tidegate plan --help` shows the three kinds of change with an example." }),
    );
  const shape = flags.rollout === undefined ? ok(null) : await readShape(resolve(cwd, flags.rollout), flags.rollout);
  if (!shape.ok) return shape;
  const common = { policy: flags.policy ?? null, shape: shape.value, onGateFail: flags.onGateFail };
  if (flags.file === undefined) return ok({ ...common, change: { kind: "retire" } });
  const file = await readNamedFile(resolve(cwd, flags.file), flags.file);
  if (!file.ok) return file;
  return ok({ ...common, change: { kind: flags.add === true ? "add" : "content", file: file.value } });
}

function flagFault({ policy, file, retire = false, add = false }: PlanFlags): string | null {
  if (add && retire) return "`--add` and `--retire` exclude each other";
  if (add && policy !== undefined) return "`--add` takes the policy's name from its file: leave `--policy` out";
  if (!add && policy === undefined) return "`--policy P` is missing: which policy is to change?";
  if (retire && file !== undefined) return "`--retire` takes no `--file`";
  if (!retire && file === undefined) return "`--file F` is missing: what is the policy to become?";
  return null;
}

async function readShape(path: string, shown: string): Promise<Result<PlanRequestBody["shape"], ShownProblem>> {
  const read = await readYamlFile(path, shown, "Give a YAML or JSON file; docs/guide/cli.md shows one.");
  return read.ok ? ok(read.value as PlanRequestBody["shape"]) : read;
}

async function confirmRetirement(context: CliContext, api: ApiClient, policy: string): Promise<ShownProblem | null> {
  const found = await callApi(api, { path: apiPath("policies", policy), answer: policyDetail });
  if (!found.ok) return found.error;
  const { name, devices } = found.value;
  return confirmSevere(context, {
    name,
    sentence: `This plans to take "${name}" away from ${plural(devices, "device")}. Planning alone changes nothing.`,
  });
}
