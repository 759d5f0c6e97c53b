import { accountAnswer, accountsAnswer, newLinkAnswer, type AccountBody } from "../../http/contract/session.ts";
import type { Role } from "../../http/contract/words.ts";
import { API, apiPath, callApi, showAnswer, withApi } from "../call-api.ts";
import { cliProblem } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { accountsTable } from "../render/admin-tables.ts";
import { printable } from "../render/printable.ts";
import { moment } from "../render/words.ts";
import { handOverSecret } from "../secret-out.ts";
import { showList, type PageOptions } from "./lists.ts";

export type NewAccountFlags = Readonly<{ name: string; role: readonly Role[] }>;
export type AccountChangeFlags = Readonly<{ role?: readonly Role[]; disable?: boolean; enable?: boolean; reason: string }>;
export type LinkFlags = Readonly<{ linkOut?: string }>;

export function listAccounts(context: CliContext, query: PageOptions): Promise<number> {
  return showList(context, { path: "accounts", query: { ...query }, answer: accountsAnswer }, accountsTable);
}

export function createAccount(context: CliContext, login: string, { name, role }: NewAccountFlags): Promise<number> {
  const body = { login, displayName: name, roles: role };
  const call = { method: "POST", path: `${API}/accounts`, body, answer: accountAnswer } as const;
  return showAnswer(context, call, (account) => `${inWords(account)}\nNext: tidegate account link ${printable(account.login)}\n`);
}

export async function changeAccount(context: CliContext, login: string, flags: AccountChangeFlags): Promise<number> {
  const { role, disable, enable, reason } = flags;
  if (disable === true && enable === true)
    return context.fail(cliProblem("arguments-invalid", "`--disable` and `--enable` exclude each other"));
  if (role === undefined && disable !== true && enable !== true)
    return context.fail(cliProblem("arguments-invalid", "say what changes: `--role R`, `--disable` or `--enable`"));
  const disabled = disable === true ? { disabled: true } : enable === true ? { disabled: false } : {};
  const body = { ...(role === undefined ? {} : { roles: role }), ...disabled, reason };
  const call = { method: "POST", path: apiPath("accounts", login), body, answer: accountAnswer } as const;
  return showAnswer(context, call, (account) => `${inWords(account)}\n`);
}

/** The link is whole where a server was asked; a data directory does not know its server's address. */
export function linkAccount(context: CliContext, login: string, { linkOut }: LinkFlags): Promise<number> {
  return withApi(context, async (api) => {
    const path = apiPath("accounts", login, "sign-in-links");
    const answer = await callApi(api, { method: "POST", path, answer: newLinkAnswer });
    if (!answer.ok) return context.fail(answer.error);
    const { url: place, expiresAt } = answer.value;
    const url = api.where === "server" && URL.canParse(place, api.describe) ? new URL(place, api.describe).href : place;
    if (context.settings.output !== "table" && linkOut === undefined) {
      await context.show({ ...answer.value, url }, () => "");
      return EXIT.ok;
    }
    const words = `Link for ${printable(login)}, works once and until ${moment(expiresAt)}`;
    return handOverSecret(context, url, linkOut, words, "hand it to that person alone");
  });
}

function inWords({ login, displayName, roles, disabledAt, hasPassword }: AccountBody): string {
  const state = disabledAt !== null ? "disabled" : hasPassword ? "signs in with a password" : "has no password yet";
  return `${printable(login)} (${printable(displayName)}): ${roles.join(", ")}; ${state}`;
}
