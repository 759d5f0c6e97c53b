import type { DeviceDetail, DevicesAnswer, DeviceWhy } from "../../http/contract/devices.ts";
import type { Palette } from "./palette.ts";
import { tableText } from "./table.ts";
import { count, listed, moment, plural, shortHash, value } from "./words.ts";

export function devicesTable({ items }: DevicesAnswer): string {
  return tableText(items, [
    { head: "NAME", cell: (row) => row.name },
    { head: "SERIAL", cell: (row) => row.serialNumber },
    { head: "PLATFORM", cell: (row) => row.platform },
    { head: "VERSION", cell: (row) => row.osVersion ?? "-" },
    { head: "LAST SEEN", cell: (row) => moment(row.lastSeenAt) },
    { head: "WORST STATE", cell: (row) => row.worstState ?? "-" },
    { head: "BUNDLE", cell: (row) => (row.bundle === null ? "-" : `${row.bundle.seq}`), right: true },
    { head: "ID", cell: (row) => row.id },
  ]);
}

/** A device as the help desk needs it: what it is, whose, what it was told, and what it answered. */
export function deviceText(device: DeviceDetail, palette: Palette): string {
  const { person, site } = device;
  const facts: readonly (readonly [string, string])[] = [
    ["serial", device.serialNumber],
    ["system", [device.platform, device.osVersion, device.edition].filter((part) => part !== null).join(" ")],
    ["model", [device.manufacturer, device.model].filter((part) => part !== null).join(" ") || "-"],
    ["person", person === null ? "nobody" : `${person.displayName} (${person.principalName})`],
    ["site", site === null ? "-" : `${site.name} (${site.timeZone})`],
    ["ownership", device.ownership],
    ["joined", device.joinType ?? "never reported"],
    ["enrolled", enrolmentWords(device)],
    ["drive", device.driveEncryption ?? "never reported"],
    ["licences", licenceWords(person)],
    ["marked", listed([...device.sensitivities, ...(device.testOnly ? ["test only"] : [])]) || "-"],
    ["groups", device.groups.map((group) => `${group.name}${group.via === "user" ? " (person)" : ""}`).join(", ") || "-"],
    ["keys", device.keys.map((key) => `${key.thumbprint} ${key.status}`).join(", ") || "not enrolled"],
    ["last seen", moment(device.lastSeenAt)],
    ["bundle", bundleWords(device.bundle)],
  ];
  const policies = device.policies.map(
    (row) =>
      `  ${row.state}  "${row.name}" ${shortHash(row.versionHash)}: ${count(row.verified)} of ${plural(row.settings, "setting")} verified, ${moment(row.reportedAt)}`,
  );
  const rollouts = device.rollouts.map(
    (row) => `  "${row.name}", phase ${row.phaseIndex + 1}, ${row.phaseName}: ${row.status}, offered ${moment(row.offeredAt)}`,
  );
  const lines = [
    `${palette.bold(device.name)}   ${palette.faint(device.id)}`,
    ...facts.map(([label, text]) => `  ${label.padEnd(FACT_WIDTH)} ${text}`),
    ...(policies.length === 0 ? ["Policies: no report yet"] : ["Policies", ...policies]),
    ...(rollouts.length === 0 ? [] : ["Rollouts", ...rollouts]),
    palette.faint(`As of ${moment(device.asOf)}`),
  ];
  return `${lines.join("\n")}\n`;
}

const FACT_WIDTH = 10;

function enrolmentWords({ enrolment, supervised }: DeviceDetail): string {
  const supervision = supervised === null ? "" : supervised ? ", supervised" : ", not supervised";
  return `${enrolment ?? "never reported"}${supervision}`;
}

function licenceWords(person: DeviceDetail["person"]): string {
  if (person === null) return "-";
  if (person.licences === null) return "never reported";
  return listed(person.licences) || "none";
}

/** Per policy: by which road it reaches the device, what is wanted, and what the device read back. */
export function deviceWhyText(why: DeviceWhy, palette: Palette): string {
  const lines = [
    `${palette.bold(why.device.name)}   ${palette.faint(why.device.id)}`,
    why.sentence,
    ...why.policies.flatMap((policy) => ["", ...policyLines(policy, palette)]),
    ...(why.conflicts.length === 0
      ? []
      : [
          "",
          palette.warn(`Conflicts: ${plural(why.conflicts.length, "setting")} that the device gets from nobody`),
          ...why.conflicts.flatMap(conflictLines),
        ]),
    ...(why.refused === null || why.refused === undefined
      ? []
      : ["", palette.bad(`The device refused its latest bundle: ${value(why.refused)}`)]),
    "",
    palette.faint(`Bundle ${bundleWords(why.bundle)}; last seen ${moment(why.lastSeenAt)}; as of ${moment(why.asOf)}`),
  ];
  return `${lines.join("\n")}\n`;
}

type PolicyWhy = DeviceWhy["policies"][number];

function policyLines(policy: PolicyWhy, palette: Palette): readonly string[] {
  const { rollout, report } = policy;
  const version =
    policy.versionNumber === null
      ? shortHash(policy.versionHash)
      : `version ${policy.versionNumber} (${shortHash(policy.versionHash)})`;
  const head = policy.wanted ? `wanted, ${version}` : "not wanted";
  return [
    `${palette.bold(`"${policy.name}"`)}  ${head}`,
    ...policy.because.map((reason) => `  because ${reason}`),
    ...(rollout === null ? [] : [`  by rollout "${rollout.name}", ${rollout.phase}, ${rollout.status}`]),
    ...policy.settings.map((setting) => `    ${setting.node} = ${value(setting.value)}`),
    ...reportLines(report, palette),
  ];
}

function reportLines(report: PolicyWhy["report"], palette: Palette): readonly string[] {
  if (report === null) return [palette.warn("  no report about it yet")];
  const which = report.isOfWantedVersion ? "" : `, about ${shortHash(report.versionHash)}, not the wanted version`;
  const text = `  the device says ${report.state}: ${count(report.verified)} of ${plural(report.settings, "setting")} verified, ${count(report.applied)} applied, ${moment(report.reportedAt)}${which}`;
  const isClean = Array.isArray(report.exceptions) ? report.exceptions.length === 0 : report.exceptions === null;
  const line = report.state === "succeeded" ? palette.good(text) : palette.warn(text);
  return isClean ? [line] : [line, ...exceptionLines(report.exceptions)];
}

/** Exceptions come from the device: each is shown as it came. */
function exceptionLines(exceptions: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(exceptions) ? exceptions : [exceptions];
  return list.map((one) => `    ${value(one)}`);
}

function conflictLines({ node, candidates }: DeviceWhy["conflicts"][number]): readonly string[] {
  return [`  ! ${node}`, ...candidates.map((one) => `      "${one.name}" asks  ${value(one.value)}`)];
}

function bundleWords(bundle: DeviceDetail["bundle"]): string {
  if (bundle === null) return "never offered";
  const answered =
    bundle.reportedSeq >= bundle.seq ? `answered ${moment(bundle.reportedAt)}` : `not answered yet (last ${bundle.reportedSeq})`;
  return `${bundle.seq} of epoch ${bundle.epoch}, offered ${moment(bundle.offeredAt)}, ${answered}`;
}
