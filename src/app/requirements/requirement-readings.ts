import { compareText } from "../../kit/ids.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import { BEHAVIOUR_AREAS, type BehaviourArea } from "../../policy/behaviour/phrase.ts";
import { namesOfNodes } from "../../policy/naming/name-of-node.ts";
import { REQUIREMENT_PRIORITIES, type RequirementKind } from "../../policy/requirement/requirement.ts";
import {
  REQUIREMENT_STATUSES,
  type RequirementStanding,
  type RequirementStatus,
} from "../../policy/requirement/requirement-judge.ts";
import type { PolicySetting } from "../../policy/requirement/policy-settings.ts";
import type { CatalogueHolder } from "../catalogue/catalogue-holder.ts";
import type { StoredRequirement } from "../ports/requirement-store.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import { sliceOf, type Page, type PageRequest } from "../queries/page-of.ts";
import type { RegisterMemory } from "./register-memory.ts";

/** `settings`: how many nodes are expected. */
export type RequirementReading = Omit<StoredRequirement, "expected"> &
  Readonly<{ settings: number; standing: RequirementStanding; open: boolean }>;

export type RequirementDetail = RequirementReading &
  Pick<StoredRequirement, "expected"> &
  Readonly<{
    names: Readonly<Record<string, string>>;
    /** Live policies that set any of its nodes. */
    policies: readonly Readonly<{ policyId: string; name: string }>[];
    asOf: Instant;
  }>;

export type RequirementsRequest = PageRequest &
  Readonly<{
    text: string | null;
    area: BehaviourArea | null;
    kind: RequirementKind | null;
    status: RequirementStatus | "open" | null;
    retired: boolean;
  }>;

/** By area; within it what is open first, then by status, priority and title. */
export function listRequirements(
  store: Store,
  memory: RegisterMemory,
  request: RequirementsRequest,
  now: Instant,
): Promise<Page<RequirementReading> & Readonly<{ asOf: Instant }>> {
  return store.read(async (unit) => {
    const all = await readingsOf(unit, memory);
    const wanted = all.filter((one) => isWanted(one, request)).sort(inOrder);
    return { ...sliceOf(wanted, request, ({ id }) => id), asOf: now };
  });
}

export function getRequirement(
  store: Store,
  memory: RegisterMemory,
  holder: CatalogueHolder,
  id: string,
  now: Instant,
): Promise<Result<RequirementDetail, Problem>> {
  return store.read(async (unit) => {
    const stored = await unit.requirements.find(id);
    return stored === null ? err(requirementUnknown(id)) : ok(await detailOf(unit, memory, holder, stored, now));
  });
}

export async function detailOf(
  unit: Unit,
  memory: RegisterMemory,
  holder: CatalogueHolder,
  stored: StoredRequirement,
  now: Instant,
): Promise<RequirementDetail> {
  const { judge, policies } = await memory.read(unit);
  const standing = judge(stored);
  const nodes = stored.expected.map(({ node }) => node);
  const serving = policies.filter(({ id }) => standing.policyIds.includes(id));
  return {
    ...readingOf(stored, standing),
    expected: stored.expected,
    names: namesOfNodes(holder.current(), nodes),
    policies: serving.map(({ id, live }) => ({ policyId: id, name: live.content.name })),
    asOf: now,
  };
}

/** `mapped`: requirements with a setting, or with a gap that somebody accepted; the register is complete when all are (S6). */
export type RegisterCoverage = Readonly<{
  requirements: number;
  mapped: number;
  open: number;
  acceptedGaps: number;
  retired: number;
  byStatus: Readonly<Record<RequirementStatus, number>>;
  byArea: readonly Readonly<{ area: BehaviourArea; requirements: number; met: number; open: number }>[];
  /** Settings of live policies, and those that some requirement asks for. */
  settings: number;
  settingsWithRequirement: number;
  policies: number;
  devices: number;
  asOf: Instant;
}>;

