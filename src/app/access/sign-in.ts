import type { Instant } from "../../kit/instant.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { audit } from "../audit.ts";
import type { AccountRow } from "../ports/account-store.ts";
import type { Entropy } from "../ports/clock.ts";
import type { Passwords } from "../ports/passwords.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import type { Attempts } from "./attempts.ts";
import { openSession, type NewSession, type SessionLimits } from "./sessions.ts";

/** What signing in needs of the house. */
export type SignInParts = Readonly<{
  store: Store;
  entropy: Entropy;
  passwords: Passwords;
  attempts: Attempts;
  /** Null: sessions do not run out. For the demo, whose virtual weeks pass in minutes. */
  sessionLimits: SessionLimits | null;
}>;

/** Where a request comes from, and the session's token that this browser had until now. */
export type Caller = Readonly<{ from: string; replaces: string | null; now: Instant }>;

export type PasswordRequest = Readonly<{ login: string; password: string }> & Caller;

/** Nobody yet: who tries to come in stands in the audit log under this name. */
export const SIGN_IN_ACTOR = "system:sign-in";

/**
 * Signs in by login and password. Unknown login, wrong password, disabled account and an account without a password are one
 * answer and take the same time; which of them it was stands in the audit log.
 */
export async function signIn(parts: SignInParts, request: PasswordRequest): Promise<Result<NewSession, Problem>> {
  const { store, entropy, passwords, attempts, sessionLimits: limits } = parts;
  const { password, from, replaces, now } = request;
  const login = request.login.trim().toLowerCase();
  const allowed = await takeAttempt(parts, { from, login, now });
  if (!allowed.ok) return allowed;
  const seen = await store.read((unit) => unit.accounts.find(login));
  const verdict = await passwords.verify(seen?.passwordHash ?? null, password);
  if (verdict === "busy") return err(tooBusy());
  const result = await store.write(async (unit): Promise<Result<NewSession, Problem>> => {
    const account = await unit.accounts.find(login);
    const fault = faultOf(account, seen, verdict === "fits");
    if (account === null || fault !== null) {
      await refuse(unit, account, { because: fault ?? "unknown", from }, now);
      return err(problem("sign-in-refused", "no account has this login and this password"));
    }
    return ok(await openSession(unit, entropy, { account, by: "password", from, limits, replaces, now }));
  });
  if (result.ok) attempts.succeeded(from, login);
  return result;
}

/** The password was looked at outside of the unit that opens the session: it has to be the account's still. */
function faultOf(account: AccountRow | null, seen: AccountRow | null, fits: boolean): string | null {
  if (account === null) return "unknown";
  if (account.disabledAt !== null) return "disabled";
  if (account.passwordHash === null) return "no-password";
  return fits && account.passwordHash === seen?.passwordHash ? null : "password";
}

/** A login that nobody has may be a password in the wrong field: it is not written down. */
async function refuse(
  unit: Unit,
  account: AccountRow | null,
  detail: Readonly<{ because: string; from: string }>,
  now: Instant,
): Promise<void> {
  const subject = account === null ? "sign-in" : `account:${account.login}`;
  await audit(unit, now, SIGN_IN_ACTOR, "sign-in.refused", subject, detail);
}

/** Guessing is slow: a few failures in a quarter of an hour, then it waits. */
export async function takeAttempt(
  { attempts, store }: Pick<SignInParts, "attempts" | "store">,
  { from, login, now }: Readonly<{ from: string; login: string; now: Instant }>,
): Promise<Result<null, Problem>> {
  const taken = attempts.take(from, login, now);
  if (taken.ok) return taken;
  const { retryAt, isFirst } = taken.error;
  if (isFirst) await store.write((unit) => audit(unit, now, SIGN_IN_ACTOR, "sign-in.limited", "sign-in", { from, retryAt }));
  const retryAfterMs = retryAt - now;
  return err(problem("too-many-attempts", "too many attempts failed from here in a quarter of an hour", { retryAfterMs }));
}

export function tooBusy(): Problem {
  return problem("too-busy", "too many people sign in at this moment");
}
