import type { Instant } from "../../kit/instant.ts";
import { sha256Hex } from "../../kit/sha256.ts";
import type { Principal } from "../ports/access-store.ts";
import type { Store } from "../ports/store.ts";

/** Principals of this process alone, by the SHA-256 of their token: the local owner's. Nothing of them is stored. */
export type ExtraPrincipals = ReadonlyMap<string, Principal>;

const TOKEN = /^tg_[0-9a-f]{64}$/;

/**
 * Who holds this token? Null: nobody, or nobody any more. The database is asked each time, so that a revoked token is
 * worth nothing from the moment of its revocation. What has not the form of a token costs no query.
 */
export async function authenticate(store: Store, extra: ExtraPrincipals, token: string, now: Instant): Promise<Principal | null> {
  if (!TOKEN.test(token)) return null;
  const tokenHash = sha256Hex(token);
  const local = extra.get(tokenHash);
  if (local !== undefined) return local;
  const row = await store.read((unit) => unit.access.findToken(tokenHash));
  if (row === null || row.revokedAt !== null || (row.expiresAt !== null && row.expiresAt <= now)) return null;
  return { person: row.person, roles: [row.role], label: row.label };
}
