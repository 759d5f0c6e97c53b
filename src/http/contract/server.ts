import { z } from "zod";
import { count, instantMs, json, queryInt, ROLES } from "./words.ts";

export const healthAnswer = z.object({ status: z.literal("ok") }).meta({ id: "Health" });

export const serverAnswer = z
  .object({
    version: z.string(),
    tenant: z.string(),
    database: z.object({ kind: z.enum(["memory", "directory", "postgres"]), description: z.string() }),
    now: instantMs,
    actor: z.object({ person: z.string(), roles: z.array(z.enum(ROLES)) }),
    setUp: z.object({
      devices: count,
      policies: count,
      rollouts: count,
      baseline: z.object({ hash: z.string(), takenAt: instantMs }).nullable(),
    }),
  })
  .meta({ id: "Server" });
export type ServerAnswer = z.output<typeof serverAnswer>;

export const auditEntry = z
  .object({
    number: count,
    at: instantMs,
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    detail: json,
    prevHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntryBody = z.output<typeof auditEntry>;

export const auditQuery = z.strictObject({ from: queryInt(1, Number.MAX_SAFE_INTEGER, 1), limit: queryInt(1, 500, 100) });

/** `next` is the number to pass as `from`. */
export const auditAnswer = z
  .object({ items: z.array(auditEntry), total: count, asOf: instantMs, next: z.int().nullable() })
  .meta({ id: "AuditPage" });
export type AuditAnswer = z.output<typeof auditAnswer>;

/** `entries` were looked at; `brokenAt`: the first that does not follow from the one before it. */
export const auditVerification = z
  .object({
    ok: z.boolean(),
    entries: count,
    lastHash: z.string(),
    brokenAt: z.int().nullable(),
    because: z.string(),
    asOf: instantMs,
  })
  .meta({ id: "AuditVerification" });
export type AuditVerification = z.output<typeof auditVerification>;
