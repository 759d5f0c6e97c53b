import { err, ok, type Result } from "../../kit/result.ts";
import type { Json } from "../../kit/canonical-json.ts";
import type { DeviceId } from "../../kit/ids.ts";
import { SECOND_MS, type Instant } from "../../kit/instant.ts";
import { hashOf, sha256Hex } from "../../kit/sha256.ts";
import type { Device } from "../../estate/device.ts";
import { isPlatform } from "../../estate/platform.ts";
import { PROOF_SKEW_MS_MAX, type DeviceFacts, type EnrolProof, type EnrolRequest, type EnrolResponse } from "../../policy/bundle/protocol.ts";
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
  const batcher = createBatcher(createEnrolRun(door), { itemsMax: BATCH_MAX, keyOf: (item: EnrolItem) => item.request.facts.serialNumber });
  return async (request, now) => {
    const thumbprint = door.crypto.thumbprintOf(request.publicKey);
    if (thumbprint === null || !isProven(door, request, now)) return err(problem("enrolment-proof-invalid", "the proof is not of this key, these facts and this time"));
    if (!isPlatform(request.facts.platform)) return err(problem("body-invalid", `\`${request.facts.platform}\` is not a platform`));
    return batcher.submit({ request, thumbprint, tokenHash: sha256Hex(request.enrolmentToken), now });
  };
}

function isProven(door: DeviceDoor, request: EnrolRequest, now: Instant): boolean {
  const payload = door.crypto.verify(request.proof, request.publicKey) as Partial<EnrolProof> | null;
  if (payload === null || typeof payload !== "object" || payload.aud !== "tidegate-enrol" || typeof payload.iat !== "number") return false;
  if (Math.abs(payload.iat * SECOND_MS - now) > PROOF_SKEW_MS_MAX) return false;
  const { enrolmentToken, publicKey, facts } = request;
  return payload.bodyHash === hashOf({ enrolmentToken, publicKey, facts } as unknown as Json);
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

async function enrolInUnit(door: DeviceDoor, unit: Unit, items: readonly EnrolItem[]): Promise<Outcome> {
  const { tenant } = await unit.world.get();
  const known = await unit.estate.findBySerials(items.map((item) => item.request.facts.serialNumber));
  const deviceBySerial = new Map(known.map((device) => [device.serialNumber, device]));
  const identities = await unit.devices.findIdentities({ deviceIds: known.map((device) => device.id) });
  const added: Device[] = [];
  const pinned: IdentityRow[] = [];
  const answers: EnrolAnswer[] = [];
  for (const item of items) {
    const device = deviceBySerial.get(item.request.facts.serialNumber) ?? newDevice(item.request.facts, item.now);
    const answer = await admit(door, unit, tenant, item, device, identities, pinned);
    if (answer.ok && !deviceBySerial.has(device.serialNumber)) added.push(device);
    answers.push(answer);
  }
  if (added.length > 0) await addDevices(unit, added, items);
  await unit.devices.insertIdentities(pinned);
  for (const row of pinned) await audit(unit, row.enrolledAt, `device:${row.deviceId}`, row.status === "active" ? "device.enrolled" : "device.quarantined", `device:${row.deviceId}`, { thumbprint: row.thumbprint });
  return { answers, pinned, estateChanged: added.length > 0 || pinned.some((row) => row.status !== "active") };
}

async function admit(door: DeviceDoor, unit: Unit, tenant: string, item: EnrolItem, device: Device, identities: readonly IdentityRow[], pinned: IdentityRow[]): Promise<EnrolAnswer> {
  const mine = identities.filter((row) => row.deviceId === device.id);
  const same = mine.find((row) => row.thumbprint === item.thumbprint);
  if (same?.status === "active") return ok(welcome(door, tenant, device, item.now));
  if (same !== undefined) return err(conflict(device));
  if (!(await unit.devices.useEnrolmentToken(item.tokenHash, 1, item.now))) return err(problem("enrolment-token-invalid", "the enrolment token is unknown, used up or too old"));
  const status = mine.some((row) => row.status === "active") ? "quarantined" : "active";
  pinned.push({ deviceId: device.id, thumbprint: item.thumbprint, publicKey: item.request.publicKey, status, enrolledAt: item.now });
  if (status === "active") return ok(welcome(door, tenant, device, item.now));
  await unit.world.bump({ estate: false });
  return err(conflict(device));
}

async function addDevices(unit: Unit, devices: readonly Device[], items: readonly EnrolItem[]): Promise<void> {
  await unit.world.bump({ estate: true });
  await unit.estate.upsert({ devices, users: [], groups: [], sites: [] });
  const at = (items[0] as EnrolItem).now;
  for (const device of devices) await audit(unit, at, `device:${device.id}`, "device.added", `device:${device.id}`, { serialNumber: device.serialNumber });
}

function welcome(door: DeviceDoor, tenant: string, device: Device, now: Instant): EnrolResponse {
  return { deviceId: device.id, tenant, serverKeys: door.crypto.serverKeys(), nextCheckInAt: now };
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
    siteId: null,
    primaryUserId: null,
    sensitivities: [],
    testOnly: false,
    groupIds: [],
    lastSeenAt: now,
  };
}
