import { resolve } from "node:path";
import { bounceAnswer, communicationAnswer, deliveriesAnswer, toldAnswer } from "../../http/contract/communication.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { API, apiPath, showAnswer } from "../call-api.ts";
import { cliProblem, type ShownProblem } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { readYamlFile } from "../read-yaml-file.ts";
import { communicationText, deliveriesTable } from "../render/communication-text.ts";
import { plural } from "../render/words.ts";
import { showList, type PageOptions } from "./lists.ts";

export type StageFlag = Readonly<{ stage: "pilot" | "production" }>;
export type NoticeFlags = StageFlag & Readonly<{ file: string; reason: string }>;
export type ToldFlags = StageFlag & Readonly<{ means: string; everybody?: boolean; person?: readonly string[] }>;
export type DeliveryFlags = PageOptions & Readonly<{ stage?: string; state?: string }>;

export function showCommunication(context: CliContext, rollout: string): Promise<number> {
  const call = { path: apiPath("rollouts", rollout, "communication"), answer: communicationAnswer };
  return showAnswer(context, call, (body) => communicationText(body, context.palette));
}

/** The file holds `notice` and, where devices have no person, `substitutes`; the server judges both. */
export async function setNotice(context: CliContext, rollout: string, { stage, file, reason }: NoticeFlags): Promise<number> {
  const read = await readNotice(context, file);
  if (!read.ok) return context.fail(read.error);
  const { notice, substitutes = [] } = read.value;
  const body = { stage, notice, substitutes, reason };
  const call = {
    method: "POST",
    path: apiPath("rollouts", rollout, "communication"),
    body,
    answer: communicationAnswer,
  } as const;
  return showAnswer(context, call, (answer) => communicationText(answer, context.palette));
}

export async function recordTold(context: CliContext, rollout: string, flags: ToldFlags): Promise<number> {
  const { stage, means, everybody = false, person = [] } = flags;
  if (everybody === person.length > 0)
    return context.fail(
      cliProblem("arguments-invalid", "either `--everybody` or `--person ID`, once for each, says who was told"),
    );
  const who = everybody ? { kind: "everybody" } : { kind: "people", userIds: person };
  const call = {
    method: "POST",
    path: apiPath("rollouts", rollout, "told"),
    body: { stage, who, means },
    answer: toldAnswer,
  } as const;
  return showAnswer(context, call, ({ told }) => `${plural(told, "person", "people")} recorded as told.\n`);
}

export function recordBounce(context: CliContext, messageId: string, { reason }: Readonly<{ reason: string }>): Promise<number> {
  const call = { method: "POST", path: `${API}/bounces`, body: { messageId, reason }, answer: bounceAnswer } as const;
  return showAnswer(
    context,
    call,
    ({ userId, devicesHeldBack }) => `${userId} was not told; ${plural(devicesHeldBack, "device")} held back again.\n`,
  );
}

export function acknowledge(
  context: CliContext,
  rollout: string,
  { stage, note }: StageFlag & Readonly<{ note: string }>,
): Promise<number> {
  const path = apiPath("rollouts", rollout, "acknowledgements");
  const call = { method: "POST", path, body: { stage, note }, answer: communicationAnswer } as const;
  return showAnswer(context, call, (body) => communicationText(body, context.palette));
}

export function listDeliveries(context: CliContext, rollout: string, flags: DeliveryFlags): Promise<number> {
  const { limit, after, stage, state } = flags;
  const path = `rollouts/${encodeURIComponent(rollout)}/deliveries`;
  return showList(context, { path, query: { limit, after, stage, state }, answer: deliveriesAnswer }, deliveriesTable);
}

type NoticeFile = Readonly<{ notice?: unknown; substitutes?: unknown }>;

async function readNotice(context: CliContext, file: string): Promise<Result<NoticeFile, ShownProblem>> {
  const help = "Give a YAML or JSON file with `notice`; docs/guide/people.md shows one.";
  const read = await readYamlFile(resolve(context.deps.terminal.cwd, file), file, help);
  if (!read.ok) return read;
  const { value } = read;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return ok(value);
  return err(cliProblem("file-unreadable", `\`${file}\` holds no \`notice\``, { help }));
}
