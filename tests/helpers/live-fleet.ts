import type { AgentTransport } from "../../src/agent/agent-ports.ts";
import type { CheckInResult } from "../../src/agent/check-in.ts";
import { instant } from "../../src/kit/instant.ts";
import { DEVICE_PATHS, type CheckInResponse, type DeviceReport, type ReportRequest } from "../../src/policy/bundle/protocol.ts";
import type { BundleEnvelope } from "../../src/policy/bundle/bundle.ts";
import { behaviourOf, WELL_BEHAVED } from "../../src/sim/fleet/behaviours.ts";
import { createHttpLine, type HttpLine } from "../../src/sim/fleet/http-transport.ts";
import type { NodeFault } from "../../src/sim/fleet/node-faults.ts";
import { createVirtualDevice, type VirtualDevice, type VirtualDeviceSpec } from "../../src/sim/fleet/virtual-device.ts";

/** What the client side of one device has seen: the server's word is held against it. */
export type DeviceLog = Readonly<{
  name: string;
  deviceId: () => string;
  /** Numbers of the bundles in the order of their answers. */
  bundles: readonly Readonly<{ epoch: number; seq: number }>[];
  /** Every report that was answered with 202, and what the server said of it. */
  acknowledged: readonly Acknowledged[];
  /** Every policy version that a bundle ever brought. */
  everOffered: ReadonlySet<string>;
  lastCheckIn: () => CheckInResult | null;
}>;

export type Acknowledged = Readonly<{ report: DeviceReport; outcome: "counted" | "counted-before" | "superseded" }>;

export type LiveFleet = Readonly<{
  logs: readonly DeviceLog[];
  /** The server may have moved to another port. */
  connect: (origin: string) => Promise<void>;
  enrolAll: (token: string) => Promise<void>;
  /** Every device checks in once and sends what waits; devices do not wait out the time that they were told. */
  round: () => Promise<void>;
  acknowledgedCount: () => number;
  close: () => Promise<void>;
}>;

export type LiveFleetOptions = Readonly<{
  devices: readonly VirtualDeviceSpec[];
  seed: number;
  faults?: readonly NodeFault[];
  lanes?: number;
}>;

/** Real agents on real HTTP, as one asks them; what they keep outlives any server. */
export function createLiveFleet({ devices, seed, faults = [], lanes = 12 }: LiveFleetOptions): LiveFleet {
  const startAt = instant(Date.now());
  let line: HttpLine | null = null;
  const send: AgentTransport["send"] = async (request) => {
    if (line === null) throw new Error("`connect` comes first");
    return line.transport.send(request);
  };
  let acknowledged = 0;
  const members = devices.map((spec) => {
    const log = newLog(spec.facts.name);
    const behaviour = behaviourOf(seed, spec.serialNumber, WELL_BEHAVED, startAt);
    const transport: AgentTransport = {
      send: async (request) => {
        const answer = await send(request);
        if (answer.ok && request.path === DEVICE_PATHS.checkIn && answer.value.status === 200) noteBundle(log, answer.value.body);
        if (answer.ok && request.path === DEVICE_PATHS.report && answer.value.status === 202) {
          acknowledged += 1;
          const { report } = JSON.parse(request.body ?? "") as ReportRequest;
          log.acknowledged.push({
            report: payloadOf<DeviceReport>(report),
            ...(JSON.parse(answer.value.body) as Pick<Acknowledged, "outcome">),
          });
        }
        return answer;
      },
    };
    const now = () => instant(Date.now());
    const device = createVirtualDevice(spec, behaviour, { seed, faults, randomFailureChance: 0, transport, startAt, now });
    return { device, log };
  });
  const visit = async ({ device, log }: (typeof members)[number]) => {
    log.last = await device.agent.checkIn();
    if (log.last.reportDue) await device.agent.sendReport();
  };
  return {
    logs: members.map(({ log }) => ({ ...log, deviceId: () => log.id ?? "not enrolled", lastCheckIn: () => log.last })),
    connect: async (origin) => {
      const old = line;
      line = createHttpLine(origin, lanes);
      await old?.close();
    },
    enrolAll: (token) =>
      inLanes(members, lanes, async ({ device, log }) => {
        log.id = await enrolled(device, token);
      }),
    round: () => inLanes(members, lanes, visit),
    acknowledgedCount: () => acknowledged,
    close: async () => {
      await line?.close();
    },
  };
}

type WritableLog = {
  name: string;
  id: string | null;
  bundles: { epoch: number; seq: number }[];
  acknowledged: Acknowledged[];
  everOffered: Set<string>;
  last: CheckInResult | null;
};

function newLog(name: string): WritableLog {
  return { name, id: null, bundles: [], acknowledged: [], everOffered: new Set(), last: null };
}

function noteBundle(log: WritableLog, body: string): void {
  const { envelope, content } = JSON.parse(body) as CheckInResponse;
  const { epoch, seq } = payloadOf<BundleEnvelope>(envelope);
  log.bundles.push({ epoch, seq });
  for (const policy of content.policies) log.everOffered.add(policy.versionHash);
}

function payloadOf<T>(jws: string): T {
  return JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString("utf8")) as T;
}

async function enrolled(device: VirtualDevice, token: string): Promise<string> {
  const result = await device.agent.enrol(token, device.facts);
  if (!result.ok) throw new Error(`${device.facts.name} was not enrolled: ${result.error.code}, ${result.error.detail}`);
  return result.value.deviceId;
}

async function inLanes<T>(items: readonly T[], lanes: number, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const lane = async () => {
    for (let next = waiting.next(); next.done !== true; next = waiting.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
