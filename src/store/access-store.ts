import type { AccessStore, SigningKeyRow, TokenRow } from "../app/ports/access-store.ts";
import { jsonText } from "./row-sets.ts";
import type { Trx } from "./run-units.ts";
import type { Tables } from "./schema.ts";

export function accessStore(trx: Trx): AccessStore {
  return {
    async insertToken(row) {
      const { tokenHash, person, role, label, createdAt, expiresAt, revokedAt } = row;
      const times = { created_at_ms: createdAt, expires_at_ms: expiresAt, revoked_at_ms: revokedAt };
      await trx
        .insertInto("app_token")
        .values({ token_hash: tokenHash, person, role, label, ...times })
        .execute();
    },
    async findToken(tokenHash) {
      const row = await trx.selectFrom("app_token").selectAll().where("token_hash", "=", tokenHash).executeTakeFirst();
      return row === undefined ? null : tokenOf(row);
    },
    async listTokens() {
      const rows = await trx.selectFrom("app_token").selectAll().orderBy("created_at_ms").orderBy("token_hash").execute();
      return rows.map(tokenOf);
    },
    async revokeToken(tokenHash, at) {
      const revoked = trx
        .updateTable("app_token")
        .set({ revoked_at_ms: at })
        .where("token_hash", "=", tokenHash)
        .where("revoked_at_ms", "is", null)
        .returning("token_hash");
      return (await revoked.executeTakeFirst()) !== undefined;
    },
    async insertSigningKey(row) {
      const { kid, publicJwk, privateSealed, createdAt } = row;
      await trx
        .insertInto("app_signing_key")
        .values({ kid, public_jwk: jsonText(publicJwk), private_sealed: privateSealed, created_at_ms: createdAt })
        .execute();
    },
    async signingKeys() {
      const rows = await trx.selectFrom("app_signing_key").selectAll().orderBy("created_at_ms", "desc").orderBy("kid").execute();
      return rows.map(
        (row): SigningKeyRow => ({
          kid: row.kid,
          publicJwk: row.public_jwk,
          privateSealed: row.private_sealed,
          createdAt: row.created_at_ms,
        }),
      );
    },
  };
}

function tokenOf(row: Tables["app_token"]): TokenRow {
  return {
    tokenHash: row.token_hash,
    person: row.person,
    role: row.role,
    label: row.label,
    createdAt: row.created_at_ms,
    expiresAt: row.expires_at_ms,
    revokedAt: row.revoked_at_ms,
  };
}
