import type { CatalogueAnswer, CatalogueUpdateAnswer, SettingAnswer, SettingsAnswer } from "../../http/contract/catalogue.ts";
import type { Palette } from "./palette.ts";
import { tableText } from "./table.ts";
import { count, moment, plural, shortHash, value } from "./words.ts";

export function catalogueText(catalogue: CatalogueAnswer, palette: Palette): string {
  const { source, definitions, complete, broughtIn, shippedDefinitions, origins, asOf } = catalogue;
  const lines = [
    palette.bold(`${count(definitions)} settings are known`),
    complete
      ? "  the list is complete: what it lacks does not exist"
      : "  the list is not complete: a setting of a known kind that it lacks may exist",
    ...(broughtIn === null
      ? [`  as shipped with Tidegate; \`tidegate catalogue update --from FILE\` brings in all that Intune has`]
      : [
          `  ${count(broughtIn.definitions)} brought in by ${broughtIn.updatedBy} on ${moment(broughtIn.updatedAt)} (${shortHash(broughtIn.hash)}), over ${count(shippedDefinitions)} shipped`,
        ]),
    "",
    tableText(origins, [
      { head: "SOURCE", cell: (row) => row.name },
      { head: "LICENCE", cell: (row) => row.licence },
      { head: "AS OF", cell: (row) => row.asOf },
      { head: "SETTINGS", cell: (row) => count(row.definitions), right: true },
    ]).trimEnd(),
    palette.faint(`${source === "shipped" ? "Shipped catalogue" : "Catalogue of this installation"}, as of ${moment(asOf)}`),
  ];
  return `${lines.join("\n")}\n`;
}

export function settingsTable({ items }: SettingsAnswer): string {
  return tableText(items, [
    { head: "NAME", cell: (row) => row.displayName },
    { head: "KIND", cell: (row) => row.kind },
    { head: "PLATFORMS", cell: (row) => row.applicability?.platforms.join(",") ?? "-" },
    { head: "ID", cell: (row) => row.definitionId },
  ]);
}

export function settingText(setting: SettingAnswer, palette: Palette): string {
  const { displayName, definitionId, options, dependsOn, children, applicability, merge, asOf } = setting;
  const lines = [
    `${palette.bold(displayName)}   ${palette.faint(definitionId)}`,
    `  ${kindWords(setting)}${setting.scope === null ? "" : `, ${setting.scope} scope`}`,
    ...(setting.address === null ? [] : [`  on the device: ${setting.address}`]),
    ...(setting.defaultValue === null ? [] : [`  default: ${value(setting.defaultValue)}`]),
    ...(merge === null ? [] : [`  several values join by: ${merge}`]),
    ...(options === null
      ? []
      : ["Options", ...options.map(({ id, name, value: given }) => `  ${value(given)}  ${name}   ${palette.faint(id)}`)]),
    ...(dependsOn.length === 0
      ? []
      : ["Only with", ...dependsOn.map((one) => `  ${one.definitionId}${one.option === null ? "" : ` = ${one.option}`}`)]),
    ...(children.length === 0 ? [] : [`Holds`, ...children.map((child) => `  ${child}`)]),
    ...whereLines(applicability),
    palette.faint(`As of ${moment(asOf)}`),
  ];
  return `${lines.join("\n")}\n`;
}

function kindWords({ kind, valueType, integerMin, integerMax, lengthMin, lengthMax }: SettingAnswer): string {
  const type = valueType === null || kind === "choice" || kind === "choices" ? "" : ` of type ${valueType}`;
  const range = integerMin === null && integerMax === null ? "" : `, from ${integerMin ?? "any"} to ${integerMax ?? "any"}`;
  const length = lengthMin === null && lengthMax === null ? "" : `, ${lengthMin ?? 0} to ${lengthMax ?? "any"} characters`;
  return `${kind === "other" ? "a value" : kind}${type}${range}${length}`;
}

function whereLines(where: SettingAnswer["applicability"]): readonly string[] {
  if (where === null) return ["Where it applies is not known"];
  const { platforms, versionMin, versionMax, editions, supervised, joinTypes, enrolments, successors, byPlatform } = where;
  const perPlatform = platforms.map((platform) => {
    const limits = byPlatform[platform] ?? { supervised, enrolments };
    const parts = [
      ...(versionMin[platform] === undefined ? [] : [`from ${versionMin[platform]}`]),
      ...(versionMax[platform] === undefined ? [] : [`to ${versionMax[platform]}`]),
      ...(limits.supervised ? ["supervised only"] : []),
      ...(limits.enrolments === null ? [] : [`enrolled as ${limits.enrolments.join(" or ")}`]),
    ];
    return `  ${platform}${parts.length === 0 ? "" : `: ${parts.join(", ")}`}`;
  });
  return [
    "Applies to",
    ...perPlatform,
    ...(editions === null ? [] : [`  editions: ${editions.join(", ")}`]),
    ...(joinTypes === null ? [] : [`  joined as ${joinTypes.join(" or ")}`]),
    ...(successors.length === 0 ? [] : [`  later: ${successors.join(", ")}`]),
  ];
}

/** Beyond these a list is read in JSON. */
const LISTED_MAX = 20;

export function updateText(update: CatalogueUpdateAnswer, palette: Palette): string {
  const { definitions, complete, incompleteBecause, appeared, changed, gone, touches, written } = update;
  const settled = written === null ? "would be known; nothing was changed" : "are known now";
  const lines = [
    palette.bold(`${count(definitions)} settings ${settled}`),
    `  ${count(appeared)} new, ${count(changed)} changed, ${count(gone)} gone`,
    ...(complete || incompleteBecause === null ? [] : [`  not complete: ${incompleteBecause}`]),
    ...touched("policy", "policies", touches.policies, palette),
    ...touched(
      "draft",
      "drafts",
      touches.drafts.map(({ title, settings }) => ({ name: title, settings })),
      palette,
    ),
    ...touched(
      "plan",
      "plans",
      touches.plans.map(({ hash, policyName, settings }) => ({ name: `${policyName} (${shortHash(hash)})`, settings })),
      palette,
    ),
  ];
  return `${lines.join("\n")}\n`;
}

type Touched = Readonly<{
  name: string;
  settings: CatalogueUpdateAnswer["touches"]["policies"][number]["settings"];
}>;

function touched(one: string, many: string, list: readonly Touched[], palette: Palette): readonly string[] {
  if (list.length === 0) return [`No ${one} has to do with that`];
  return [
    `${plural(list.length, one, many)} with settings that are judged differently`,
    ...list
      .slice(0, LISTED_MAX)
      .flatMap(({ name, settings }) => [
        `  ${palette.bold(name)}`,
        ...settings.slice(0, LISTED_MAX).map((setting) => `    ${setting.name}: ${changeWords(setting)}`),
        ...rest(settings.length, "    "),
      ]),
    ...rest(list.length, "  "),
  ];
}

function rest(length: number, indent: string): readonly string[] {
  return length <= LISTED_MAX ? [] : [`${indent}and ${count(length - LISTED_MAX)} more; -o json lists them all`];
}

function changeWords({ change, facts }: Touched["settings"][number]): string {
  return change === "changed" ? facts.join(", ") : change === "appeared" ? "known now" : "not known any more";
}
