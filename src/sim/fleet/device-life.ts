import { plusMs } from "../../kit/instant.ts";
import type { CheckInResult } from "../../agent/check-in.ts";
import { nextOnlineAt } from "./behaviours.ts";
import type { EventQueue } from "./event-queue.ts";
import type { FleetCounts } from "./fleet-stats.ts";
import type { VirtualClock } from "./virtual-clock.ts";
import type { VirtualDevice } from "./virtual-device.ts";

export type FleetEvent = Readonly<{ kind: "enrol" | "check-in" | "report"; member: FleetMember }>;
/** `reportScheduled`: one report event at most is in the queue. */
export type FleetMember = { readonly device: VirtualDevice; reportScheduled: boolean; isHarmed: boolean; wasHarmed: boolean };

export type DeviceLife = Readonly<{
  enrol: (member: FleetMember) => Promise<void>;
  /** Does one event and puts the device's next one in the queue. */
  perform: (event: FleetEvent) => Promise<void>;
}>;

export type DeviceLifeOptions = Readonly<{
  clock: VirtualClock;
  queue: EventQueue<FleetEvent>;
  counts: FleetCounts;
  enrolmentToken: string;
}>;

/** What a device does when its time comes, and when it comes again. */
export function createDeviceLife({ clock, queue, counts, enrolmentToken }: DeviceLifeOptions): DeviceLife {
  const schedule = (kind: FleetEvent["kind"], member: FleetMember, waitMs: number) =>
    queue.push(plusMs(clock.now(), waitMs), { kind, member });
  const enrol = async (member: FleetMember) => {
    const enrolled = await member.device.agent.enrol(enrolmentToken, member.device.facts);
    if (enrolled.ok) {
      counts.enrolled += 1;
      schedule("check-in", member, enrolled.value.waitMs);
    } else if (enrolled.error.code === "refused") counts.enrolmentsRefused += 1;
    else schedule("enrol", member, enrolled.error.wait.waitMs);
  };
  const report = async (member: FleetMember) => {
    const result = await member.device.agent.sendReport();
    counts.reportsAcknowledged += result.sentCount;
    if (!("waitMs" in result)) return;
    counts[result.status === "held-off" ? "heldOff" : "failures"] += 1;
    member.reportScheduled = true;
    schedule("report", member, result.waitMs);
  };
  const noteCheckIn = (member: FleetMember, { status }: CheckInResult) => {
    counts.checkIns += 1;
    if (status === "unchanged") counts.notModified += 1;
    else if (status === "refused") counts.refusals += 1;
    else if (status === "held-off") counts.heldOff += 1;
    else if (status === "failed") counts.failures += 1;
    else {
      counts.bundlesApplied += 1;
      member.isHarmed = member.device.applier.takeHarm();
      member.wasHarmed ||= member.isHarmed;
    }
  };
  const visit = async (member: FleetMember) => {
    const result = await member.device.agent.checkIn();
    noteCheckIn(member, result);
    schedule("check-in", member, result.waitMs);
    if (!result.reportDue || member.reportScheduled) return;
    const { reportDelayMs } = member.device.behaviour;
    if (reportDelayMs === 0) await report(member);
    else {
      member.reportScheduled = true;
      schedule("report", member, reportDelayMs);
    }
  };
  const perform = async ({ kind, member }: FleetEvent) => {
    const now = clock.now();
    const onlineAt = kind === "enrol" ? now : nextOnlineAt(member.device.behaviour.availability, now);
    if (onlineAt === null) counts.gone += kind === "check-in" ? 1 : 0;
    else if (onlineAt > now) queue.push(onlineAt, { kind, member });
    else if (kind === "enrol") await enrol(member);
    else if (kind === "check-in") await visit(member);
    else {
      member.reportScheduled = false;
      await report(member);
    }
  };
  return { enrol, perform };
}