export function registerCoverage(store: Store, memory: RegisterMemory, now: Instant): Promise<RegisterCoverage> {
  return store.read(async (unit) => {
    const { settings, uncovered, policies, devices } = await memory.read(unit);
    const all = await readingsOf(unit, memory);
    const active = all.filter(({ retired }) => !retired);
    const without = uncovered(await unit.requirements.loadAll());
    const count = (fits: (one: RequirementReading) => boolean) => active.filter(fits).length;
    return {
      requirements: active.length,
      mapped: count(({ settings: mapped, acceptedGap }) => mapped > 0 || acceptedGap !== null),
      open: count(({ open }) => open),
      acceptedGaps: count(({ acceptedGap }) => acceptedGap !== null),
      retired: all.length - active.length,
      byStatus: Object.fromEntries(
        REQUIREMENT_STATUSES.map((status) => [status, count((one) => one.standing.status === status)]),
      ) as RegisterCoverage["byStatus"],
      byArea: BEHAVIOUR_AREAS.map((area) => ({
        area,
        requirements: count((one) => one.area === area),
        met: count((one) => one.area === area && one.standing.status === "met"),
        open: count((one) => one.area === area && one.open),
      })).filter(({ requirements }) => requirements > 0),
      settings: settings.length,
      settingsWithRequirement: settings.length - without.length,
      policies: policies.length,
      devices,
      asOf: now,
    };
  });
}

export type SettingWithoutRequirement = PolicySetting & Readonly<{ name: string }>;

/** Settings of live policies that no requirement asks for, by node. */
export function listSettingsWithoutRequirement(
  store: Store,
  memory: RegisterMemory,
  holder: CatalogueHolder,
  request: PageRequest & Readonly<{ text: string | null }>,
  now: Instant,
): Promise<Page<SettingWithoutRequirement> & Readonly<{ asOf: Instant }>> {
  return store.read(async (unit) => {
    const { uncovered } = await memory.read(unit);
    const without = uncovered(await unit.requirements.loadAll());
    const text = request.text?.toLowerCase() ?? null;
    const nameByNode = namesOfNodes(
      holder.current(),
      without.map(({ node }) => node),
    );
    const named = without.map((setting) => ({ ...setting, name: nameByNode[setting.node] ?? setting.node }));
    const wanted = named.filter(
      ({ node, name }) => text === null || node.toLowerCase().includes(text) || name.toLowerCase().includes(text),
    );
    return { ...sliceOf(wanted, request, ({ node }) => node), asOf: now };
  });
}

export async function readingsOf(unit: Unit, memory: RegisterMemory): Promise<readonly RequirementReading[]> {
  const { judge } = await memory.read(unit);
  return (await unit.requirements.loadAll()).map((stored) => readingOf(stored, judge(stored)));
}

export function requirementUnknown(id: string): Problem {
  return problem("requirement-unknown", `there is no requirement \`${id}\``);
}

/** Somebody has something to do: it does not hold everywhere, and nobody said that this is accepted. */
function readingOf({ expected, ...stored }: StoredRequirement, standing: RequirementStanding): RequirementReading {
  const isDone = standing.status === "met" || standing.status === "no-device";
  const open = !stored.retired && !isDone && stored.acceptedGap === null;
  return { ...stored, settings: expected.length, standing, open };
}

function isWanted(one: RequirementReading, { text, area, kind, status, retired }: RequirementsRequest): boolean {
  const words = text?.toLowerCase() ?? null;
  return (
    one.retired === retired &&
    (area === null || one.area === area) &&
    (kind === null || one.kind === kind) &&
    (status === null || (status === "open" ? one.open : one.standing.status === status)) &&
    (words === null || [one.id, one.title, one.reason, one.source ?? ""].some((field) => field.toLowerCase().includes(words)))
  );
}

function inOrder(a: RequirementReading, b: RequirementReading): number {
  return (
    BEHAVIOUR_AREAS.indexOf(a.area) - BEHAVIOUR_AREAS.indexOf(b.area) ||
    Number(b.open) - Number(a.open) ||
    REQUIREMENT_STATUSES.indexOf(a.standing.status) - REQUIREMENT_STATUSES.indexOf(b.standing.status) ||
    REQUIREMENT_PRIORITIES.indexOf(a.priority) - REQUIREMENT_PRIORITIES.indexOf(b.priority) ||
    compareText(a.title, b.title) ||
    compareText(a.id, b.id)
  );
}
