import type { SeededRandom } from "../../kit/seeded-random.ts";
import { mixOf } from "./apportion.ts";
import { COMPANY_DOMAIN, DEPARTMENTS_BY_SITE_KIND, SITES, type Department, type SitePlan } from "./company.ts";
import { departmentGroup, type GroupKey } from "./groups.ts";
import { drawName, LONGEST_NAME, type PersonName } from "./names.ts";
import { seededGuid } from "./seeded-guid.ts";

export type Person = Readonly<{
  id: string;
  principalName: string;
  displayName: string;
  givenName: string;
  department: Department;
  site: SitePlan;
  /** Empty: no mailbox. */
  mail: string;
  sensitivities: readonly string[];
  groups: readonly GroupKey[];
  /** Service plans; empty: never reported. */
  licences: readonly string[];
}>;

/** People per device: 4,200 for 5,000. */
const PEOPLE_PER_DEVICE = 0.84;
/** Emergency accounts that no policy may lock out. */
export const BREAK_GLASS_ACCOUNTS = 2;

/** Draws the staff. The first two are the emergency accounts; the fleet hands nobody else's devices to them. */
export function createPeople(seed: number, random: SeededRandom, devices: number): Person[] {
  const count = Math.round(devices * PEOPLE_PER_DEVICE);
  const taken = new Map<string, number>();
  const drafts = mixOf(random.fork("sites"), count, SITES).map((site, index): Draft => {
    if (index < BREAK_GLASS_ACCOUNTS) return breakGlassDraft(index);
    const name = index === LONGEST_NAME_AT ? LONGEST_NAME : drawName(random, site.country);
    return { name, site, department: random.weighted(DEPARTMENTS_BY_SITE_KIND[site.kind]), breakGlass: false };
  });
  const leaders = leadersOf(drafts, random.fork("leaders"));
  return drafts.map((draft, index) => personOf(seed, random, draft, index, leaders.has(index), taken));
}

type Draft = Readonly<{ name: PersonName; site: SitePlan; department: Department; breakGlass: boolean }>;

const LONGEST_NAME_AT = 17;
/** Part of the staff whose trouble is everybody's: 1 %, the executives first. */
const LEADER_SHARE = 0.01;

function breakGlassDraft(index: number): Draft {
  const displayName = `Emergency Access ${index + 1}`;
  const name = { displayName, givenName: displayName, signInName: `emergency.access${index + 1}` };
  return { name, site: SITES[0] as SitePlan, department: "IT", breakGlass: true };
}

function leadersOf(drafts: readonly Draft[], random: SeededRandom): ReadonlySet<number> {
  const candidates = random.shuffle(drafts.flatMap((draft, index) => (draft.breakGlass ? [] : [index])));
  const isExecutive = (index: number) => drafts[index]?.department === "Executive Office";
  const ordered = [...candidates.filter(isExecutive), ...candidates.filter((index) => !isExecutive(index))];
  return new Set(ordered.slice(0, Math.max(1, Math.round(drafts.length * LEADER_SHARE))));
}

function personOf(
  seed: number,
  random: SeededRandom,
  draft: Draft,
  index: number,
  vip: boolean,
  taken: Map<string, number>,
): Person {
  const principalName = `${uniqueSignIn(draft.name.signInName, taken)}@${COMPANY_DOMAIN}`;
  const onTheFloor = draft.department === "Production" || draft.department === "Logistics";
  const hasMailbox = !draft.breakGlass && !(onTheFloor && random.chance(0.14));
  return {
    id: seededGuid(seed, `user/${index}`),
    principalName,
    displayName: draft.name.displayName,
    givenName: draft.name.givenName,
    department: draft.department,
    site: draft.site,
    mail: hasMailbox ? principalName : "",
    sensitivities: draft.breakGlass ? ["break-glass"] : vip ? ["vip"] : [],
    licences: licencesOf(random.fork(`licences/${index}`), draft, onTheFloor),
    groups: draft.breakGlass ? ["all-employees", "break-glass-accounts"] : groupsOf(random, draft, vip),
  };
}

/** Service plans, the office's and the shop floor's; emergency accounts have none, and of one in forty nothing is known. */
function licencesOf(random: SeededRandom, draft: Draft, onTheFloor: boolean): readonly string[] {
  if (draft.breakGlass) return ["none"];
  if (random.chance(0.025)) return [];
  return onTheFloor ? ["AAD_PREMIUM", "INTUNE_A"] : ["AAD_PREMIUM", "INTUNE_A", "WIN10_PRO_ENT_SUB"];
}

function groupsOf(random: SeededRandom, draft: Draft, vip: boolean): GroupKey[] {
  const { department } = draft;
  const found: GroupKey[] = ["all-employees", departmentGroup(department), draft.site.region as GroupKey];
  const join = (group: GroupKey, probability: number) => {
    if (random.chance(probability)) found.push(group);
  };
  if (vip) found.push("vip-leadership");
  join("ring-users-it", department === "IT" ? 0.5 : 0);
  join("ring-users-volunteers", 0.05);
  join("ring-users-managers", 0.07);
  join("contractors", 0.06);
  join("remote-workers", department === "Production" || department === "Logistics" ? 0.01 : 0.24);
  join("cad-designers", department === "Engineering" ? 0.35 : department === "Research" ? 0.15 : 0);
  join("shop-floor-workers", department === "Production" ? 0.9 : department === "Logistics" ? 0.5 : 0);
  join("sales-travellers", department === "Sales" ? 0.7 : 0);
  join("finance-approvers", department === "Finance" ? 0.3 : 0.002);
  join("works-council", 0.006);
  return found;
}

/** `taken` counts how often a name was asked for, so that the hundredth of a name is as quick as the first. */
function uniqueSignIn(wanted: string, taken: Map<string, number>): string {
  let count = taken.get(wanted) ?? 0;
  let name = wanted;
  do {
    count += 1;
    name = count === 1 ? wanted : `${wanted}${count}`;
  } while (name !== wanted && taken.has(name));
  taken.set(wanted, count);
  if (name !== wanted) taken.set(name, 1);
  return name;
}
