import { z } from "zod";
import { nodeNames, nodeValue } from "./policies.ts";
import { count, idOrName, instantMs, json, line, listOf, pageQuery, reasonText } from "./words.ts";

export const PLATFORMS = ["windows", "macOS", "iOS", "iPadOS", "android", "linux"] as const;
export const JOIN_TYPES = ["entra-joined", "entra-registered", "hybrid-joined", "none"] as const;
export const ENROLMENTS = [
  "automated",
  "device",
  "user",
  "work-profile",
  "corporate-work-profile",
  "fully-managed",
  "dedicated",
  "co-managed",
] as const;
export const DRIVE_ENCRYPTIONS = [
  "none",
  "xts-aes-128",
  "xts-aes-256",
  "aes-cbc-128",
  "aes-cbc-256",
  "filevault",
  "luks",
  "other",
] as const;
export const REPORT_STATES = ["succeeded", "error", "conflict", "notApplicable"] as const;
export const KEY_STATES = ["active", "quarantined", "revoked"] as const;

export const devicesQuery = pageQuery.extend({
  search: line(200).optional().describe("part of an id, name or serial number, in any case"),
  platform: z.enum(PLATFORMS).optional(),
});

/** `reportedSeq` below `seq`: the device has not answered for its latest bundle yet. */
const bundleStanding = z.object({
  epoch: count,
  seq: count,
  reportedSeq: count,
  offeredAt: instantMs,
  reportedAt: instantMs.nullable(),
});

const deviceFacts = {
  id: z.string(),
  name: z.string(),
  serialNumber: z.string(),
  platform: z.enum(PLATFORMS),
  osVersion: z.string().nullable(),
  lastSeenAt: instantMs.nullable(),
  bundle: bundleStanding.nullable().describe("null: never offered one"),
  worstState: z.enum(REPORT_STATES).nullable().describe("over its policies; null: nothing reported"),
};

export const deviceSummary = z.object(deviceFacts).meta({ id: "DeviceSummary" });
export type DeviceSummary = z.output<typeof deviceSummary>;
export const devicesAnswer = listOf(deviceSummary).meta({ id: "Devices" });
export type DevicesAnswer = z.output<typeof devicesAnswer>;

/** `exceptions`: settings that are anything but succeeded and read back, with what was read instead. */
const policyReport = z.object({
  policyId: z.string(),
  name: z.string(),
  versionHash: z.string(),
  state: z.enum(REPORT_STATES),
  settings: count,
  applied: count,
  verified: count,
  exceptions: json,
  reportedAt: instantMs,
});

const deviceRollout = z.object({
  id: z.string(),
  name: z.string(),
  phaseIndex: count,
  phaseName: z.string(),
  status: z.string(),
  offeredAt: instantMs.nullable(),
});

export const deviceDetail = z
  .object({
    ...deviceFacts,
    edition: z.string().nullable(),
    manufacturer: z.string().nullable(),
    model: z.string().nullable(),
    ownership: z.string(),
    supervised: z.boolean().nullable().describe("Apple; null: never reported, as for the next three"),
    joinType: z.enum(JOIN_TYPES).nullable(),
    enrolment: z.enum(ENROLMENTS).nullable(),
    driveEncryption: z.enum(DRIVE_ENCRYPTIONS).nullable().describe("of the system drive, as it is now"),
    site: z.object({ id: z.string(), name: z.string(), timeZone: z.string() }).nullable(),
    sensitivities: z.array(z.string()),
    testOnly: z.boolean(),
    person: z
      .object({
        id: z.string(),
        displayName: z.string(),
        principalName: z.string(),
        department: z.string().nullable(),
        licences: z.array(z.string()).nullable().describe("service plans; null: never reported"),
      })
      .nullable(),
    groups: z.array(z.object({ id: z.string(), name: z.string(), via: z.enum(["device", "user"]) })),
    keys: z.array(z.object({ thumbprint: z.string(), status: z.enum(KEY_STATES), enrolledAt: instantMs })),
    policies: z.array(policyReport),
    rollouts: z.array(deviceRollout),
    asOf: instantMs,
  })
  .meta({ id: "DeviceDetail" });
export type DeviceDetail = z.output<typeof deviceDetail>;

/** `because`: the chain of reasons, first things first. `report` is about `versionHash` when `isOfWantedVersion`. */
const policyWhy = z.object({
  policyId: z.string(),
  name: z.string(),
  wanted: z.boolean().describe("false: the device should not hold this policy"),
  because: z.array(z.string()),
  rollout: z.object({ id: z.string(), name: z.string(), phase: z.string(), status: z.string() }).nullable(),
  versionHash: z.string().nullable(),
  versionNumber: count.nullable(),
  settings: z.array(nodeValue),
  report: policyReport.omit({ policyId: true, name: true }).extend({ isOfWantedVersion: z.boolean() }).nullable(),
});

export const deviceWhy = z
  .object({
    device: z.object({ id: z.string(), name: z.string() }),
    sentence: z.string(),
    policies: z.array(policyWhy),
    conflicts: z.array(
      z.object({ node: z.string(), candidates: z.array(z.object({ policyId: z.string(), name: z.string(), value: json })) }),
    ),
    bundle: bundleStanding.nullable(),
    refused: json.describe("what the device said when it refused its latest bundle, or null"),
    lastSeenAt: instantMs.nullable(),
    names: nodeNames,
    asOf: instantMs,
  })
  .meta({ id: "DeviceWhy" });
export type DeviceWhy = z.output<typeof deviceWhy>;

export const keyParams = z.strictObject({
  id: idOrName,
  thumbprint: z.string().regex(/^[A-Za-z0-9_-]{43}$/, "is not a key's thumbprint"),
});
export const keyStatusRequest = z
  .strictObject({ status: z.enum(KEY_STATES), reason: reasonText })
  .meta({ id: "KeyStatusRequest" });
export type KeyStatusRequest = z.output<typeof keyStatusRequest>;
export const keyStatusAnswer = z
  .object({ deviceId: z.string(), thumbprint: z.string(), status: z.enum(KEY_STATES) })
  .meta({ id: "KeyStatus" });
export type KeyStatusAnswer = z.output<typeof keyStatusAnswer>;
