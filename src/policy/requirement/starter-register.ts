import { canonicalJson, type Json } from "../../kit/canonical-json.ts";
import { compareText } from "../../kit/ids.ts";
import { PLATFORMS, type Platform } from "../../estate/platform.ts";
import { behaviourOf } from "../behaviour/behaviour-of.ts";
import { findPhrase } from "../behaviour/find-phrase.ts";
import type { BehaviourArea } from "../behaviour/phrase.ts";
import type { SettingCatalogue } from "../catalogue.ts";
import { nameOfNode } from "../naming/name-of-node.ts";
import type { NodeId } from "../node.ts";
import type { Policy } from "../policy.ts";
import { policySettings, settingsWithoutRequirement, type PolicySetting } from "./policy-settings.ts";
import type { Acceptance, ExpectedSetting, RegisteredRequirement, Requirement } from "./requirement.ts";
import { requirementSlug } from "./requirement-slug.ts";
import { settingFamily } from "./setting-family.ts";

/**
 * What becomes of a derived requirement. Nothing that somebody wrote is ever changed:
 * - `new`: the register has none of this id, and no requirement asks for these settings;
 * - `grown`: the register has it, and the baseline sets more by now than it asks for (`missing`);
 * - `known`: the register has it with all its settings;
 * - `covered`: other requirements ask for all its settings;
 * - `retired`: somebody retired it.
 */
export const STARTER_STANDINGS = ["new", "grown", "known", "covered", "retired"] as const;
export type StarterStanding = (typeof STARTER_STANDINGS)[number];

/** `requirement` of a new one holds only what no other asks for. */
export type StarterProposal = Readonly<{
  requirement: Requirement;
  standing: StarterStanding;
  /** Nodes that no requirement asks for. */
  missing: readonly NodeId[];
}>;

const SECURITY_AREAS: readonly BehaviourArea[] = [
  "password",
  "sign-in",
  "encryption",
  "firewall",
  "protection",
  "updates",
  "access",
];
const TITLE_CHARACTERS_MAX = 160;
const NAMES_MAX = 3;

/**
 * A first register, made of what live policies set, so that nobody begins with a blank form: one requirement for what people meet
 * (a behaviour of the phrase table), and one for each family of settings that no phrase tells about. The same policies give the
 * same requirements under the same ids. In the order of areas, then of titles. Source: S6.
 */
export function starterRegister(
  policies: readonly Policy[],
  registered: readonly RegisteredRequirement[],
  catalogue: SettingCatalogue,
): readonly StarterProposal[] {
  const settings = policySettings(policies);
  const missing = new Map(settingsWithoutRequirement(settings, registered).map((setting) => [setting.node, setting]));
  const byId = new Map(registered.map((one) => [one.id, one]));
  const proposals = groupsOf(settings).map((group): StarterProposal => {
    const lacking = group.settings.flatMap((setting) => missing.get(setting.node) ?? []);
    const known = byId.get(group.id);
    const standing = standingOf(known, lacking);
    const shown = standing === "new" ? { ...group, settings: lacking } : group;
    return { requirement: requirementOf(shown, catalogue), standing, missing: lacking.map(({ node }) => node) };
  });
  return proposals.sort(
    ({ requirement: a }, { requirement: b }) =>
      compareText(a.area, b.area) || compareText(a.title, b.title) || compareText(a.id, b.id),
  );
}

function standingOf(known: RegisteredRequirement | undefined, lacking: readonly PolicySetting[]): StarterStanding {
  if (known?.retired === true) return "retired";
  if (known !== undefined) return lacking.length === 0 ? "known" : "grown";
  return lacking.length === 0 ? "covered" : "new";
}

type Group = Readonly<{
  id: string;
  area: BehaviourArea;
  noticed: boolean;
  /** Of a family that no phrase tells about; null: a behaviour. */
  family: string | null;
  settings: readonly PolicySetting[];
}>;

function groupsOf(settings: readonly PolicySetting[]): readonly Group[] {
  const groups = new Map<string, Omit<Group, "settings"> & { settings: PolicySetting[] }>();
  for (const setting of settings) {
    const head = headOf(setting);
    const group = groups.get(head.id) ?? { ...head, settings: [] };
    group.settings.push(setting);
    groups.set(head.id, group);
  }
  return [...groups.values()];
}

function headOf({ node, values }: PolicySetting): Omit<Group, "settings"> {
  const found = values.map((value) => findPhrase(node, value)).find((one) => one !== null) ?? null;
  if (found === null) {
    const { key, name } = settingFamily(node);
    return { id: requirementSlug(`settings-${key}`), area: "other", noticed: false, family: name };
  }
  const { behaviour, area, noticed } = found.phrase;
  const id = requirementSlug(found.app === null ? behaviour : `${behaviour}-${found.app}`);
  return { id, area, noticed, family: null };
}

function requirementOf({ id, area, noticed, family, settings }: Group, catalogue: SettingCatalogue): Requirement {
  const policies = [...new Set(settings.flatMap((setting) => setting.policies.map(({ name }) => name)))].sort(compareText);
  const title = family === null ? titleOf(settings, catalogue) : `${family}: settings as in the baseline`;
  return {
    id,
    kind: noticed && !SECURITY_AREAS.includes(area) ? "behaviour" : "security",
    title: cut(title, TITLE_CHARACTERS_MAX),
    reason: `The baseline has it, and nobody has said yet why: ${named(policies)}.`,
    source: cut(named(policies), 2 * TITLE_CHARACTERS_MAX),
    area,
    platforms: platformsOf(settings.flatMap((setting) => setting.platforms)),
    priority: "should",
    expected: settings.filter(({ platforms }) => platforms.length > 0).map(expectedOf),
    acceptedGap: null,
  };
}

/** What the settings say to people; a name where they say nothing. */
function titleOf(settings: readonly PolicySetting[], catalogue: SettingCatalogue): string {
  const sentences = [
    ...new Set(settings.flatMap(({ node, values }) => values.flatMap((value) => behaviourOf(node, value) ?? []))),
  ];
  const [first, second, ...more] = sentences;
  if (first === undefined) return nameOfNode(catalogue, (settings[0] as PolicySetting).node);
  const title = `${first.charAt(0).toUpperCase()}${first.slice(1)}`;
  if (second === undefined) return title;
  const both = `${title}; ${second}`;
  if (more.length === 0 && both.length <= TITLE_CHARACTERS_MAX) return both;
  return `${cut(title, TITLE_CHARACTERS_MAX - 20)}, and ${sentences.length - 1} more`;
}

/** Lists of groups and secrets are held to being set at all: their values are long, or nobody may see them. */
function expectedOf({ node, platforms, values }: PolicySetting): ExpectedSetting {
  const accept: Acceptance = values.some(isNested) ? { kind: "any" } : { kind: "one-of", values };
  return { node, platforms, accept };
}

function isNested(value: Json): boolean {
  if (Array.isArray(value)) return value.some((item: Json) => typeof item === "object" && item !== null) || isLong(value);
  return (typeof value === "object" && value !== null) || isLong(value);
}

const VALUE_CHARACTERS_MAX = 2_000;

function isLong(value: Json): boolean {
  return canonicalJson(value).length > VALUE_CHARACTERS_MAX;
}

function platformsOf(platforms: readonly Platform[]): readonly Platform[] {
  return PLATFORMS.filter((platform) => platforms.includes(platform));
}

function named(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_MAX).map((name) => `"${name}"`);
  const rest = names.length - shown.length;
  return rest === 0 ? shown.join(", ") : `${shown.join(", ")} and ${rest} more`;
}

function cut(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}
