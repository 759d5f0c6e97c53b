import type { FirstPoliciesAnswer, TemplatesAnswer } from "../../http/contract/first-policies.ts";
import type {
  AcceptanceBody,
  CoverageAnswer,
  RequirementAnswer,
  RequirementsAnswer,
  RequirementSummaryBody,
  StarterAnswer,
  UncoveredAnswer,
} from "../../http/contract/requirements.ts";
import type { Palette } from "./palette.ts";
import { tableText } from "./table.ts";
import { count, listed, moment, plural, shareOf, value } from "./words.ts";

export function requirementsTable({ items }: Pick<RequirementsAnswer, "items">): string {
  return tableText(items, [
    { head: "AREA", cell: (row) => row.area },
    { head: "REQUIREMENT", cell: (row) => row.title },
    { head: "PRIORITY", cell: (row) => row.priority },
    { head: "STATUS", cell: (row) => (row.acceptedGap === null ? row.standing.status : `${row.standing.status} (accepted)`) },
    { head: "DEVICES", cell: (row) => `${count(row.standing.met)} of ${count(row.standing.ofDevices)}`, right: true },
    { head: "REVISION", cell: (row) => String(row.revision), right: true },
    { head: "ID", cell: (row) => row.id },
  ]);
}

export function requirementText(requirement: RequirementAnswer, palette: Palette): string {
  const { title, id, revision, retired, kind, priority, area, reason, source, platforms, standing, acceptedGap } = requirement;
  const lines = [
    `${palette.bold(title)}   ${palette.faint(`${id} revision ${revision}`)}`,
    `  ${kind}, ${priority}, ${area}, on ${listed(platforms)}${retired ? "; retired" : ""}`,
    `  because: ${reason}`,
    ...(source === null ? [] : [`  source: ${source}`]),
    `  ${standingWords(standing)}`,
    ...(acceptedGap === null ? [] : [`  accepted that it does not hold everywhere: ${acceptedGap}`]),
    ...(standing.undetermined === 0
      ? []
      : [`  on ${plural(standing.undetermined, "device")} policies disagree, so that nothing is promised`]),
    ...(standing.unmappedPlatforms.length === 0 ? [] : [`  no setting realises it on ${listed(standing.unmappedPlatforms)}`]),
    requirement.expected.length === 0 ? "No setting realises it" : "Settings that realise it",
    ...requirement.expected.map(
      (one) =>
        `  ${requirement.names[one.node] ?? one.node}: ${acceptWords(one.accept)} ${palette.faint(`(${listed(one.platforms)})`)}`,
    ),
    ...(requirement.policies.length === 0
      ? []
      : ["Policies that set them", ...requirement.policies.map(({ name }) => `  ${name}`)]),
    palette.faint(`Saved by ${requirement.updatedBy} at ${moment(requirement.updatedAt)}; judged at ${moment(requirement.asOf)}`),
  ];
  return `${lines.join("\n")}\n`;
}

export function coverageText(coverage: CoverageAnswer, palette: Palette): string {
  const { requirements, mapped, open, byStatus, acceptedGaps, retired, settings, settingsWithRequirement } = coverage;
  const lines = [
    palette.bold(`${plural(requirements, "requirement")}, ${count(open)} of them open`),
    `  met ${count(byStatus.met)}, partly ${count(byStatus["partly-met"])}, unmet ${count(byStatus.unmet)}, no policy ${count(byStatus["no-policy"])}, no setting ${count(byStatus.unmapped)}, no device ${count(byStatus["no-device"])}`,
    `  with a setting or an accepted gap: ${shareOf(mapped, requirements)}; accepted gaps ${count(acceptedGaps)}, retired ${count(retired)}`,
    `  settings of ${plural(coverage.policies, "live policy", "live policies")} with a requirement: ${shareOf(settingsWithRequirement, settings)}`,
    palette.faint(`By what ${plural(coverage.devices, "device")} are given, as of ${moment(coverage.asOf)}`),
  ];
  return `${lines.join("\n")}\n`;
}

export function uncoveredTable({ items }: UncoveredAnswer): string {
  return tableText(items, [
    { head: "SETTING", cell: (row) => row.name },
    { head: "VALUES", cell: (row) => row.values.map(value).join(", ") },
    { head: "PLATFORMS", cell: (row) => row.platforms.join(",") },
    { head: "POLICIES", cell: (row) => row.policies.map(({ name }) => name).join(", ") },
  ]);
}

export function starterTable({ items }: StarterAnswer): string {
  return tableText(items, [
    { head: "AREA", cell: (row) => row.area },
    { head: "REQUIREMENT", cell: (row) => row.title },
    { head: "STANDING", cell: (row) => row.standing },
    { head: "SETTINGS", cell: (row) => count(row.settings), right: true },
    { head: "MISSING", cell: (row) => count(row.missing.length), right: true },
    { head: "ID", cell: (row) => row.id },
  ]);
}

export function templatesTable({ items }: TemplatesAnswer): string {
  return tableText(items, [
    { head: "AREA", cell: (row) => row.area },
    { head: "TEMPLATE", cell: (row) => row.id },
    { head: "WHAT HAS TO HOLD", cell: (row) => row.title.replace("{answer}", "N") },
    { head: "ANSWER", cell: (row) => questionWords(row.question) },
    { head: "PLATFORMS", cell: (row) => row.platforms.join(",") },
  ]);
}

export function firstPoliciesText(made: FirstPoliciesAnswer, palette: Palette): string {
  const { requirements, policies, dryRun } = made;
  const lines = [
    palette.bold(
      `${plural(requirements.length, "requirement")}, ${plural(policies.length, "policy", "policies")}${dryRun ? "; nothing was saved" : ""}`,
    ),
    ...requirements.map(
      ({ title, standing, gapPlatforms }) =>
        `  ${title}${standing === "kept" ? palette.faint(" (in the register already, kept as it is)") : ""}` +
        `${gapPlatforms.length === 0 ? "" : `; no setting for it on ${listed(gapPlatforms)}`}`,
    ),
    dryRun ? "Drafts that would be made" : "Drafts",
    ...policies.map(
      ({ name, settings, draftId }) => `  ${name}: ${plural(settings, "setting")}   ${palette.faint(draftId ?? "")}`,
    ),
    ...(dryRun ? [] : [`Next: tidegate draft plan ${policies[0]?.draftId ?? "DRAFT"}`]),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function questionWords(question: TemplatesAnswer["items"][number]["question"]): string {
  if (question === null) return "-";
  return question.kind === "text"
    ? `${question.label.toLowerCase()} (text)`
    : `${question.min} to ${question.max} ${question.unit} (${question.recommended})`;
}

export function standingWords({ status, met, ofDevices }: RequirementSummaryBody["standing"]): string {
  switch (status) {
    case "met":
    case "partly-met":
    case "unmet":
      return `${status.replace("-", " ")}: ${shareOf(met, ofDevices)} devices`;
    case "no-policy":
      return `no live policy sets any of its settings: 0 of ${count(ofDevices)} devices`;
    case "unmapped":
      return "no setting realises it yet";
    case "no-device":
      return "the estate has no device of its platforms";
  }
}

export function acceptWords(accept: AcceptanceBody): string {
  switch (accept.kind) {
    case "any":
      return "set, to whatever";
    case "one-of":
      return accept.values.map(value).join(" or ");
    case "range":
      if (accept.min === null) return `at most ${String(accept.max)}`;
      return accept.max === null ? `at least ${accept.min}` : `${accept.min} to ${accept.max}`;
  }
}
