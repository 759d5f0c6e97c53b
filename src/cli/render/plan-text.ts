import type { PlanAnswer, PolicyPlanBody, RolloutPlanBody } from "../../http/contract/plans.ts";
import { formatDuration } from "../../kit/instant.ts";
import { accessLines, behaviourLines } from "./behaviour-text.ts";
import { acceptanceLines, effectLines, intentLines, undoLines } from "./consequence-text.ts";
import type { Palette } from "./palette.ts";
import { masterLines } from "./master-text.ts";
import { assignmentWords } from "./policy-text.ts";
import { count, listed, plural, shortHash, value } from "./words.ts";

/**
 * A plan for people: only what would change, what takes part in conflicts, what cannot be read, the phases, and what would
 * be taken away at the very end with its count. Holds no time: equal plans give equal bytes.
 */
export function planText({ hash, plan }: Pick<PlanAnswer, "hash" | "plan">, palette: Palette): string {
  const { policyPlan } = plan;
  const sections = [
    headLines(policyPlan, palette),
    settingLines(policyPlan, palette),
    assignmentLines(plan),
    deviceLines(policyPlan),
    behaviourLines(policyPlan, palette),
    accessLines(policyPlan, palette),
    intentLines(policyPlan.applicability, palette),
    effectLines(policyPlan, palette),
    undoLines(policyPlan, palette),
    conflictLines(policyPlan, palette),
    overlapLines(policyPlan, palette),
    masterLines(policyPlan.masters, palette),
    unknownLines(policyPlan, palette),
    phaseLines(plan, palette),
    acceptanceLines(plan, palette),
    deletionLines(policyPlan, palette),
    endLines(hash, plan, palette),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

const WOULD = { add: "would be added", change: "would change", retire: "would be retired" } as const;

function headLines({ change }: PolicyPlanBody, palette: Palette): readonly string[] {
  const versions = `${shortHash(change.fromHash)} -> ${shortHash(change.toHash)}`;
  return [`Policy ${palette.bold(`"${change.name}"`)} ${WOULD[change.kind]}   ${palette.faint(versions)}`];
}

/** What is taken from devices stands last, under deletions; what another policy goes on asking for is only let go here. */
function settingLines({ settings, deletions }: PolicyPlanBody, palette: Palette): readonly string[] {
  const deleted = new Set(deletions.flatMap((one) => (one.kind === "setting" ? [one.node] : [])));
  const shown = settings.filter((one) => !(one.kind === "removed" && deleted.has(one.node)));
  if (shown.length === 0) return [];
  return [`Settings: ${settingTally(settings)}`, ...shown.flatMap((one) => settingText(one, palette))];
}

export function settingText(one: PolicyPlanBody["settings"][number], palette: Palette): readonly string[] {
  switch (one.kind) {
    case "added":
      return [palette.good(`  + ${one.node}`), `      would be  ${value(one.after)}`];
    case "changed":
      return [palette.warn(`  ~ ${one.node}`), `      is        ${value(one.before)}`, `      would be  ${value(one.after)}`];
    case "removed":
      return [
        palette.warn(`  ~ ${one.node}`),
        `      is        ${value(one.before)}`,
        "      would be  left to other policies, which ask for it on every device concerned",
      ];
  }
}

function settingTally(settings: PolicyPlanBody["settings"]): string {
  const of = (kind: string) => settings.filter((one) => one.kind === kind).length;
  const parts = [`${count(of("added"))} would be added`, `${count(of("changed"))} changed`, `${count(of("removed"))} removed`];
  return parts.join(", ");
}

function assignmentLines({ assignments }: RolloutPlanBody): readonly string[] {
  if (assignments === null) return [];
  return ["Assigned once it is the policy", ...assignments.map((line) => `  ${assignmentWords(line)}`)];
}

function deviceLines({ change, devices }: PolicyPlanBody): readonly string[] {
  const { inScope, estate, users, withoutUser, gained, lost, stale } = devices;
  const verb = change.kind === "retire" ? "hold it and would lose it" : "would hold it";
  const moves = [
    ...(gained > 0 ? [`${count(gained)} would gain it`] : []),
    ...(lost > 0 ? [`${count(lost)} would lose it`] : []),
  ];
  return [
    `Devices: ${count(inScope)} of ${count(estate)} ${verb}, of ${plural(users, "person", "people")}; ${count(withoutUser)} belong to nobody`,
    ...(moves.length === 0 ? [] : [`  ${moves.join(", ")}`]),
    ...platformLines(devices.byPlatform),
    ...devices.bySensitivity
      .filter((one) => one.devices > 0)
      .map((one) => `  ${one.sensitivity}: ${count(one.devices)} of ${count(inScope)}`),
    ...(stale > 0 ? [`  not seen for more than 30 days: ${count(stale)} of ${count(inScope)}`] : []),
  ];
}

function platformLines(rows: PolicyPlanBody["devices"]["byPlatform"]): readonly string[] {
  const platforms = [...new Set(rows.map((row) => row.platform))];
  return platforms.map((platform) => {
    const own = rows.filter((row) => row.platform === platform);
    const total = own.reduce((sum, row) => sum + row.devices, 0);
    const versions = own.map((row) => `${row.osVersion ?? "version unknown"}: ${count(row.devices)}`);
    return `  ${platform} ${count(total)}   (${versions.join(" · ")})`;
  });
}

function conflictLines({ conflicts }: PolicyPlanBody, palette: Palette): readonly string[] {
  if (conflicts.length === 0) return [];
  const fresh = conflicts.filter((one) => one.standing === "new").length;
  const lines = conflicts.flatMap(({ node, ours, theirs, devices, standing }) => [
    palette.warn(`  ! ${node}   ${plural(devices, "device")}, ${standing === "new" ? "new" : "stands already"}`),
    `      "${ours.name}" would ask  ${value(ours.value)}`,
    `      "${theirs.name}" asks  ${value(theirs.value)}`,
  ]);
  const head = `Conflicts: ${count(conflicts.length)}, ${count(fresh)} of them new. No value wins: such a device would get neither`;
  return [palette.warn(head), ...lines];
}

/** Duplicates and what is redundant are counted; the rest is told one by one. */
function overlapLines({ overlaps, resolvedConflicts }: PolicyPlanBody, palette: Palette): readonly string[] {
  const told = overlaps.filter(({ severity }) => severity !== "low");
  const lines = told.flatMap((one) => [
    `  ~ ${one.node}   ${one.class}, ${plural(one.devices, "device")}, ${one.standing === "new" ? "new" : "stands already"}`,
    `      ${one.sentence}`,
  ]);
  const tidying = overlaps.length - told.length;
  return [
    ...(told.length === 0 ? [] : [palette.warn(`Not settled as somebody asks: ${plural(told.length, "setting")}`), ...lines]),
    ...(tidying === 0 ? [] : [palette.faint(`Asked for twice without harm: ${plural(tidying, "setting")}`)]),
    ...(resolvedConflicts.length === 0
      ? []
      : [
          palette.good(`Would end: ${plural(resolvedConflicts.length, "conflict")} that stand today`),
          ...resolvedConflicts.map(
            ({ node, theirs, devices }) => `  ${node} with "${theirs.name}"   ${plural(devices, "device")}`,
          ),
        ]),
  ];
}

function unknownLines({ unknownEffects }: PolicyPlanBody, palette: Palette): readonly string[] {
  if (unknownEffects.length === 0) return [];
  const policies = plural(unknownEffects.length, "policy", "policies");
  const lines = unknownEffects.map(({ name, devices }) => `  ? "${name}"   ${plural(devices, "device")} in common`);
  return [palette.warn(`Cannot be read: ${policies} whose effect on the same devices is unknown`), ...lines];
}

const ON_GATE_FAIL = {
  halt: "the rollout would halt by itself",
  "halt-and-roll-back": "the rollout would halt and roll back by itself",
} as const;

function phaseLines(
  { phases, startApprovalsMin, onGateFail, suspendedWhileIsolated, isolatedPilotSkipReason, people }: RolloutPlanBody,
  palette: Palette,
): readonly string[] {
  const nameWidth = Math.max(...phases.map((phase) => phase.name.length));
  const capWidth = Math.max(...phases.map((phase) => count(phase.cap).length));
  const lines = phases.map((phase, at) => {
    const number = String(at + 1).padStart(String(phases.length).length);
    const size = `at most ${count(phase.cap).padStart(capWidth)} new devices`;
    return `  ${number}  ${phase.name.padEnd(nameWidth)}  ${size}  ${palette.faint(gateWords(phase))}`;
  });
  const suspended = suspendedWhileIsolated.map((policy) => `"${policy.name}"`);
  return [
    "Phases: each would open when the gate of the one before has passed",
    ...lines,
    `  Start: ${plural(startApprovalsMin, "approval")}, never by the author. If a gate fails, ${ON_GATE_FAIL[onGateFail]}`,
    ...(suspended.length === 0 ? [] : [`  In the isolated pilot ${listed(suspended)} would be suspended`]),
    ...(isolatedPilotSkipReason === null ? [] : [`  No isolated pilot: ${isolatedPilotSkipReason}`]),
    `  ${peopleWords(people)}`,
  ];
}

function peopleWords(people: RolloutPlanBody["people"]): string {
  if (people.kind === "waived") return `People would not be told: ${people.reason}`;
  return `People would be told at least ${formatDuration(people.noticeLeadMsMin)} before; whoever was not is held back`;
}

function gateWords({ approvalsMin, gate }: RolloutPlanBody["phases"][number]): string {
  const failures =
    gate.failures.kind === "count"
      ? `${plural(gate.failures.max, "failure")} allowed`
      : `failures shown below ${gate.failures.percentMax} % with ${Number((100 * gate.failures.confidence).toFixed(2))} % confidence`;
  const conflicts = `${plural(gate.conflictDevicesMax, "conflict")} allowed`;
  return [
    plural(approvalsMin, "approval"),
    `soak ${formatDuration(gate.soakMsMin)}`,
    `${gate.reportedPercentMin} % reported`,
    failures,
    conflicts,
    ...(gate.helpRequestsPer1000Max === null ? [] : [`help requests up to ${gate.helpRequestsPer1000Max} per 1,000 devices`]),
  ].join(" · ");
}

function deletionLines({ change, settings, deletions, devices }: PolicyPlanBody, palette: Palette): readonly string[] {
  if (deletions.length === 0) return [];
  const before = new Map(settings.flatMap((one) => (one.kind === "removed" ? [[one.node, one.before] as const] : [])));
  const lines = deletions.map((one) => {
    if (one.kind === "devices-lose-policy")
      return `  - ${plural(one.devices, "device")} of ${count(devices.estate)} would lose "${change.name}"`;
    const was = before.has(one.node) ? ` (is ${value(before.get(one.node))})` : "";
    return `  - ${one.node}${was} would be taken from ${plural(one.devices, "device")}`;
  });
  const head = `Deletions: ${count(deletions.length)}, which need --allow-delete ${deletions.length}`;
  return [head, ...lines].map((line) => palette.bad(line));
}

function endLines(hash: string, { policyPlan, acceptances }: RolloutPlanBody, palette: Palette): readonly string[] {
  const { settings, conflicts, deletions } = policyPlan;
  const accept = acceptances.length === 0 ? "" : ` --accept ${acceptances.map(({ kind }) => kind).join(" ")}`;
  const allow = deletions.length === 0 ? "" : ` --allow-delete ${deletions.length}`;
  return [
    palette.bold(
      `Plan: ${settingTally(settings)}; ${plural(conflicts.length, "conflict")}; ${plural(deletions.length, "deletion")}`,
    ),
    `Hash: ${hash}`,
    `Next: tidegate rollout create --plan ${hash} --name NAME --reason WHY${allow}${accept}`,
  ];
}
