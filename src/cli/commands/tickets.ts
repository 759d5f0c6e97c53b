import { helpRequestAnswer, helpRequestsAnswer, type HelpRequestBody } from "../../http/contract/communication.ts";
import { API, apiPath, showAnswer } from "../call-api.ts";
import { cliProblem } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { ticketsText, ticketText } from "../render/ticket-text.ts";
import { showList, type PageOptions } from "./lists.ts";

export type TicketListFlags = PageOptions &
  Readonly<{ rollout?: string; state?: HelpRequestBody["state"]; linked?: "yes" | "no" }>;
export type NewTicketFlags = Readonly<{
  summary: string;
  description: string;
  requester: string;
  device?: string;
  workedBefore: HelpRequestBody["workedBefore"];
  source: string;
  externalId?: string;
  rollout?: string;
}>;
export type TicketLinkFlags = Readonly<{ rollout?: string; none?: boolean; reason: string }>;

export function listTickets(context: CliContext, flags: TicketListFlags): Promise<number> {
  const { limit, after, rollout, state, linked } = flags;
  const query = { limit, after, rollout, state, linked };
  return showList(context, { path: "help-requests", query, answer: helpRequestsAnswer }, ticketsText);
}

export function createTicket(context: CliContext, flags: NewTicketFlags): Promise<number> {
  const { device = null, externalId = null, rollout = null, ...words } = flags;
  return change(context, `${API}/help-requests`, { ...words, device, externalId, rollout });
}

/** To a rollout, or with `--none` to none; one of the two has to be said. */
export async function linkTicket(context: CliContext, id: string, { rollout, none, reason }: TicketLinkFlags): Promise<number> {
  if ((rollout === undefined) !== (none === true))
    return context.fail(cliProblem("arguments-invalid", "give either `--rollout ROLLOUT` or `--none`"));
  return change(context, apiPath("help-requests", id, "link"), { rollout: rollout ?? null, reason });
}

export function setTicketState(
  context: CliContext,
  id: string,
  state: HelpRequestBody["state"],
  reason: string,
): Promise<number> {
  return change(context, apiPath("help-requests", id, "state"), { state, reason });
}

function change(context: CliContext, path: string, body: object): Promise<number> {
  return showAnswer(context, { method: "POST", path, body, answer: helpRequestAnswer }, ticketText);
}
