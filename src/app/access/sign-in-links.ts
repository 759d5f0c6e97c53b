import { HOUR_MS, MINUTE_MS, plusMs, type Instant } from "../../kit/instant.ts";
import { assert } from "../../kit/assert.ts";
import { sha256Hex } from "../../kit/sha256.ts";
import { audit } from "../audit.ts";
import { ROLES, type Role } from "../ports/access-store.ts";
import type { SignInLinkRow } from "../ports/account-store.ts";
import type { Entropy } from "../ports/clock.ts";
import type { Store, Unit } from "../ports/store.ts";

/** `secret` is shown once and kept nowhere. */
export type NewSignInLink = Readonly<{ secret: string; expiresAt: Instant }>;

/** Who starts a server is there to use its link; who is sent one is not. */
export const FIRST_LINK_MS = HOUR_MS;
export const LINK_MS = 24 * HOUR_MS;
const SECRET_BITS = 256;
const START_ACTOR = "system:start";

/** Where a link leads on any server. The secret is behind the `#`, which browsers send to nobody and no log holds. */
export function signInPath(secret: string): string {
  return `/sign-in#secret=${secret}`;
}

/**
 * Of a server that nobody can administer yet: a link that makes an account with every role. Null: somebody can. An account that
 * was made without ever having a password does not count: it would lock everybody out.
 */
export async function firstSignInLink(store: Store, entropy: Entropy, now: Instant): Promise<NewSignInLink | null> {
  return store.write(async (unit) => {
    if (await unit.accounts.hasAdministrator()) return null;
    await unit.accounts.dropLinksOf(null);
    const made = await makeLink(unit, entropy, { asks: "new-account", roles: ROLES }, FIRST_LINK_MS, now);
    await audit(unit, now, START_ACTOR, "sign-in-link.created", "sign-in", { asks: "new-account", expiresAt: made.expiresAt });
    return made;
  });
}

export type PasswordlessAccount = Readonly<{
  login: string;
  displayName: string;
  roles: readonly Role[];
  /** Left out: a day. */
  linkMs?: number;
}>;

/**
 * Keeps an account that signs in without a password, and makes a link for it that asks nothing. Only the process itself makes
 * such accounts, for the demo. Throws where the account has a password: nobody gets past it.
 */
export async function signInLinkFor(
  store: Store,
  entropy: Entropy,
  { login, displayName, roles, linkMs = LINK_MS }: PasswordlessAccount,
  now: Instant,
): Promise<NewSignInLink> {
  return store.write(async (unit) => {
    const known = await unit.accounts.find(login);
    assert(known === null || known.passwordHash === null, `the account \`${login}\` has a password`);
    const fresh = { login, displayName, roles, passwordHash: null, createdAt: now, disabledAt: null, lastSignInAt: null };
    if (known === null) await unit.accounts.insert(fresh);
    else await unit.accounts.update({ ...known, displayName, roles, disabledAt: null });
    await unit.accounts.dropLinksOf(login);
    const made = await makeLink(unit, entropy, { asks: "nothing", login }, linkMs, now);
    const detail = { asks: "nothing", roles: [...roles], expiresAt: made.expiresAt };
    await audit(unit, now, START_ACTOR, "sign-in-link.created", `account:${login}`, detail);
    return made;
  });
}

/** Stores the hash of a new secret. Who calls writes the audit entry. */
export async function makeLink(
  unit: Unit,
  entropy: Entropy,
  purpose: SignInLinkRow["purpose"],
  lifetimeMs: number,
  now: Instant,
): Promise<NewSignInLink> {
  const secret = `tgl_${entropy.hex(SECRET_BITS)}`;
  const expiresAt = plusMs(now, lifetimeMs);
  await unit.accounts.insertLink({ secretHash: sha256Hex(secret), purpose, createdAt: now, expiresAt, usedAt: null });
  return { secret, expiresAt };
}

export const LINK_MINUTES = LINK_MS / MINUTE_MS;
