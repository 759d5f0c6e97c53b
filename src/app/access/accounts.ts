import type { Instant } from "../../kit/instant.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { audit } from "../audit.ts";
import type { Principal, Role } from "../ports/access-store.ts";
import type { AccountRow } from "../ports/account-store.ts";
import type { Entropy } from "../ports/clock.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import { noSession } from "./sessions.ts";
import { LINK_MS, makeLink, type NewSignInLink } from "./sign-in-links.ts";
import { takeAttempt, tooBusy, type SignInParts } from "./sign-in.ts";

export type AccountRequest = Readonly<{
  login: string;
  displayName: string;
  roles: readonly Role[];
  by: string;
  now: Instant;
}>;
export type AccountChange = Readonly<{
  login: string;
  /** Left out: as they are. */
  roles?: readonly Role[] | undefined;
  disabled?: boolean | undefined;
  reason: string;
  by: string;
  now: Instant;
}>;

/** By login, the disabled ones too. */
export function listAccounts(store: Store): Promise<readonly AccountRow[]> {
  return store.read((unit) => unit.accounts.list());
}

/** It has no password: its person comes in by a link, and chooses one. */
export function createAccount(store: Store, request: AccountRequest): Promise<Result<AccountRow, Problem>> {
  const { login, displayName, roles, by, now } = request;
  return store.write(async (unit): Promise<Result<AccountRow, Problem>> => {
    if ((await unit.accounts.find(login)) !== null) return err(problem("account-exists", `there is an account \`${login}\``));
    const made = { login, displayName, roles, passwordHash: null, createdAt: now, disabledAt: null, lastSignInAt: null };
    await unit.accounts.insert(made);
    await audit(unit, now, by, "account.created", `account:${login}`, { displayName, roles: [...roles], by: "hand" });
    return ok(made);
  });
}

/** Roles, disabled or not. What the person is signed in with ends, and so do links that were not used. */
export function changeAccount(store: Store, change: AccountChange): Promise<Result<AccountRow, Problem>> {
  return store.write((unit) => changeInUnit(unit, change));
}

async function changeInUnit(unit: Unit, change: AccountChange): Promise<Result<AccountRow, Problem>> {
  const { login, reason, by, now } = change;
  const before = await unit.accounts.find(login);
  if (before === null) return err(unknown(login));
  const disabledAt = change.disabled === undefined ? before.disabledAt : change.disabled ? (before.disabledAt ?? now) : null;
  const after: AccountRow = { ...before, roles: change.roles ?? before.roles, disabledAt };
  if (isAdministrator(before) && !isAdministrator(after) && !(await hasOtherAdministrator(unit, login)))
    return err(problem("account-last-admin", `\`${login}\` is the last one who may administer accounts`));
  await unit.accounts.update(after);
  const sessionsEnded = await unit.accounts.endSessionsOf(login, now, null);
  await unit.accounts.dropLinksOf(login);
  await audit(unit, now, by, "account.changed", `account:${login}`, {
    from: { roles: [...before.roles], disabled: before.disabledAt !== null },
    to: { roles: [...after.roles], disabled: after.disabledAt !== null },
    reason,
    sessionsEnded,
  });
  return ok(after);
}

function isAdministrator({ roles, disabledAt }: AccountRow): boolean {
  return disabledAt === null && roles.includes("admin");
}

/** Somebody who was invited and has not come yet does not count: they may never come. */
async function hasOtherAdministrator(unit: Unit, login: string): Promise<boolean> {
  const accounts = await unit.accounts.list();
  return accounts.some((other) => other.login !== login && isAdministrator(other) && other.passwordHash !== null);
}

/** A link with which the person sets a password; the links before it are worth nothing from now on. */
export function createSignInLink(
  store: Store,
  entropy: Entropy,
  { login, by, now }: Readonly<{ login: string; by: string; now: Instant }>,
): Promise<Result<NewSignInLink, Problem>> {
  return store.write(async (unit): Promise<Result<NewSignInLink, Problem>> => {
    const account = await unit.accounts.find(login);
    if (account === null) return err(unknown(login));
    if (account.disabledAt !== null) return err(problem("account-disabled", `the account \`${login}\` is disabled`));
    await unit.accounts.dropLinksOf(login);
    const made = await makeLink(unit, entropy, { asks: "new-password", login }, LINK_MS, now);
    const detail = { asks: "new-password", expiresAt: made.expiresAt };
    await audit(unit, now, by, "sign-in-link.created", `account:${login}`, detail);
    return ok(made);
  });
}

/** Of the person who asks. Other sessions end: whoever else was in is out. */
export async function changePassword(
  parts: SignInParts,
  { principal, current, next, now }: Readonly<{ principal: Principal; current: string; next: string; now: Instant }>,
): Promise<Result<null, Problem>> {
  const { store, passwords, attempts } = parts;
  const { session, person: login } = principal;
  if (session === undefined) return err(noSession());
  // By the account alone: a session that was stolen comes from anywhere.
  const from = `session of ${login}`;
  const allowed = await takeAttempt(parts, { from, login, now });
  if (!allowed.ok) return allowed;
  const seen = await store.read((unit) => unit.accounts.find(login));
  const verdict = await passwords.verify(seen?.passwordHash ?? null, current);
  if (verdict === "busy") return err(tooBusy());
  const hashed = verdict === "fits" ? await passwords.hash(next) : ok(null);
  if (!hashed.ok) return err(tooBusy());
  const result = await store.write(async (unit): Promise<Result<null, Problem>> => {
    const account = await unit.accounts.find(login);
    if (account === null || account.passwordHash !== seen?.passwordHash || hashed.value === null) {
      await audit(unit, now, login, "account.password-refused", `account:${login}`, {});
      return err(problem("sign-in-refused", "the current password is another one"));
    }
    await unit.accounts.update({ ...account, passwordHash: hashed.value });
    const sessionsEnded = await unit.accounts.endSessionsOf(login, now, session.tokenHash);
    await unit.accounts.dropLinksOf(login);
    await audit(unit, now, login, "account.password-set", `account:${login}`, { sessionsEnded });
    return ok(null);
  });
  if (result.ok) attempts.succeeded(from, login);
  return result;
}

function unknown(login: string): Problem {
  return problem("account-unknown", `there is no account \`${login}\``);
}
