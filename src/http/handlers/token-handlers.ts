import { createToken, listTokens, revokeToken, tokenIdOf } from "../../app/access/api-tokens.ts";
import type { TokenRow } from "../../app/ports/access-store.ts";
import { sliceOf } from "../../app/queries/page-of.ts";
import { ok } from "../../kit/result.ts";
import type { Handlers } from "../call.ts";
import type { TokenBody } from "../contract/tokens.ts";
import type { HttpDeps } from "../http-deps.ts";
import { pageRequest } from "./page-request.ts";

type TokenOperations = "listTokens" | "createToken" | "revokeToken";

export function tokenHandlers({ store, entropy }: HttpDeps): Pick<Handlers, TokenOperations> {
  return {
    listTokens: async ({ query, now }) => {
      const rows = (await listTokens(store)).map(tokenBody);
      return ok({ ...sliceOf(rows, pageRequest(query), (token) => token.id), asOf: now });
    },
    createToken: async ({ body, principal, now }) => {
      const made = await createToken(store, entropy, { ...body, by: principal.person, now });
      return made.ok ? ok({ ...tokenBody(made.value.row), token: made.value.token }) : made;
    },
    revokeToken: ({ params, principal, now }) => revokeToken(store, { id: params.id, by: principal.person, now }),
  };
}

/** Everything but the hash. */
function tokenBody(row: TokenRow): TokenBody {
  const { person, role, label, createdAt, expiresAt, revokedAt } = row;
  return { id: tokenIdOf(row), person, role, label, createdAt, expiresAt, revokedAt };
}
