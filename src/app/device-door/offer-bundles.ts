import { assert } from "../../kit/assert.ts";
import type { DeviceId, VersionHash } from "../../kit/ids.ts";
import { DAY_MS, plusMs, type Instant } from "../../kit/instant.ts";
import { contentHashOf, envelopeHashOf, type BundleContent, type BundleEnvelope } from "../../policy/bundle/bundle.ts";
import type { PolicyVersion } from "../../policy/policy.ts";
import { bundleContentOf } from "../../policy/resolve.ts";
import type { DesiredSet, FleetSnapshot } from "../fleet-view/fleet-snapshot.ts";
import type { BundleRow } from "../ports/device-store.ts";
import type { Unit } from "../ports/store.ts";
import type { DeviceDoor } from "./device-door.ts";

/** A bundle that is in the ledger and may be handed out. */
export type Offer = Readonly<{ row: BundleRow; content: BundleContent }>;
export type OfferRequest = Readonly<{ deviceId: DeviceId; now: Instant }>;

/** A bundle that nobody fetched for so long is made anew. */
const BUNDLE_LIFE_MS = 90 * DAY_MS;
/** The world moves at human speed; meeting it in motion this often in a row means that something is wrong. */
const ATTEMPTS_MAX = 8;

/**
 * Offers a batch of devices what they should hold: exposure rows, bundle numbers and contents in one transaction that holds
 * the fence still, and only after its commit are the bundles handed out (P-S1, P-S5, P-S7).
 */
export function createOfferRun(door: DeviceDoor): (requests: readonly OfferRequest[]) => Promise<readonly (Offer | null)[]> {
  const contents = createContentCache();
  return async (requests) => {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      const snapshot = await door.view.current();
      const offers = await door.store.write((unit) => offerInUnit(door, unit, snapshot, requests, contents));
      if (offers !== "moved") {
        snapshot.noteExposed(requests.map((request) => request.deviceId));
        return offers;
      }
      door.view.invalidate();
    }
    throw new Error("the world did not stand still long enough for an offer");
  };
}

async function offerInUnit(
  door: DeviceDoor,
  unit: Unit,
  snapshot: FleetSnapshot,
  requests: readonly OfferRequest[],
  contents: ContentCache,
): Promise<readonly (Offer | null)[] | "moved"> {
  const world = await unit.world.getShared();
  if (world.revision !== snapshot.world.revision || world.epoch !== snapshot.world.epoch) return "moved";
  const before = await unit.devices.bundlesForUpdate(requests.map((request) => request.deviceId));
  const rowByDevice = new Map(before.map((row) => [row.deviceId, row]));
  const offers: (Offer | null)[] = [];
  for (const { deviceId, now } of requests) {
    const desired = snapshot.desired(deviceId);
    if (desired === null) {
      offers.push(null);
      continue;
    }
    const { contentHash, content } = await contents.of(unit, desired, door);
    const row = rowByDevice.get(deviceId);
    offers.push({
      content,
      row: stillGood(row, desired, world.epoch, now) ?? newRow(door, world, deviceId, desired, contentHash, row, now),
    });
  }
  await writeOffers(unit, snapshot, requests, offers, before);
  return offers;
}

async function writeOffers(
  unit: Unit,
  snapshot: FleetSnapshot,
  requests: readonly OfferRequest[],
  offers: readonly (Offer | null)[],
  before: readonly BundleRow[],
): Promise<void> {
  const exposures = requests.flatMap(({ deviceId, now }) =>
    (snapshot.desired(deviceId)?.exposures ?? []).map((exposure) => ({ ...exposure, deviceId, offeredAt: now })),
  );
  if (exposures.length > 0) await unit.rollouts.expose(exposures);
  const unchanged = new Set(before);
  const fresh = offers.flatMap((offer) => (offer === null || unchanged.has(offer.row) ? [] : [offer]));
  if (fresh.length === 0) return;
  const contentBySet = new Map(
    fresh.map(({ row, content }) => [row.setHash, { setHash: row.setHash, contentHash: row.envelope.contentHash, content }]),
  );
  await unit.devices.saveContents([...contentBySet.values()]);
  await unit.devices.saveBundles(fresh.map((offer) => offer.row));
}

/** The device asks for what it was offered already (its answer was lost, say): the same number again. */
function stillGood(row: BundleRow | undefined, desired: DesiredSet, epoch: number, now: Instant): BundleRow | null {
  if (row === undefined || row.setHash !== desired.setHash || row.epoch !== epoch || row.refused !== null) return null;
  return row.envelope.notAfter > now && row.reportedSeq < row.seq ? row : null;
}

function newRow(
  door: DeviceDoor,
  world: Readonly<{ tenant: string; epoch: number }>,
  deviceId: DeviceId,
  desired: DesiredSet,
  contentHash: string,
  before: BundleRow | undefined,
  now: Instant,
): BundleRow {
  const envelope: BundleEnvelope = {
    type: "tidegate-bundle",
    specVersion: 1,
    tenant: world.tenant,
    deviceId,
    seq: (before?.seq ?? 0) + 1,
    epoch: world.epoch,
    issuedAt: now,
    notAfter: plusMs(now, BUNDLE_LIFE_MS),
    contentHash,
    previousHash: before?.envelopeHash ?? null,
    reportNonce: door.entropy.hex(128),
  };
  return {
    deviceId,
    epoch: envelope.epoch,
    seq: envelope.seq,
    setHash: desired.setHash,
    envelope,
    envelopeHash: envelopeHashOf(envelope),
    offeredAt: now,
    reportNumber: before?.reportNumber ?? 0,
    reportHash: before?.reportHash ?? null,
    reportedSeq: before?.reportedSeq ?? 0,
    reportedAt: before?.reportedAt ?? null,
    refused: null,
  };
}

type ContentCache = Readonly<{
  of: (unit: Unit, desired: DesiredSet, door: DeviceDoor) => Promise<Readonly<{ contentHash: string; content: BundleContent }>>;
}>;

/** Sets are few next to devices; the oldest goes when the memory is full. */
const CONTENTS_MAX = 2_000;

function createContentCache(): ContentCache {
  const bySet = new Map<string, Readonly<{ contentHash: string; content: BundleContent }>>();
  const versions = new Map<VersionHash, PolicyVersion>();
  return {
    of: async (unit, desired, door) => {
      const known = bySet.get(desired.setHash);
      if (known !== undefined) return known;
      const resolved = [];
      for (const { policyId, versionHash } of desired.members) {
        const version = versions.get(versionHash) ?? (await unit.policies.version(policyId, versionHash));
        assert(version !== null, `policy ${policyId} has no version ${versionHash}`);
        versions.set(versionHash, version);
        resolved.push({ policyId, versionHash, name: version.content.name, content: version.content });
      }
      const content = bundleContentOf(resolved, door.conflictRule);
      const made = { contentHash: contentHashOf(content), content };
      if (bySet.size >= CONTENTS_MAX) bySet.delete(bySet.keys().next().value as string);
      bySet.set(desired.setHash, made);
      return made;
    },
  };
}
