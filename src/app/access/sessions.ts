import { HOUR_MS, instant, MINUTE_MS, plusMs, type Instant } from "../../kit/instant.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { sha256Hex } from "../../kit/sha256.ts";
import { audit } from "../audit.ts";
import type { Principal } from "../ports/access-store.ts";
import type { AccountRow, SessionRow } from "../ports/account-store.ts";
import type { Entropy } from "../ports/clock.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";

export type SessionLimits = Readonly<{ idleMs: number; absoluteMs: number }>;
export const SESSION_LIMITS: SessionLimits = { idleMs: 30 * MINUTE_MS, absoluteMs: 12 * HOUR_MS };

/** `token` goes into the cookie and is kept nowhere else. */
export type NewSession = Readonly<{ token: string; principal: Principal }>;

export type SessionRequest = Readonly<{
  account: AccountRow;
  /** How the person proved who they are. */
  by: "password" | "link";
  from: string;
  /** Null: sessions do not run out. */
  limits: SessionLimits | null;
  /** Token of the session that this browser had until now; it ends. */
  replaces: string | null;
  now: Instant;
}>;

const SECRET_BITS = 256;
const TOKEN = /^tgs_[0-9a-f]{64}$/;
/** A session's last use is written this often at most. */
const TOUCH_MS = MINUTE_MS;

/**
 * Where every way of signing in ends, single sign-on too: whoever calls it has made sure that the person is the account's.
 * The token is new at each sign-in, so that nobody can hand somebody a session beforehand.
 */
export async function openSession(unit: Unit, entropy: Entropy, request: SessionRequest): Promise<NewSession> {
  const { account, by, from, limits, replaces, now } = request;
  const { login } = account;
  const token = `tgs_${entropy.hex(SECRET_BITS)}`;
  const row: SessionRow = { tokenHash: sha256Hex(token), login, createdAt: now, lastUsedAt: now, endedAt: null };
  if (replaces !== null) await unit.accounts.endSession(sha256Hex(replaces), now);
  await unit.accounts.dropSessionsOf(login, limits === null ? instant(0) : plusMs(now, -limits.absoluteMs));
  await unit.accounts.insertSession(row);
  await unit.accounts.update({ ...account, lastSignInAt: now });
  await audit(unit, now, login, "session.opened", `account:${login}`, { by, from });
  return { token, principal: principalOf(row, account, limits) };
}

/**
 * Whose session is this, and is it still one? Null: nobody's, or not any more. The database is asked each time: a session that
 * was ended, an account that was disabled and a role that was taken away count from that moment on.
 */
export async function lookAtSession(
  store: Store,
  limits: SessionLimits | null,
  token: string,
  now: Instant,
): Promise<Principal | null> {
  const found = await findLive(store, limits, token, now);
  return found === null ? null : principalOf(found.session, found.account, limits);
}

/** The same, and it counts as use: the idle limit begins anew. */
export async function useSession(
  store: Store,
  limits: SessionLimits | null,
  token: string,
  now: Instant,
): Promise<Principal | null> {
  const found = await findLive(store, limits, token, now);
  if (found === null) return null;
  const { session, account } = found;
  if (now < plusMs(session.lastUsedAt, TOUCH_MS)) return principalOf(session, account, limits);
  await store.write((unit) => unit.accounts.touchSession(session.tokenHash, now));
  return principalOf({ ...session, lastUsedAt: now }, account, limits);
}

export async function signOut(store: Store, { session, person }: Principal, now: Instant): Promise<Result<null, Problem>> {
  if (session === undefined) return err(noSession());
  await store.write(async (unit) => {
    if (await unit.accounts.endSession(session.tokenHash, now))
      await audit(unit, now, person, "session.ended", `account:${person}`, {});
  });
  return ok(null);
}

export function noSession(): Problem {
  return problem("session-missing", "this request carries a token, and no session");
}

type LiveSession = Readonly<{ session: SessionRow; account: AccountRow }>;

async function findLive(store: Store, limits: SessionLimits | null, token: string, now: Instant): Promise<LiveSession | null> {
  if (!TOKEN.test(token)) return null;
  const found = await store.read((unit) => unit.accounts.findSession(sha256Hex(token)));
  if (found === null || found.session.endedAt !== null || found.account.disabledAt !== null) return null;
  const ends = endsOf(found.session, limits);
  if (ends !== null && (now >= ends.idleEndsAt || now >= ends.endsAt)) return null;
  return found;
}

function endsOf(
  { createdAt, lastUsedAt }: SessionRow,
  limits: SessionLimits | null,
): Readonly<{ idleEndsAt: Instant; endsAt: Instant }> | null {
  if (limits === null) return null;
  return { idleEndsAt: plusMs(lastUsedAt, limits.idleMs), endsAt: plusMs(createdAt, limits.absoluteMs) };
}

function principalOf(session: SessionRow, account: AccountRow, limits: SessionLimits | null): Principal {
  const ends = endsOf(session, limits) ?? { idleEndsAt: null, endsAt: null };
  return {
    person: account.login,
    roles: account.roles,
    label: "session",
    session: { tokenHash: session.tokenHash, displayName: account.displayName, ...ends },
  };
}
