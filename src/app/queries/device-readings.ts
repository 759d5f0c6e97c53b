import type { Device } from "../../estate/device.ts";
import type { Estate } from "../../estate/estate.ts";
import type { User } from "../../estate/user.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { compareText, type PolicyId } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";
import type { ReportState } from "../../policy/bundle/protocol.ts";
import type { DeviceStanding, IdentityRow, PolicyReportRow } from "../ports/device-store.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import type { EstateMemory } from "./estate-memory.ts";
import { pageOf, type Page, type PageRequest } from "./page-of.ts";

export type DeviceSummary = Readonly<
  Pick<Device, "id" | "name" | "serialNumber" | "platform" | "osVersion" | "lastSeenAt"> & {
    bundle: DeviceStanding["bundle"];
    /** Over its policies; null: nothing reported. */
    worstState: ReportState | null;
  }
>;

export type NamedReport = Omit<PolicyReportRow, "deviceId"> & Readonly<{ name: string }>;

/** What decides whether a setting can take effect; null: never reported. */
type SettingFact = "supervised" | "joinType" | "enrolment" | "driveEncryption";

export type DeviceDetail = DeviceSummary &
  Pick<Device, "edition" | "manufacturer" | "model" | "ownership" | "sensitivities" | "testOnly" | SettingFact> &
  Readonly<{
    site: Readonly<{ id: string; name: string; timeZone: string }> | null;
    person: Readonly<{
      id: string;
      displayName: string;
      principalName: string;
      department: string | null;
      /** Service plans; null: never reported. */
      licences: readonly string[] | null;
    }> | null;
    groups: readonly Readonly<{ id: string; name: string; via: "device" | "user" }>[];
    keys: readonly Pick<IdentityRow, "thumbprint" | "status" | "enrolledAt">[];
    policies: readonly NamedReport[];
    rollouts: readonly Readonly<{
      id: string;
      name: string;
      phaseIndex: number;
      phaseName: string;
      status: string;
      offeredAt: Instant | null;
    }>[];
    asOf: Instant;
  }>;

export type DevicesRequest = PageRequest & Readonly<{ search: string | null; platform: string | null }>;

export function listDevices(
  store: Store,
  { limit, after, search, platform }: DevicesRequest,
  now: Instant,
): Promise<Page<DeviceSummary> & Readonly<{ asOf: Instant }>> {
  return store.read(async (unit) => {
    const filter = { search, platform, limit: limit + 1, afterId: after };
    const devices = await unit.estate.listDevices(filter);
    const page = pageOf(devices, limit, await unit.estate.countDevices(filter), (device) => device.id);
    const standings = await unit.devices.standings(page.items.map((device) => device.id));
    const standingById = new Map(standings.map((standing) => [standing.deviceId, standing]));
    return { ...page, items: page.items.map((device) => summaryOf(device, standingById.get(device.id))), asOf: now };
  });
}

export function getDevice(
  store: Store,
  memory: EstateMemory,
  text: string,
  now: Instant,
): Promise<Result<DeviceDetail, Problem>> {
  return store.read(async (unit) => {
    const device = await unit.estate.lookUpDevice(text);
    if (device === null) return err(deviceUnknown(text));
    const [standing] = await unit.devices.standings([device.id]);
    const { estate } = await memory.read(unit);
    const { edition, manufacturer, model, ownership, sensitivities, testOnly } = device;
    const { supervised, joinType, enrolment, driveEncryption } = device;
    const keys = await unit.devices.findIdentities({ deviceIds: [device.id] });
    const rollouts = await unit.rollouts.ofDevice(device.id);
    return ok({
      ...summaryOf(device, standing),
      edition,
      manufacturer,
      model,
      ownership,
      supervised,
      joinType,
      enrolment,
      driveEncryption,
      sensitivities,
      testOnly,
      ...placesOf(device, estate),
      keys: keys.map(({ thumbprint, status, enrolledAt }) => ({ thumbprint, status, enrolledAt })),
      policies: await namedReports(unit, await unit.devices.reportsOf(device.id)),
      rollouts: rollouts.map(({ rolloutId, name, phaseIndex, phaseName, stateKind, offeredAt }) => ({
        id: rolloutId,
        name,
        phaseIndex,
        phaseName,
        status: stateKind,
        offeredAt,
      })),
      asOf: now,
    });
  });
}

export function deviceUnknown(text: string): Problem {
  return problem("device-unknown", `there is no device \`${text}\``);
}

function summaryOf(device: Device, standing: DeviceStanding | undefined): DeviceSummary {
  const { id, name, serialNumber, platform, osVersion, lastSeenAt } = device;
  return {
    id,
    name,
    serialNumber,
    platform,
    osVersion,
    lastSeenAt,
    bundle: standing?.bundle ?? null,
    worstState: worstOf(standing?.states ?? []),
  };
}

/** From worst to best. */
const BADNESS: readonly ReportState[] = ["error", "conflict", "succeeded", "notApplicable"];

function worstOf(states: readonly ReportState[]): ReportState | null {
  return BADNESS.find((state) => states.includes(state)) ?? null;
}

function placesOf(device: Device, estate: Estate): Pick<DeviceDetail, "site" | "person" | "groups"> {
  const user = device.primaryUserId === null ? undefined : estate.usersById.get(device.primaryUserId);
  const site = device.siteId === null ? undefined : estate.sitesById.get(device.siteId);
  const groups = [
    ...device.groupIds.map((id) => ({ id, name: estate.groupsById.get(id)?.name ?? id, via: "device" as const })),
    ...(user?.groupIds ?? []).map((id) => ({ id, name: estate.groupsById.get(id)?.name ?? id, via: "user" as const })),
  ];
  const person = user === undefined ? null : personOf(user);
  return { site: site ?? null, person, groups: groups.sort((a, b) => compareText(a.name, b.name)) };
}

function personOf({ id, displayName, principalName, department, licences }: User): DeviceDetail["person"] {
  return { id, displayName, principalName, department, licences };
}

/** A report may speak of a version that is live no more, or of a policy that is gone: then its own name is used, or its id. */
async function namedReports(unit: Unit, reports: readonly PolicyReportRow[]): Promise<readonly NamedReport[]> {
  const nameById = new Map<PolicyId, string>(
    (await unit.policies.loadLive()).map((policy) => [policy.id, policy.live.content.name]),
  );
  return reports.map(({ deviceId: _, ...report }) => ({ ...report, name: nameById.get(report.policyId) ?? report.policyId }));
}
