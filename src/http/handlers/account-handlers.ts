import { changeAccount, changePassword, createAccount, createSignInLink, listAccounts } from "../../app/access/accounts.ts";
import { LINK_MINUTES, signInPath } from "../../app/access/sign-in-links.ts";
import type { SignInParts } from "../../app/access/sign-in.ts";
import type { AccountRow } from "../../app/ports/account-store.ts";
import { sliceOf } from "../../app/queries/page-of.ts";
import { ok } from "../../kit/result.ts";
import type { Handlers } from "../call.ts";
import type { AccountBody } from "../contract/session.ts";
import { sessionBody } from "../session-body.ts";
import { pageRequest } from "./page-request.ts";

type AccountOperations =
  | "getSession"
  | "changePassword"
  | "listAccounts"
  | "createAccount"
  | "changeAccount"
  | "createSignInLink";

export function accountHandlers(parts: SignInParts, isDemo: boolean): Pick<Handlers, AccountOperations> {
  const { store, entropy } = parts;
  return {
    getSession: async ({ principal, now }) => ok(sessionBody(principal, isDemo, now)),
    changePassword: ({ body, principal, now }) => changePassword(parts, { ...body, principal, now }),
    listAccounts: async ({ query, now }) => {
      const rows = (await listAccounts(store)).map(accountBody);
      return ok({ ...sliceOf(rows, pageRequest(query), (account) => account.login), asOf: now });
    },
    createAccount: async ({ body, principal, now }) => {
      const made = await createAccount(store, { ...body, by: principal.person, now });
      return made.ok ? ok(accountBody(made.value)) : made;
    },
    changeAccount: async ({ params, body, principal, now }) => {
      const changed = await changeAccount(store, { ...params, ...body, by: principal.person, now });
      return changed.ok ? ok(accountBody(changed.value)) : changed;
    },
    createSignInLink: async ({ params, principal, now }) => {
      const made = await createSignInLink(store, entropy, { ...params, by: principal.person, now });
      if (!made.ok) return made;
      const { secret, expiresAt } = made.value;
      return ok({ ...params, url: signInPath(secret), expiresAt, lifetimeMinutes: LINK_MINUTES });
    },
  };
}

/** Everything but the hash. */
function accountBody({ passwordHash, ...row }: AccountRow): AccountBody {
  return { ...row, roles: [...row.roles], hasPassword: passwordHash !== null };
}
