import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import type { CheckInResponse } from "../../policy/bundle/protocol.ts";
import { createBatcher } from "../batcher.ts";
import { problem, type Problem } from "../problems/problem.ts";
import { nextCheckInAt } from "./check-in-times.ts";
import type { DeviceDoor } from "./device-door.ts";
import { etagOf, tagNamesSet } from "./etag.ts";
import { createOfferRun, type OfferRequest } from "./offer-bundles.ts";
import type { KnownDevice } from "./authenticate-device.ts";

export type CheckInAnswer = Readonly<{ etag: string | null; bundle: CheckInResponse | null; nextCheckInAt: Instant }>;
export type CheckIn = (device: KnownDevice, ifNoneMatch: string | null, now: Instant) => Promise<Result<CheckInAnswer, Problem>>;

/** As many devices as one transaction takes without holding the others up. */
const BATCH_MAX = 200;
/** More than this waiting, and a device is told to come back later. */
const WAITING_MAX = 5_000;

/**
 * W3. The quiet path, a device that holds what it should, is answered from the leased snapshot and costs no query; everything
 * new goes through the ledger first.
 */
export function createCheckIn(door: DeviceDoor): CheckIn {
  const offers = createBatcher(createOfferRun(door), { itemsMax: BATCH_MAX, keyOf: (request: OfferRequest) => request.deviceId });
  return async ({ identity }, ifNoneMatch, now) => {
    const { deviceId } = identity;
    const desired = (await door.view.current()).desired(deviceId);
    if (desired === null) return err(problem("device-key-stale", "this device is not in the estate any more"));
    if (desired.exposures.length === 0 && tagNamesSet(ifNoneMatch, desired.setHash)) {
      return ok({ etag: ifNoneMatch, bundle: null, nextCheckInAt: nextCheckInAt(door.times, desired, deviceId, now) });
    }
    if (offers.waiting() > WAITING_MAX) return err(problem("too-busy", "too many devices are waiting for a bundle"));
    const offer = await offers.submit({ deviceId, now });
    if (offer === null) return err(problem("device-key-stale", "this device is not in the estate any more"));
    const etag = etagOf(offer.row.epoch, offer.row.seq, offer.row.setHash);
    const next = nextCheckInAt(door.times, desired, deviceId, now);
    // Only the ledger had news (the set is what the device holds already): nothing to hand out.
    if (tagNamesSet(ifNoneMatch, offer.row.setHash)) return ok({ etag: ifNoneMatch, bundle: null, nextCheckInAt: next });
    return ok({
      etag,
      bundle: { envelope: door.crypto.signEnvelope(offer.row.envelope), content: offer.content },
      nextCheckInAt: next,
    });
  };
}
