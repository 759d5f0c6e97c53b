import { sql, type Insertable, type Selectable } from "kysely";
import type { AccountRow, AccountStore, SessionRow, SignInLinkRow } from "../app/ports/account-store.ts";
import type { Trx } from "./run-units.ts";
import type { Tables } from "./schema.ts";

export function accountStore(trx: Trx): AccountStore {
  return { ...accounts(trx), ...sessions(trx), ...links(trx) };
}

function accounts(trx: Trx): Pick<AccountStore, "insert" | "update" | "find" | "list" | "hasAdministrator"> {
  return {
    async insert(row) {
      await trx.insertInto("app_account").values(columnsOfAccount(row)).execute();
    },
    async update(row) {
      const { login, created_at_ms: _, ...changed } = columnsOfAccount(row);
      await trx.updateTable("app_account").set(changed).where("login", "=", login).execute();
    },
    async find(login) {
      const row = await trx.selectFrom("app_account").selectAll().where("login", "=", login).executeTakeFirst();
      return row === undefined ? null : accountOf(row);
    },
    async list() {
      const rows = await trx.selectFrom("app_account").selectAll().orderBy(sql`login collate "C"`).execute();
      return rows.map(accountOf);
    },
    async hasAdministrator() {
      const able = trx.selectFrom("app_account").select("login").where("password_hash", "is not", null);
      const found = able.where("disabled_at_ms", "is", null).where(sql<boolean>`'admin' = any(roles)`).limit(1);
      return (await found.executeTakeFirst()) !== undefined;
    },
  };
}

type SessionWords = "insertSession" | "findSession" | "touchSession" | "endSession" | "endSessionsOf" | "dropSessionsOf";

function sessions(trx: Trx): Pick<AccountStore, SessionWords> {
  return {
    async insertSession({ tokenHash, login, createdAt, lastUsedAt, endedAt }) {
      const times = { created_at_ms: createdAt, last_used_at_ms: lastUsedAt, ended_at_ms: endedAt };
      await trx
        .insertInto("app_session")
        .values({ token_hash: tokenHash, login, ...times })
        .execute();
    },
    async findSession(tokenHash) {
      const row = await trx
        .selectFrom("app_session as s")
        .innerJoin("app_account as a", "a.login", "s.login")
        .selectAll("a")
        .select(["s.token_hash", "s.created_at_ms as session_created_at_ms", "s.last_used_at_ms", "s.ended_at_ms"])
        .where("s.token_hash", "=", tokenHash)
        .executeTakeFirst();
      if (row === undefined) return null;
      const session: SessionRow = {
        tokenHash,
        login: row.login,
        createdAt: row.session_created_at_ms,
        lastUsedAt: row.last_used_at_ms,
        endedAt: row.ended_at_ms,
      };
      return { session, account: accountOf(row) };
    },
    async touchSession(tokenHash, at) {
      const touched = trx.updateTable("app_session").set({ last_used_at_ms: at }).where("token_hash", "=", tokenHash);
      await touched.where("last_used_at_ms", "<", at).execute();
    },
    async endSession(tokenHash, at) {
      const ended = trx.updateTable("app_session").set({ ended_at_ms: at }).where("token_hash", "=", tokenHash);
      return (await ended.where("ended_at_ms", "is", null).returning("token_hash").executeTakeFirst()) !== undefined;
    },
    async endSessionsOf(login, at, exceptTokenHash) {
      const open = trx.updateTable("app_session").set({ ended_at_ms: at }).where("login", "=", login);
      const ended = open.where("ended_at_ms", "is", null).where("token_hash", "!=", exceptTokenHash ?? "");
      return (await ended.returning("token_hash").execute()).length;
    },
    async dropSessionsOf(login, madeBefore) {
      await trx
        .deleteFrom("app_session")
        .where("login", "=", login)
        .where((is) => is.or([is("ended_at_ms", "is not", null), is("created_at_ms", "<", madeBefore)]))
        .execute();
    },
  };
}

function links(trx: Trx): Pick<AccountStore, "insertLink" | "findLink" | "useLink" | "dropLinksOf"> {
  return {
    async insertLink({ secretHash, purpose, createdAt, expiresAt, usedAt }) {
      const times = { created_at_ms: createdAt, expires_at_ms: expiresAt, used_at_ms: usedAt };
      const login = purpose.asks === "new-account" ? null : purpose.login;
      const roles = purpose.asks === "new-account" ? [...purpose.roles] : null;
      await trx
        .insertInto("app_sign_in_link")
        .values({ secret_hash: secretHash, asks: purpose.asks, login, roles, ...times })
        .execute();
    },
    async findLink(secretHash) {
      const row = await trx.selectFrom("app_sign_in_link").selectAll().where("secret_hash", "=", secretHash).executeTakeFirst();
      return row === undefined ? null : linkOf(row);
    },
    async useLink(secretHash, at) {
      const used = trx.updateTable("app_sign_in_link").set({ used_at_ms: at }).where("secret_hash", "=", secretHash);
      return (await used.where("used_at_ms", "is", null).returning("secret_hash").executeTakeFirst()) !== undefined;
    },
    async dropLinksOf(login) {
      const unused = trx.deleteFrom("app_sign_in_link").where("used_at_ms", "is", null);
      await (login === null ? unused.where("login", "is", null) : unused.where("login", "=", login)).execute();
    },
  };
}

function columnsOfAccount(row: AccountRow): Insertable<Tables["app_account"]> {
  return {
    login: row.login,
    display_name: row.displayName,
    roles: [...row.roles],
    password_hash: row.passwordHash,
    created_at_ms: row.createdAt,
    disabled_at_ms: row.disabledAt,
    last_sign_in_at_ms: row.lastSignInAt,
  };
}

function accountOf(row: Selectable<Tables["app_account"]>): AccountRow {
  return {
    login: row.login,
    displayName: row.display_name,
    roles: row.roles,
    passwordHash: row.password_hash,
    createdAt: row.created_at_ms,
    disabledAt: row.disabled_at_ms,
    lastSignInAt: row.last_sign_in_at_ms,
  };
}

function linkOf(row: Selectable<Tables["app_sign_in_link"]>): SignInLinkRow {
  const times = { createdAt: row.created_at_ms, expiresAt: row.expires_at_ms, usedAt: row.used_at_ms };
  const { asks, login, roles } = row;
  // The table's own check holds these together.
  const purpose = asks === "new-account" ? { asks, roles: roles ?? [] } : { asks, login: login ?? "" };
  return { secretHash: row.secret_hash, purpose, ...times };
}
