import type { Department } from "./company.ts";
import { seededGuid } from "./seeded-guid.ts";

type GroupPlan = Readonly<{ key: string; name: string; memberKind: "user" | "device" }>;

/**
 * Sixty groups, 31 of people and 29 of devices. They overlap as groups do: everybody is in `All Employees`, a few
 * machines stand in two rings, and one group lost its last member years ago.
 */
export const GROUPS = [
  user("all-employees", "All Employees"),
  user("dept-engineering", "Dept - Engineering"),
  user("dept-production", "Dept - Production"),
  user("dept-quality", "Dept - Quality"),
  user("dept-logistics", "Dept - Logistics"),
  user("dept-field-service", "Dept - Field Service"),
  user("dept-sales", "Dept - Sales"),
  user("dept-marketing", "Dept - Marketing"),
  user("dept-finance", "Dept - Finance"),
  user("dept-people", "Dept - People"),
  user("dept-legal", "Dept - Legal"),
  user("dept-it", "Dept - IT"),
  user("dept-research", "Dept - Research"),
  user("dept-executive-office", "Dept - Executive Office"),
  user("region-germany", "Region - Germany"),
  user("region-united-kingdom", "Region - United Kingdom"),
  user("region-us-east", "Region - US East"),
  user("region-us-central", "Region - US Central"),
  user("region-japan", "Region - Japan"),
  user("ring-users-it", "Ring 1 - IT Early Users"),
  user("ring-users-volunteers", "Ring 2 - Volunteers"),
  user("ring-users-managers", "Ring 3 - Team Leads"),
  user("vip-leadership", "VIP - Leadership"),
  user("break-glass-accounts", "Break Glass - Accounts"),
  user("contractors", "Contractors"),
  user("remote-workers", "Remote Workers"),
  user("cad-designers", "CAD Designers"),
  user("shop-floor-workers", "Shop Floor Workers"),
  user("sales-travellers", "Sales Travellers"),
  user("finance-approvers", "Finance Approvers"),
  user("works-council", "Works Council"),
  device("ring-0", "Ring 0 - Canary Devices"),
  device("ring-1", "Ring 1 - Early Devices"),
  device("ring-2", "Ring 2 - Broad Devices"),
  device("ring-3", "Ring 3 - Late Devices"),
  device("lab", "Lab - Test Devices"),
  device("kiosks-reception", "Kiosks - Reception"),
  device("kiosks-signage", "Kiosks - Linux Signage"),
  device("shared-shop-floor", "Shared PCs - Shop Floor"),
  device("windows-desktops", "Windows - Desktops"),
  device("windows-laptops", "Windows - Laptops"),
  device("windows-cad", "Windows - CAD Workstations"),
  device("windows-10", "Windows 10 - Awaiting Upgrade"),
  device("surface", "Windows - Surface Devices"),
  device("mac-design", "Mac - Design"),
  device("mac-developers", "Mac - Developers"),
  device("linux-developers", "Linux - Developers"),
  device("iphone-company", "iPhone - Company"),
  device("iphone-personal", "iPhone - Personal"),
  device("ipad-field", "iPad - Field Service"),
  device("ipad-rooms", "iPad - Meeting Rooms"),
  device("android-scanners", "Android - Warehouse Scanners"),
  device("android-company", "Android - Company Phones"),
  device("android-personal", "Android - Personal Phones"),
  device("mission-critical", "Mission Critical Devices"),
  device("break-glass-devices", "Break Glass - Workstations"),
  device("vip-devices", "VIP - Devices"),
  device("line-leipzig", "Production Line - Leipzig"),
  device("line-charlotte", "Production Line - Charlotte"),
  device("retired-imaging", "Imaging Bench (retired)"),
] as const satisfies readonly GroupPlan[];

export type GroupKey = (typeof GROUPS)[number]["key"];

export function groupId(seed: number, key: GroupKey): string {
  return seededGuid(seed, `group/${key}`);
}

/** All groups' ids at once, for tables with many members. */
export function groupIds(seed: number): ReadonlyMap<GroupKey, string> {
  return new Map(GROUPS.map(({ key }) => [key, groupId(seed, key)]));
}

export function departmentGroup(department: Department): GroupKey {
  return `dept-${department.toLowerCase().replace(" ", "-")}` as GroupKey;
}

function user<Key extends string>(key: Key, name: string) {
  return { key, name, memberKind: "user" as const };
}

function device<Key extends string>(key: Key, name: string) {
  return { key, name, memberKind: "device" as const };
}
