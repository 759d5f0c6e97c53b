import { err, ok, type Result } from "../../kit/result.ts";
import type { DeviceId } from "../../kit/ids.ts";
import { SECOND_MS, type Instant } from "../../kit/instant.ts";
import { hashOf, sha256Hex } from "../../kit/sha256.ts";
import type { Device } from "../../estate/device.ts";
import { isPlatform } from "../../estate/platform.ts";
import {
  PROOF_SKEW_MS_MAX,
  type DeviceFacts,
  type EnrolProof,
  type EnrolRequest,
  type EnrolResponse,
} from "../../policy/bundle/protocol.ts";
import { audit } from "../audit.ts";
import { createBatcher } from "../batcher.ts";
import type { IdentityRow } from "../ports/device-store.ts";
import type { Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import type { DeviceDoor } from "./device-door.ts";

export type EnrolAnswer = Result<EnrolResponse, Problem>;
export type EnrolDevice = (request: EnrolRequest, now: Instant) => Promise<EnrolAnswer>;

type EnrolItem = Readonly<{ request: EnrolRequest; thumbprint: string; tokenHash: string; now: Instant }>;

const BATCH_MAX = 200;

/**
 * A device makes its key and proves it; the server pins it to the device with this serial number, or takes the device into
 * the estate. Another key for a known serial waits in quarantine for a person: it is a clone or a machine set up anew.
 */
export function createEnrolDevice(door: DeviceDoor): EnrolDevice {
  const batcher = createBatcher(createEnrolRun(door), {
    itemsMax: BATCH_MAX,
    keyOf: (item: EnrolItem) => item.request.facts.serialNumber,
  });
  return async (request, now) => {
    const thumbprint = door.crypto.thumbprintOf(request.publicKey);
    if (thumbprint === null || !isProven(door, request, now))
      return err(problem("enrolment-proof-invalid", "the proof is not of this key, these facts and this time"));
    if (!isPlatform(request.facts.platform))
      return err(problem("body-invalid", `\`${request.facts.platform}\` is not a platform`));
    return batcher.submit({ request, thumbprint, tokenHash: sha256Hex(request.enrolmentToken), now });
  };
}

function isProven(door: DeviceDoor, request: EnrolRequest, now: Instant): boolean {
  const payload = door.crypto.verify(request.proof, request.publicKey) as Partial<EnrolProof> | null;
  if (payload === null || typeof payload !== "object" || payload.aud !== "tidegate-enrol" || typeof payload.iat !== "number")
    return false;
  if (Math.abs(payload.iat * SECOND_MS - now) > PROOF_SKEW_MS_MAX) return false;
  const { enrolmentToken, publicKey, facts } = request;
  return payload.bodyHash === hashOf({ enrolmentToken, publicKey, facts });
}

function createEnrolRun(door: DeviceDoor): (items: readonly EnrolItem[]) => Promise<readonly EnrolAnswer[]> {
  return async (items) => {
    const outcome = await door.store.write((unit) => enrolInUnit(door, unit, items));
    door.identities.remember(outcome.pinned);
    if (outcome.estateChanged) door.view.invalidate();
    return outcome.answers;
  };
}

type Outcome = Readonly<{ answers: readonly EnrolAnswer[]; pinned: readonly IdentityRow[]; estateChanged: boolean }>;
/** `again`: this key is pinned already. `shut`: this key waits in quarantine or is revoked. */
type Claim = Readonly<{
  item: EnrolItem;
  device: Device;
  isNew: boolean;
  standing: "again" | "shut" | "first-key" | "another-key";
}>;

async function enrolInUnit(door: DeviceDoor, unit: Unit, items: readonly EnrolItem[]): Promise<Outcome> {
  const { tenant } = await unit.world.get();
  const claims = await readClaims(unit, items);
  const granted = await takeTokens(unit, claims);
  const admitted = claims.filter((claim) => granted.has(claim));
  const added = admitted.filter((claim) => claim.isNew).map((claim) => claim.device);
  const pinned = admitted.map(identityOf);
  const quarantined = pinned.some((row) => row.status === "quarantined");
  if (added.length > 0 || quarantined) await unit.world.bump({ estate: added.length > 0 });
  if (added.length > 0) await unit.estate.upsert({ devices: added, users: [], groups: [], sites: [] });
  if (pinned.length > 0) await unit.devices.insertIdentities(pinned);
  if (pinned.length > 0) await writeAudit(unit, pinned, added);
  const answers = claims.map((claim) => answerOf(door, tenant, claim, granted.has(claim)));
  return { answers, pinned, estateChanged: added.length > 0 || quarantined };
}

async function readClaims(unit: Unit, items: readonly EnrolItem[]): Promise<readonly Claim[]> {
  const known = await unit.estate.findBySerials(items.map((item) => item.request.facts.serialNumber));
  const deviceBySerial = new Map(known.map((device) => [device.serialNumber, device]));
  const identities = await unit.devices.findIdentities({ deviceIds: known.map((device) => device.id) });
  const rowsByDevice = Map.groupBy(identities, (row) => row.deviceId);
  return items.map((item): Claim => {
    const found = deviceBySerial.get(item.request.facts.serialNumber);
    const device = found ?? newDevice(item.request.facts, item.now);
    const mine = rowsByDevice.get(device.id) ?? [];
    const same = mine.find((row) => row.thumbprint === item.thumbprint);
    const other = mine.some((row) => row.status === "active") ? "another-key" : "first-key";
    const standing = same === undefined ? other : same.status === "active" ? "again" : "shut";
    return { item, device, isNew: found === undefined, standing };
  });
}

/** One statement for each token where it suffices for all who hold it; one for each device where it does not. */
async function takeTokens(unit: Unit, claims: readonly Claim[]): Promise<ReadonlySet<Claim>> {
  const granted = new Set<Claim>();
  const asking = claims.filter((claim) => claim.standing === "first-key" || claim.standing === "another-key");
  for (const [tokenHash, group] of Map.groupBy(asking, (claim) => claim.item.tokenHash)) {
    const { now } = (group[0] as Claim).item;
    const forAll = await unit.devices.useEnrolmentToken(tokenHash, group.length, now);
    for (const claim of group) if (forAll || (await unit.devices.useEnrolmentToken(tokenHash, 1, now))) granted.add(claim);
  }
  return granted;
}

function answerOf(door: DeviceDoor, tenant: string, claim: Claim, granted: boolean): EnrolAnswer {
  const { device, standing, item } = claim;
  if (standing === "shut" || (standing === "another-key" && granted)) return err(conflict(device));
  if (standing !== "again" && !granted)
    return err(problem("enrolment-token-invalid", "the enrolment token is unknown, used up or too old"));
  return ok({ deviceId: device.id, tenant, serverKeys: door.crypto.serverKeys(), nextCheckInAt: item.now });
}

function identityOf({ item, device, standing }: Claim): IdentityRow {
  const status = standing === "another-key" ? "quarantined" : "active";
  return { deviceId: device.id, thumbprint: item.thumbprint, publicKey: item.request.publicKey, status, enrolledAt: item.now };
}

/** One entry for a batch: 5,000 enrolments of a morning need not be 5,000 links of the chain. */
async function writeAudit(unit: Unit, pinned: readonly IdentityRow[], added: readonly Device[]): Promise<void> {
  const { enrolledAt } = pinned[0] as IdentityRow;
  const keys = pinned.map(({ deviceId, thumbprint, status }) => ({ deviceId, thumbprint, status }));
  await audit(unit, enrolledAt, "system:device-door", "devices.enrolled", "estate", {
    keys,
    addedToEstate: added.map((device) => device.id),
  });
}

function conflict(device: Device): Problem {
  return problem("device-key-conflict", `serial number \`${device.serialNumber}\` is enrolled with another key`);
}

/** A device nobody imported: it belongs to no group, and only what is assigned to all devices reaches it. */
function newDevice(facts: DeviceFacts, now: Instant): Device {
  return {
    id: `dev-${sha256Hex(facts.serialNumber).slice(0, 32)}` as DeviceId,
    name: facts.name,
    serialNumber: facts.serialNumber,
    platform: facts.platform as Device["platform"],
    osVersion: facts.osVersion,
    edition: facts.edition,
    manufacturer: facts.manufacturer,
    model: facts.model,
    ownership: "unknown",
    supervised: null,
    joinType: null,
    enrolment: null,
    driveEncryption: null,
    siteId: null,
    primaryUserId: null,
    sensitivities: [],
    testOnly: false,
    groupIds: [],
    lastSeenAt: now,
  };
}
