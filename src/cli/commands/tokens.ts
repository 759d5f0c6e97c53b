import type { Role } from "../../http/contract/words.ts";
import { tokenAnswer, tokensAnswer } from "../../http/contract/tokens.ts";
import { API, apiPath, callApi, withApi } from "../call-api.ts";
import type { CliContext } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { tokensTable } from "../render/admin-tables.ts";
import { printable } from "../render/printable.ts";
import { handOverSecret } from "../secret-out.ts";
import { showList } from "./lists.ts";

export type TokenFlags = Readonly<{ person: string; role: Role; label: string; lifetimeDays?: number; tokenOut?: string }>;

export function listTokens(context: CliContext): Promise<number> {
  return showList(context, { path: "tokens", query: {}, answer: tokensAnswer }, tokensTable);
}

export function createToken(context: CliContext, { person, role, label, lifetimeDays, tokenOut }: TokenFlags): Promise<number> {
  return withApi(context, async (api) => {
    const body = { person, role, label, lifetimeDays: lifetimeDays ?? null };
    const answer = await callApi(api, { method: "POST", path: `${API}/tokens`, body, answer: tokenAnswer });
    if (!answer.ok) return context.fail(answer.error);
    if (context.settings.output !== "table" && tokenOut === undefined) {
      await context.show(answer.value, () => "");
      return EXIT.ok;
    }
    return handOverSecret(
      context,
      answer.value.token,
      tokenOut,
      `Token ${answer.value.id} of ${printable(person)}, role ${role}`,
    );
  });
}

export function revokeToken(context: CliContext, id: string): Promise<number> {
  return withApi(context, async (api) => {
    const answer = await callApi<null>(api, { method: "DELETE", path: apiPath("tokens", id), answer: null });
    if (!answer.ok) return context.fail(answer.error);
    context.say(`Token ${printable(id)} is revoked.`);
    return EXIT.ok;
  });
}
