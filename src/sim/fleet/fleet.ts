import type { Instant } from "../../kit/instant.ts";
import { seededRandom } from "../../kit/seeded-random.ts";
import { behaviourOf, DEFAULT_MIX, type BehaviourMix, type DeviceBehaviour } from "./behaviours.ts";
import { createDeviceLife, type FleetEvent, type FleetMember } from "./device-life.ts";
import { createEventQueue } from "./event-queue.ts";
import { countingRequests, fleetStats, newFleetCounts, type FleetStats } from "./fleet-stats.ts";
import { createHttpLine, losingAnswers } from "./http-transport.ts";
import type { NodeFault } from "./node-faults.ts";
import type { VirtualClock } from "./virtual-clock.ts";
import { createVirtualDevice, type VirtualDevice, type VirtualDeviceSpec } from "./virtual-device.ts";

export type FleetSettings = Readonly<{
  /** `http://host:port` of the server. */
  origin: string;
  devices: readonly VirtualDeviceSpec[];
  seed: number | string;
  enrolmentToken: string;
  faults?: readonly NodeFault[];
  mix?: BehaviourMix;
  /** Per bundle that changes something; 0.003 unless told. */
  randomFailureChance?: number;
  /** Per request; 0.001 unless told. */
  lostAnswerChance?: number;
  /** Devices in flight at once; 32 unless told. */
  concurrency?: number;
}>;

export type Fleet = Readonly<{
  /** Enrols every device; who could not be served tries again as an event of its own. */
  enrolAll: (signal?: AbortSignal) => Promise<void>;
  /** When something is due next; null when all devices are gone for good. */
  nextEventAt: () => Instant | null;
  /** Moves the clock to `until` and does everything due by then, for each device in its order. Not to be called again before it resolves. A signal leaves the rest in the queue. */
  runUntil: (until: Instant, signal?: AbortSignal) => Promise<void>;
  stats: () => FleetStats;
  /** The machine itself: what a person in front of it would see. */
  deviceOf: (serialNumber: string) => VirtualDevice | null;
  close: () => Promise<void>;
}>;

const DEFAULT_CONCURRENCY = 32;

/**
 * Devices that live on virtual (or real) time and speak to a server over real HTTP. The same seed and the same answers
 * give the same requests of each device; how requests of different devices interleave is left to the network.
 */
export function createFleet(settings: FleetSettings & Readonly<{ clock: VirtualClock }>): Fleet {
  const { clock, seed, enrolmentToken, concurrency = DEFAULT_CONCURRENCY } = settings;
  const startAt = clock.now();
  const counts = newFleetCounts();
  const queue = createEventQueue<FleetEvent>();
  const line = createHttpLine(settings.origin, concurrency);
  const members = settings.devices.map((spec): FleetMember => {
    const drawn = spec.behaviour ?? behaviourOf(seed, spec.serialNumber, settings.mix ?? DEFAULT_MIX, startAt);
    const behaviour: DeviceBehaviour = spec.stale === true ? { ...drawn, availability: { kind: "gone", at: startAt } } : drawn;
    const lineRandom = seededRandom(`${seed}/line/${spec.serialNumber}`);
    const device = createVirtualDevice(spec, behaviour, {
      seed,
      faults: settings.faults ?? [],
      randomFailureChance: settings.randomFailureChance ?? 0.003,
      transport: countingRequests(losingAnswers(line.transport, settings.lostAnswerChance ?? 0.001, lineRandom), counts),
      startAt,
      now: clock.now,
    });
    return { device, reportScheduled: false, isHarmed: false, wasHarmed: false };
  });

  const life = createDeviceLife({ clock, queue, counts, enrolmentToken });
  const runUntil = async (until: Instant, signal?: AbortSignal) => {
    clock.advanceTo(until);
    await inParallel(concurrency, () => (signal?.aborted === true ? null : queue.popDue(until)), life.perform);
  };
  const harmed = () => ({
    now: members.filter(({ isHarmed }) => isHarmed).length,
    ever: members.filter(({ wasHarmed }) => wasHarmed).length,
  });
  return {
    enrolAll: (signal) => {
      const waiting = members.values();
      return inParallel(concurrency, () => (signal?.aborted === true ? null : (waiting.next().value ?? null)), life.enrol);
    },
    nextEventAt: queue.nextAt,
    runUntil,
    stats: () => fleetStats(counts, members.length, harmed()),
    deviceOf: (serialNumber) => members.find(({ device }) => device.serialNumber === serialNumber)?.device ?? null,
    close: line.close,
  };
}

/** `lanes` loops that each take the next item until there is none. */
async function inParallel<T>(lanes: number, take: () => T | null, work: (item: T) => Promise<void>): Promise<void> {
  const lane = async () => {
    for (let item = take(); item !== null; item = take()) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
