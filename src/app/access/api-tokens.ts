import { err, ok, type Result } from "../../kit/result.ts";
import { DAY_MS, plusMs, type Instant } from "../../kit/instant.ts";
import { sha256Hex } from "../../kit/sha256.ts";
import { audit } from "../audit.ts";
import type { Role, TokenRow } from "../ports/access-store.ts";
import type { Entropy } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";

export type NewTokenRequest = Readonly<{
  person: string;
  role: Role;
  label: string;
  /** Null: until it is revoked. */
  lifetimeDays: number | null;
  by: string;
  now: Instant;
}>;

/** `token` is shown once and kept nowhere. */
export type NewToken = Readonly<{ token: string; row: TokenRow }>;

const SECRET_BITS = 256;
const LIFETIME_DAYS_MAX = 3_650;
/** Enough to name one token among those of an organisation; no help in guessing it. */
const ID_DIGITS = 12;

export function newApiToken(entropy: Entropy): string {
  return `tg_${entropy.hex(SECRET_BITS)}`;
}

/** How people name a token: the first digits of its hash. */
export function tokenIdOf(row: Pick<TokenRow, "tokenHash">): string {
  return row.tokenHash.slice(0, ID_DIGITS);
}

export async function createToken(store: Store, entropy: Entropy, request: NewTokenRequest): Promise<Result<NewToken, Problem>> {
  const { person, role, label, lifetimeDays, by, now } = request;
  if (lifetimeDays !== null && (!Number.isInteger(lifetimeDays) || lifetimeDays < 1 || lifetimeDays > LIFETIME_DAYS_MAX)) {
    return err(problem("token-lifetime-invalid", `\`${lifetimeDays}\` days is not between 1 and ${LIFETIME_DAYS_MAX}`));
  }
  const token = newApiToken(entropy);
  const expiresAt = lifetimeDays === null ? null : plusMs(now, lifetimeDays * DAY_MS);
  const row: TokenRow = { tokenHash: sha256Hex(token), person, role, label, createdAt: now, expiresAt, revokedAt: null };
  await store.write(async (unit) => {
    await unit.access.insertToken(row);
    await audit(unit, now, by, "token.created", `token:${tokenIdOf(row)}`, { person, role, label, expiresAt });
  });
  return ok({ token, row });
}

export function revokeToken(
  store: Store,
  request: Readonly<{ id: string; by: string; now: Instant }>,
): Promise<Result<null, Problem>> {
  const { id, by, now } = request;
  return store.write(async (unit): Promise<Result<null, Problem>> => {
    const row = (await unit.access.listTokens()).find((token) => tokenIdOf(token) === id && token.revokedAt === null);
    if (row === undefined || !(await unit.access.revokeToken(row.tokenHash, now)))
      return err(problem("token-unknown", `no token \`${id}\` is valid`));
    await audit(unit, now, by, "token.revoked", `token:${id}`, { person: row.person, role: row.role, label: row.label });
    return ok(null);
  });
}

/** Oldest first, the revoked and the expired ones too. */
export function listTokens(store: Store): Promise<readonly TokenRow[]> {
  return store.read((unit) => unit.access.listTokens());
}
