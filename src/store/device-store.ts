import { sql, type Selectable } from "kysely";
import type { DeviceStore, IdentityRow } from "../app/ports/device-store.ts";
import { compareText } from "../kit/ids.ts";
import { bundleMethods } from "./device-bundles.ts";
import { reportMethods } from "./device-reports.ts";
import { reportFeed } from "./report-feed.ts";
import { standingMethods } from "./device-standings.ts";
import { chunksOf, columnList, recordSet, type Columns } from "./row-sets.ts";
import type { Trx } from "./run-units.ts";
import type { Tables } from "./schema.ts";

export function deviceStore(trx: Trx): DeviceStore {
  return {
    ...enrolmentMethods(trx),
    ...identityMethods(trx),
    ...bundleMethods(trx),
    ...reportMethods(trx),
    ...standingMethods(trx),
    ...reportFeed(trx),
  };
}

function enrolmentMethods(trx: Trx): Pick<DeviceStore, "insertEnrolmentToken" | "useEnrolmentToken"> {
  return {
    async insertEnrolmentToken({ tokenHash, label, createdBy, createdAt, expiresAt, usesLeft }) {
      const times = { created_at_ms: createdAt, expires_at_ms: expiresAt };
      await trx
        .insertInto("estate_enrolment_token")
        .values({ token_hash: tokenHash, label, created_by: createdBy, ...times, uses_left: usesLeft })
        .execute();
    },
    async useEnrolmentToken(tokenHash, uses, now) {
      if (!Number.isSafeInteger(uses) || uses < 1) throw new RangeError(`\`${uses}\` is no number of uses`);
      const used = trx
        .updateTable("estate_enrolment_token")
        .set((row) => ({ uses_left: row("uses_left", "-", uses) }))
        .where("token_hash", "=", tokenHash)
        .where("uses_left", ">=", uses)
        .where("expires_at_ms", ">", now)
        .returning("token_hash");
      return (await used.executeTakeFirst()) !== undefined;
    },
  };
}

type IdentityMethods = "inactiveThumbprints" | "findIdentities" | "insertIdentities" | "setIdentityStatus";

const IDENTITY_COLUMNS: Columns<Tables["estate_identity"]> = {
  device_id: "text",
  thumbprint: "text",
  public_jwk: "jsonb",
  status: "text",
  enrolled_at_ms: "bigint",
};

function identityMethods(trx: Trx): Pick<DeviceStore, IdentityMethods> {
  return {
    async inactiveThumbprints() {
      const rows = await trx.selectFrom("estate_identity").select("thumbprint").where("status", "<>", "active").execute();
      return rows.map((row) => row.thumbprint).sort(compareText);
    },
    async findIdentities(by) {
      const wanted =
        "thumbprints" in by
          ? sql`thumbprint = any(${[...by.thumbprints]}::text[])`
          : sql`device_id = any(${[...by.deviceIds]}::text[])`;
      const { rows } = await sql<Selectable<Tables["estate_identity"]>>`select * from estate_identity where ${wanted}`.execute(
        trx,
      );
      return rows.map(identityOf).sort((a, b) => compareText(a.deviceId, b.deviceId) || compareText(a.thumbprint, b.thumbprint));
    },
    async insertIdentities(identities) {
      const rows = identities.map((row) => ({
        device_id: row.deviceId,
        thumbprint: row.thumbprint,
        public_jwk: row.publicKey,
        status: row.status,
        enrolled_at_ms: row.enrolledAt,
      }));
      for (const chunk of chunksOf(rows.sort((a, b) => compareText(a.thumbprint, b.thumbprint))))
        await insertIdentityChunk(trx, chunk);
    },
    async setIdentityStatus(thumbprint, status) {
      const changed = trx
        .updateTable("estate_identity")
        .set({ status })
        .where("thumbprint", "=", thumbprint)
        .returning("device_id");
      return (await changed.executeTakeFirst()) !== undefined;
    },
  };
}

/**
 * `do nothing` is for the race of two processes that pin at once: what the snapshot cannot see raises 40001, and the unit
 * runs again on what is true. What it can see is a bug of the caller.
 */
async function insertIdentityChunk(trx: Trx, chunk: readonly Selectable<Tables["estate_identity"]>[]): Promise<void> {
  const { rows } = await sql<{ thumbprint: string }>`
    insert into estate_identity (${columnList(IDENTITY_COLUMNS)})
    select ${columnList(IDENTITY_COLUMNS, "r")} from ${recordSet(chunk, IDENTITY_COLUMNS, "r")}
    on conflict do nothing returning thumbprint`.execute(trx);
  if (rows.length !== chunk.length) throw new Error("a key is pinned already, or its device has another active key");
}

function identityOf(row: Selectable<Tables["estate_identity"]>): IdentityRow {
  return {
    deviceId: row.device_id,
    thumbprint: row.thumbprint,
    publicKey: row.public_jwk,
    status: row.status,
    enrolledAt: row.enrolled_at_ms,
  };
}
