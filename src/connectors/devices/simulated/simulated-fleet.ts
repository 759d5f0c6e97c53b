import { assert } from "../../../kit/assert.ts";
import { seededRandom } from "../../../kit/seeded-random.ts";
import type { DeviceId, PolicyId, RolloutId, VersionHash } from "../../../kit/ids.ts";
import { plusMs, type Instant } from "../../../kit/instant.ts";
import type { BackendObservation } from "../../../app/ports/device-backend.ts";
import {
  onlineFrom,
  stateAfterTaking,
  type OfflineSpan,
  type SimulatedDevice,
  type SimulatedFault,
  type SimulatedLatency,
} from "./simulated-device.ts";
import { createVirtualQueue, type Timed } from "./virtual-queue.ts";

/** A version that a device is to take. `key` names the change that it comes from: together they draw the latency. */
export type Order = Readonly<{
  rolloutId: RolloutId;
  purpose: "offer" | "restore";
  deviceId: DeviceId;
  policyId: PolicyId;
  versionHash: VersionHash | null;
  key: string;
}>;

export type SimulatedFleet = Readonly<{
  /** Lives through everything up to `now`. How often it is called changes nothing. */
  advance: (now: Instant) => void;
  /** Replaces what the device was about to do with this policy. A device that the fleet does not have is passed over. */
  order: (order: Order, now: Instant) => void;
  /** Takes back the offers that no device has begun to take. */
  withdrawOffers: (rolloutId: RolloutId) => void;
  knows: (deviceId: DeviceId) => boolean;
  /** Has it tried to take a version of this rollout, whatever came of it? */
  isExposed: (rolloutId: RolloutId, deviceId: DeviceId) => boolean;
  /** The order that it has not begun yet, if any. */
  waitingOrder: (deviceId: DeviceId, policyId: PolicyId) => Order | null;
  heldVersion: (deviceId: DeviceId, policyId: PolicyId) => VersionHash | null;
  goOffline: (deviceId: DeviceId, span: OfflineSpan) => void;
  /** What the fleet reported up to the last `advance`, oldest first; only ever grows. */
  reported: readonly BackendObservation[];
}>;

export type FleetOptions = Readonly<{
  seed: number | string;
  devices: readonly SimulatedDevice[];
  faults: readonly SimulatedFault[];
  latency: SimulatedLatency;
}>;

type Member = {
  readonly device: SimulatedDevice;
  offline: readonly OfflineSpan[];
  readonly held: Map<PolicyId, VersionHash | null>;
  readonly waiting: Map<PolicyId, Order>;
};
type Happening = Timed &
  Readonly<{ member: Member }> &
  (Readonly<{ kind: "take"; order: Order }> | Readonly<{ kind: "report"; observation: BackendObservation }>);

export function createSimulatedFleet({ seed, devices, faults, latency }: FleetOptions): SimulatedFleet {
  const membersById = new Map(devices.map((device) => [device.id, memberOf(device)]));
  assert(membersById.size === devices.length, "each device of the fleet has an id of its own");
  const queue = createVirtualQueue<Happening>();
  const reported: BackendObservation[] = [];
  const exposed = new Set<string>();

  const take = (order: Order, member: Member, at: Instant) => {
    const { deviceId, policyId, versionHash } = order;
    member.waiting.delete(policyId);
    exposed.add(exposureOf(order.rolloutId, deviceId));
    const state = stateAfterTaking(member.device, versionHash, faults, seed);
    if (state === "succeeded") member.held.set(policyId, versionHash);
    const reportAt = plusMs(at, latency.reportMs);
    const observation = { deviceId, policyId, versionHash, state, observedAt: reportAt };
    queue.push({ kind: "report", at: reportAt, name: nameOf(order), member, observation });
  };
  const happen = (item: Happening) => {
    if (item.kind === "take" && item.member.waiting.get(item.order.policyId) !== item.order) return;
    const at = onlineFrom(item.at, item.member.offline);
    if (at === null) return;
    if (at > item.at) queue.push({ ...item, at });
    else if (item.kind === "take") take(item.order, item.member, at);
    else reported.push({ ...item.observation, observedAt: at });
  };
  return {
    reported,
    advance: (now) => {
      for (let item = queue.popDue(now); item !== null; item = queue.popDue(now)) happen(item);
    },
    order: (order, now) => {
      const member = membersById.get(order.deviceId);
      if (member === undefined) return;
      member.waiting.set(order.policyId, order);
      const takeMs = seededRandom(`${seed}/${nameOf(order)}`).int(latency.takeMsMin, latency.takeMsMax + 1);
      queue.push({ kind: "take", at: plusMs(now, takeMs), name: nameOf(order), member, order });
    },
    withdrawOffers: (rolloutId) => {
      for (const { waiting } of membersById.values()) {
        for (const [policyId, order] of waiting) {
          if (order.rolloutId === rolloutId && order.purpose === "offer") waiting.delete(policyId);
        }
      }
    },
    knows: (deviceId) => membersById.has(deviceId),
    isExposed: (rolloutId, deviceId) => exposed.has(exposureOf(rolloutId, deviceId)),
    waitingOrder: (deviceId, policyId) => membersById.get(deviceId)?.waiting.get(policyId) ?? null,
    heldVersion: (deviceId, policyId) => membersById.get(deviceId)?.held.get(policyId) ?? null,
    goOffline: (deviceId, span) => {
      const member = membersById.get(deviceId);
      assert(member !== undefined, `the fleet has a device ${deviceId}`);
      member.offline = [...member.offline, span];
    },
  };
}

function memberOf(device: SimulatedDevice): Member {
  const held = new Map((device.holds ?? []).map(({ policyId, versionHash }) => [policyId, versionHash] as const));
  return { device, offline: device.offline ?? [], held, waiting: new Map() };
}

function nameOf({ deviceId, policyId, key }: Order): string {
  return `${deviceId}/${policyId}/${key}`;
}

function exposureOf(rolloutId: RolloutId, deviceId: DeviceId): string {
  return `${rolloutId}\n${deviceId}`;
}
