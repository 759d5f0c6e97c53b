import type { PlanAnswer, PolicyPlanBody, RolloutPlanBody } from "../../../http/contract/plans.ts";
import { countOf, formatCount, formatDecimal } from "../../words/numbers.ts";
import { formatSpan } from "../../words/times.ts";

export type SettingChange = PolicyPlanBody["settings"][number];
type Plan = Pick<PlanAnswer["plan"], "policyPlan">;

const WOULD = { add: "is added", change: "changes", retire: "is retired" } as const;

export function changeWords({ name, kind }: Pick<PolicyPlanBody["change"], "name" | "kind">): string {
  return `The policy “${name}” ${WOULD[kind]}.`;
}

export const CHANGE_KINDS = {
  added: { word: "Added", tone: "good" },
  changed: { word: "Changed", tone: "info" },
  removed: { word: "Left to others", tone: "warn" },
} as const;

/** What is taken away from devices stands last, under deletions; what other policies go on asking for is only let go. */
export function settingsToShow({ policyPlan: { settings, deletions } }: Plan): readonly SettingChange[] {
  const deleted = new Set(deletions.flatMap((one) => (one.kind === "setting" ? [one.node] : [])));
  return settings.filter(({ kind, node }) => kind !== "removed" || !deleted.has(node));
}

/** `2 added, 1 changed, 0 removed`. */
export function settingTally(settings: readonly SettingChange[]): string {
  const of = (kind: SettingChange["kind"]) => formatCount(settings.filter((one) => one.kind === kind).length);
  return `${of("added")} added, ${of("changed")} changed, ${of("removed")} removed`;
}

/** `search` is looked for in names and full names, in any case. */
export function matchingSettings(
  settings: readonly SettingChange[],
  search: string,
  kind: string,
  names: PlanAnswer["names"] = {},
): readonly SettingChange[] {
  const wanted = search.toLowerCase();
  const isFound = ({ node }: SettingChange) => [node, names[node] ?? ""].some((text) => text.toLowerCase().includes(wanted));
  return settings.filter((one) => (kind === "" || one.kind === kind) && isFound(one));
}

type PlatformRow = PolicyPlanBody["devices"]["byPlatform"][number];
export type PlatformGroup = Readonly<{
  platform: string;
  devices: number;
  versions: readonly Readonly<{ version: string; devices: number }>[];
}>;

/** In the plan's own order. */
export function byPlatform(rows: readonly PlatformRow[]): readonly PlatformGroup[] {
  return [...new Set(rows.map(({ platform }) => platform))].map((platform) => {
    const own = rows.filter((row) => row.platform === platform);
    return {
      platform,
      devices: own.reduce((total, { devices }) => total + devices, 0),
      versions: own.map(({ osVersion, devices }) => ({ version: osVersion ?? "version unknown", devices })),
    };
  });
}

const SENSITIVITY_WORDS: Readonly<Record<string, string>> = {
  vip: "VIP",
  "break-glass": "Break glass",
  "mission-critical": "Mission critical",
};
export function sensitivityWord(sensitivity: string): string {
  return SENSITIVITY_WORDS[sensitivity] ?? sensitivity;
}

type Gate = RolloutPlanBody["phases"][number]["gate"];

/** What a phase's gate asks before the next one opens, line by line. */
export function gateLines({ reportedPercentMin, failures, conflictDevicesMax, helpRequestsPer1000Max }: Gate): readonly string[] {
  return [
    `at least ${formatDecimal(reportedPercentMin)} % of its devices report`,
    failures.kind === "count"
      ? `at most ${countOf(failures.max, "device")} ${failures.max === 1 ? "fails" : "fail"}`
      : `failures shown to be below ${formatDecimal(failures.percentMax)} %, with ${formatDecimal(100 * failures.confidence)} % confidence`,
    `at most ${countOf(conflictDevicesMax, "device")} in conflict`,
    ...(helpRequestsPer1000Max === null
      ? []
      : [`at most ${formatDecimal(helpRequestsPer1000Max)} help requests per 1,000 exposed devices`]),
  ];
}

export const ON_GATE_FAIL = {
  halt: "If a gate fails, the rollout halts by itself.",
  "halt-and-roll-back": "If a gate fails, the rollout halts and rolls back by itself.",
} as const;

/** Who is told before their device changes. */
export function peopleRule(people: RolloutPlanBody["people"]): string {
  return people.kind === "waived"
    ? `Nobody is told: ${people.reason}`
    : `People are told at least ${formatSpan(people.noticeLeadMsMin)} before; devices of people who were not told are held back.`;
}

/** For pasting into a ticket or a mail: one line for each setting, with its full name. */
export function settingsAsText(settings: readonly SettingChange[]): string {
  const valueOf = (value: unknown) => JSON.stringify(value);
  return settings
    .map((one) => {
      if (one.kind === "added") return `+ ${one.node} = ${valueOf(one.after)}`;
      if (one.kind === "removed") return `- ${one.node} (was ${valueOf(one.before)})`;
      return `~ ${one.node}: ${valueOf(one.before)} -> ${valueOf(one.after)}`;
    })
    .join("\n");
}
