import type { Instant } from "../../kit/instant.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { sha256Hex } from "../../kit/sha256.ts";
import { audit } from "../audit.ts";
import type { AccountRow, SignInLinkRow } from "../ports/account-store.ts";
import type { Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import { openSession, type NewSession } from "./sessions.ts";
import { SIGN_IN_ACTOR, takeAttempt, tooBusy, type Caller, type SignInParts } from "./sign-in.ts";

export type NewAccount = Readonly<{ login: string; displayName: string; password: string }>;
export type LinkRequest = Readonly<{ secret: string; account: NewAccount | null }> & Caller;

export type LinkQuestion = Readonly<{
  asks: SignInLinkRow["purpose"]["asks"];
  login: string | null;
  displayName: string | null;
  expiresAt: Instant;
}>;

/** Links are counted together: whoever guesses them does not know whose they are. No login looks like this. */
const ANY_LINK = "(link)";

/** What the link asks for. Looking does not use it up. */
export async function readSignInLink(
  parts: SignInParts,
  { secret, from, now }: Readonly<{ secret: string; from: string; now: Instant }>,
): Promise<Result<LinkQuestion, Problem>> {
  const allowed = await takeAttempt(parts, { from, login: ANY_LINK, now });
  if (!allowed.ok) return allowed;
  const found = await parts.store.read((unit) => findValid(unit, sha256Hex(secret), now));
  if (found === null) return err(invalid());
  parts.attempts.succeeded(from, ANY_LINK);
  const { link, account } = found;
  return ok({
    asks: link.purpose.asks,
    login: account?.login ?? null,
    displayName: account?.displayName ?? null,
    expiresAt: link.expiresAt,
  });
}

/** Uses a link up in the unit that makes what it is for: it works once, or nothing happened. */
export async function signInByLink(parts: SignInParts, request: LinkRequest): Promise<Result<NewSession, Problem>> {
  const { store, passwords, attempts } = parts;
  const { secret, account: said, from, now } = request;
  const secretHash = sha256Hex(secret);
  const allowed = await takeAttempt(parts, { from, login: ANY_LINK, now });
  if (!allowed.ok) return allowed;
  const seen = await store.read((unit) => findValid(unit, secretHash, now));
  if (seen !== null) {
    const fault = faultOf(seen, said);
    if (fault !== null) return err(fault);
  }
  // Only whoever has a link makes the server work.
  const hashed = seen === null || said === null ? ok(null) : await passwords.hash(said.password);
  if (!hashed.ok) return err(tooBusy());
  const result = await store.write((unit) => useInUnit(unit, parts, request, secretHash, hashed.value));
  if (result.ok) attempts.succeeded(from, ANY_LINK);
  return result;
}

async function useInUnit(
  unit: Unit,
  { entropy, sessionLimits: limits }: SignInParts,
  { account: said, from, replaces, now }: LinkRequest,
  secretHash: string,
  passwordHash: string | null,
): Promise<Result<NewSession, Problem>> {
  const found = await findValid(unit, secretHash, now);
  if (found === null || !(await unit.accounts.useLink(secretHash, now))) {
    await audit(unit, now, SIGN_IN_ACTOR, "sign-in.refused", "sign-in", { because: "link", from });
    return err(invalid());
  }
  const account = await accountAfter(unit, found, said, passwordHash, now);
  const { login } = account;
  await audit(unit, now, login, "sign-in-link.used", `account:${login}`, { asked: found.link.purpose.asks, from });
  return ok(await openSession(unit, entropy, { account, by: "link", from, limits, replaces, now }));
}

/** Makes the account, or gives it its password; then nothing that was valid with the one before is valid any more. */
async function accountAfter(
  unit: Unit,
  { link, account }: ValidLink,
  said: NewAccount | null,
  passwordHash: string | null,
  now: Instant,
): Promise<AccountRow> {
  if (link.purpose.asks === "new-account" && said !== null) {
    const { login, displayName } = said;
    const { roles } = link.purpose;
    const made = { login, displayName, roles, passwordHash, createdAt: now, disabledAt: null, lastSignInAt: null };
    await unit.accounts.insert(made);
    await audit(unit, now, login, "account.created", `account:${login}`, { displayName, roles: [...roles], by: "link" });
    return made;
  }
  if (account === null) throw new Error("a link of nobody asks for no account");
  if (link.purpose.asks !== "new-password") return account;
  const changed = { ...account, passwordHash };
  await unit.accounts.update(changed);
  const ended = await unit.accounts.endSessionsOf(account.login, now, null);
  await unit.accounts.dropLinksOf(account.login);
  await audit(unit, now, account.login, "account.password-set", `account:${account.login}`, { sessionsEnded: ended });
  return changed;
}

type ValidLink = Readonly<{ link: SignInLinkRow; account: AccountRow | null }>;

/** Null: no such link, used, too old, or what it was made for is not so any more. */
async function findValid(unit: Unit, secretHash: string, now: Instant): Promise<ValidLink | null> {
  const link = await unit.accounts.findLink(secretHash);
  if (link === null || link.usedAt !== null || now >= link.expiresAt) return null;
  const { purpose } = link;
  if (purpose.asks === "new-account") return (await unit.accounts.hasAdministrator()) ? null : { link, account: null };
  const account = await unit.accounts.find(purpose.login);
  if (account === null || account.disabledAt !== null) return null;
  // Whoever has a password signs in with it.
  return purpose.asks === "nothing" && account.passwordHash !== null ? null : { link, account };
}

/** What was said has to be what the link asks for. The name stays the one that the administrator gave. */
function faultOf({ link, account }: ValidLink, said: NewAccount | null): Problem | null {
  const { asks } = link.purpose;
  if ((asks === "nothing") !== (said === null)) return mismatch("body/account", `the link asks for ${WANTED[asks]}`);
  if (account !== null && said !== null && said.login !== account.login)
    return mismatch("body/account/login", `the link is for \`${account.login}\``);
  return null;
}

const WANTED = { nothing: "nothing: leave it null", "new-account": "a new account", "new-password": "a password" } as const;

function mismatch(at: string, message: string): Problem {
  return problem("body-invalid", message, { issues: [{ code: "body-invalid", at, message, help: "" }] });
}

function invalid(): Problem {
  return problem("sign-in-link-invalid", "the link was used, has run out or was never made");
}
