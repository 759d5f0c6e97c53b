import { z } from "zod";
import { REPORT_STATES } from "./devices.ts";
import { hashText, instantMs, json, line } from "./words.ts";

/** The wire shapes of policy/bundle/protocol.ts, read strictly: a device sends exactly this. */
export const DEVICE_BODY_BYTES_MAX = 256 * 1024;
const POLICIES_MAX = 2_000;
const SETTINGS_MAX = 20_000;

const compactJws = z.string().regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/, "is not a compact JWS");
const keyBytes = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "is not 32 bytes of base64url");
const publicKey = z
  .strictObject({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: keyBytes })
  .meta({ id: "DevicePublicKey" });

export const enrolRequest = z
  .strictObject({
    enrolmentToken: line(200),
    publicKey,
    facts: z.strictObject({
      serialNumber: line(200),
      name: line(200),
      platform: line(20),
      osVersion: line(100),
      edition: line(100).nullable(),
      manufacturer: line(200).nullable(),
      model: line(200).nullable(),
    }),
    proof: compactJws.max(8_192),
  })
  .meta({ id: "EnrolRequest" });

export const enrolAnswer = z
  .object({
    deviceId: z.string(),
    tenant: z.string(),
    serverKeys: z.array(
      z.object({ kid: z.string(), publicKey: z.object({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string() }) }),
    ),
    nextCheckInAt: instantMs,
  })
  .meta({ id: "EnrolAnswer" });

export const checkInAnswer = z
  .object({
    envelope: z.string().describe("compact JWS over the canonical JSON of a bundle envelope"),
    content: z.object({
      policies: z.array(
        z.object({
          policyId: z.string(),
          versionHash: z.string(),
          name: z.string(),
          settings: z.array(z.object({ node: z.string(), value: json })),
        }),
      ),
      conflicts: z.array(z.object({ node: z.string(), policyIds: z.array(z.string()) })),
    }),
  })
  .meta({ id: "CheckInAnswer" });

export const reportRequest = z.strictObject({ report: compactJws.max(DEVICE_BODY_BYTES_MAX) }).meta({ id: "ReportRequest" });

/** 202: the report is durable. */
export const reportAnswer = z
  .object({ outcome: z.enum(["counted", "counted-before", "superseded"]) })
  .meta({ id: "ReportAnswer" });

const number = z.int().min(0);
const settingReport = z.strictObject({
  node: line(1_024),
  state: z.enum(REPORT_STATES),
  applied: z.boolean(),
  verified: z.boolean(),
  actual: json.optional(),
  errorCode: line(200).optional(),
});
const policyReport = z.strictObject({
  policyId: line(400),
  versionHash: hashText,
  state: z.enum(REPORT_STATES),
  settings: z.array(settingReport).max(SETTINGS_MAX),
});

/** The payload of a report's JWS. */
export const deviceReport = z
  .strictObject({
    type: z.literal("tidegate-report"),
    deviceId: line(400),
    epoch: number,
    seq: number,
    reportNonce: line(100),
    reportNumber: number,
    previousHash: hashText.nullable(),
    reportedAt: instantMs,
    policies: z.array(policyReport).max(POLICIES_MAX),
    removed: z.array(z.strictObject({ policyId: line(400), verified: z.boolean() })).max(POLICIES_MAX),
    refused: z.strictObject({ code: line(100), detail: z.string().max(1_000) }).nullable(),
  })
  .refine((report) => report.policies.reduce((sum, policy) => sum + policy.settings.length, 0) <= SETTINGS_MAX, {
    message: `has more than ${SETTINGS_MAX} settings`,
  })
  .refine((report) => !hasZeroCharacter(report), { message: "has a zero character, which no database keeps" });
export type DeviceReportBody = z.output<typeof deviceReport>;

/** Anywhere, keys included: one such report would take the others of its transaction down with it. */
function hasZeroCharacter(value: unknown): boolean {
  if (typeof value === "string") return value.includes("\u0000");
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, member]) => key.includes("\u0000") || hasZeroCharacter(member));
}
