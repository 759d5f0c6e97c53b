import { rolloutDevicesAnswer } from "../../http/contract/live.ts";
import { rolloutDossier, rolloutDetail, rolloutsAnswer, rolloutWhy } from "../../http/contract/rollouts.ts";
import { API, apiPath, callApi, showAnswer, withApi } from "../call-api.ts";
import type { CliContext } from "../context.ts";
import { EXIT, exitOfRollout } from "../exit-codes.ts";
import { rolloutDevicesTable, rolloutsTable } from "../render/rollout-tables.ts";
import { rolloutText } from "../render/rollout-text.ts";
import { whyText } from "../render/why-text.ts";
import { showList, type PageOptions } from "./lists.ts";

export type CreateFlags = Readonly<{
  plan: string;
  name: string;
  reason: string;
  allowDelete: number;
  accept?: readonly string[];
}>;
export type RolloutDeviceFlags = Readonly<{
  limit?: number;
  offset?: number;
  state?: string;
  search?: string;
  sort?: string;
  failed?: boolean;
  descending?: boolean;
}>;
export type ApprovalFlags = Readonly<{ for: "pending" | "next" | "waive"; plan: string; reason: string }>;

export function listRollouts(context: CliContext, { limit, after }: PageOptions): Promise<number> {
  return showList(context, { path: "rollouts", query: { limit, after }, answer: rolloutsAnswer }, rolloutsTable);
}

export function getRollout(context: CliContext, rollout: string): Promise<number> {
  return showAnswer(
    context,
    { path: apiPath("rollouts", rollout), answer: rolloutDetail },
    (body) => rolloutText(body, context.palette),
    exitOfRollout,
  );
}

export function whyRollout(context: CliContext, rollout: string): Promise<number> {
  return showAnswer(context, { path: apiPath("rollouts", rollout, "why"), answer: rolloutWhy }, (body) =>
    whyText(body, context.palette),
  );
}

export function listRolloutDevices(context: CliContext, rollout: string, flags: RolloutDeviceFlags): Promise<number> {
  const { limit, offset, state, search, sort, failed, descending } = flags;
  const yes = (flag: boolean | undefined) => (flag === true ? "yes" : undefined);
  const query = { limit, offset, state, search, sort, everFailed: yes(failed), descending: yes(descending) };
  const path = `rollouts/${encodeURIComponent(rollout)}/devices`;
  return showList(context, { path, query, answer: devicesPage, next: "--offset" }, rolloutDevicesTable);
}

/** With where the next page begins, as every list of the command line has it. */
const devicesPage = rolloutDevicesAnswer.transform((page) => {
  const end = page.offset + page.items.length;
  return { ...page, next: end < page.total && page.items.length > 0 ? end : null };
});

/** Made to be kept and read by machines: JSON unless YAML was asked for. */
export function rolloutDossierOf(context: CliContext, rollout: string): Promise<number> {
  const asJson = (body: unknown) => `${JSON.stringify(body, null, 2)}\n`;
  return showAnswer(context, { path: apiPath("rollouts", rollout, "dossier"), answer: rolloutDossier }, asJson);
}

export function createRollout(context: CliContext, flags: CreateFlags): Promise<number> {
  const { plan: planHash, name, reason, allowDelete, accept = [] } = flags;
  const body = { planHash, name, reason, allowDelete, accept };
  return withApi(context, async (api) => {
    const answer = await callApi(api, { method: "POST", path: `${API}/rollouts`, body, answer: rolloutDetail });
    if (!answer.ok) return context.fail(answer.error);
    await context.show(answer.value, (detail) => rolloutText(detail, context.palette));
    context.say(`No device is reached yet. Next: tidegate rollout start ${answer.value.id}`);
    return EXIT.ok;
  });
}

export function decideApproval(
  context: CliContext,
  rollout: string,
  decision: "approve" | "deny",
  flags: ApprovalFlags,
): Promise<number> {
  const body = { decision, purpose: flags.for, planHash: flags.plan, reason: flags.reason };
  const call = { method: "POST", path: apiPath("rollouts", rollout, "approvals"), body, answer: rolloutDetail } as const;
  return showAnswer(context, call, (detail) => rolloutText(detail, context.palette));
}
