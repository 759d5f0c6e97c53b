import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { DAY_MS, instant } from "../../kit/instant.ts";
import { createDemoOrganisation, type DemoOrganisation } from "./demo-organisation.ts";
import {
  audienceOf,
  nodesOf,
  readOrganisation,
  type PolicyJson,
  type ReadOrganisation,
  type Row,
} from "./organisation.fixture.ts";

const AT = instant(Date.UTC(2026, 8, 1, 8));
const organisation = createDemoOrganisation({ seed: 7, at: AT });
const read = readOrganisation(organisation);
const { sites, users, groups, devices, policies } = read;

describe("the demo organisation", () => {
  it("has the promised numbers of everything", () => {
    expect([devices, users, sites, groups, policies].map((list) => list.length)).toEqual([5000, 4200, 14, 60, 24]);
    expect(new Set(sites.map((site) => site.timeZone)).size).toBe(5);
    expect(stale(devices)).toBe(300);
    expect(marked("mission-critical")).toBe(50);
    expect(devices.filter((device) => device.testOnly === "true").length).toBe(40);
  });

  it("has a believable mix of platforms and versions", () => {
    const share = (platform: string) => devices.filter((device) => device.platform === platform).length / devices.length;
    expect(share("windows")).toBeGreaterThan(0.5);
    expect(["macOS", "iOS", "iPadOS", "android", "linux"].filter((platform) => share(platform) < 0.03)).toEqual([]);
    expect(new Set(devices.map((device) => `${device.platform} ${device.osVersion}`)).size).toBeGreaterThan(25);
    expect(devices.filter((device) => (device.edition === "") !== (device.platform !== "windows"))).toEqual([]);
  });

  it("knows of most devices what decides where settings apply, and of some nothing", () => {
    const shareOf = (among: readonly Row[], column: "joinType" | "driveEncryption", value: string) =>
      among.filter((row) => row[column] === value).length / among.length;
    const windows = devices.filter((device) => device.platform === "windows");
    expect(shareOf(windows, "joinType", "hybrid-joined")).toBeGreaterThan(0.3);
    expect(shareOf(windows, "joinType", "")).toBeGreaterThan(0.01);
    expect(shareOf(windows, "joinType", "")).toBeLessThan(0.05);
    expect(shareOf(windows, "driveEncryption", "xts-aes-128")).toBeGreaterThan(0.5);
    expect(shareOf(windows, "driveEncryption", "xts-aes-256")).toBeGreaterThan(0.1);
    const apple = devices.filter(({ platform }) => platform === "iOS" || platform === "iPadOS" || platform === "macOS");
    expect(apple.filter(({ supervised }) => supervised === "")).toEqual([]);
    expect(windows.filter(({ supervised }) => supervised !== "")).toEqual([]);
    expect(users.filter((user) => user.licences === "none").length).toBe(2);
    expect(users.filter((user) => user.licences === "").length).toBeGreaterThan(50);
  });

  it("gives every reference a target and every id one owner", () => {
    const known = (rows: readonly Row[]) => new Set(rows.map((row) => row.id));
    const [siteIds, userIds, groupIds] = [known(sites), known(users), known(groups)];
    const members = [...users, ...devices];
    expect(members.filter((row) => !siteIds.has(row.siteId))).toEqual([]);
    expect(members.filter((row) => list(row.groupIds).some((id) => !groupIds.has(id)))).toEqual([]);
    expect(devices.filter((device) => device.primaryUserId !== "" && !userIds.has(device.primaryUserId))).toEqual([]);
    for (const policy of policies) {
      for (const { target } of policy.assignments)
        expect(target.groupId === undefined || groupIds.has(target.groupId)).toBe(true);
    }
    const ids = [...sites, ...users, ...groups, ...devices, ...policies].map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(devices.map((device) => device.serialNumber)).size).toBe(5000);
    expect(new Set(users.map((user) => user.principalName)).size).toBe(4200);
  });

  it("keeps people and devices in groups of their own kind", () => {
    const kindOf = new Map(groups.map((group) => [group.id, group.memberKind]));
    for (const user of users) for (const id of list(user.groupIds)) expect(kindOf.get(id)).toBe("user");
    for (const device of devices) for (const id of list(device.groupIds)) expect(kindOf.get(id)).toBe("device");
    const everybody = groupNamed("All Employees");
    expect(users.every((user) => list(user.groupIds).includes(everybody.id))).toBe(true);
    const used = new Set([...users, ...devices].flatMap((row) => list(row.groupIds)));
    expect(groups.filter((group) => !used.has(group.id)).map((group) => group.name)).toEqual(["Imaging Bench (retired)"]);
  });

  it("has the people that break naive programs", () => {
    expect(users.filter((user) => user.mail === "").length).toBeGreaterThan(50);
    expect(users.some((user) => user.displayName.includes("'"))).toBe(true);
    expect(users.some((user) => /[äöüß]/.test(user.displayName))).toBe(true);
    expect(users.some((user) => /\p{Script=Han}/u.test(user.displayName))).toBe(true);
    expect(users.filter((user) => user.displayName.length > 150).length).toBe(1);
    const perPerson = countBy(devices.filter((device) => device.primaryUserId !== "").map((device) => device.primaryUserId));
    expect([...perPerson.values()].filter((count) => count > 1).length).toBeGreaterThan(500);
    expect(devices.filter((device) => device.primaryUserId === "").length).toBeGreaterThan(500);
  });

  it("marks leaders and emergency accounts on the person and on every device of theirs", () => {
    const marksOf = new Map(users.map((user) => [user.id, list(user.sensitivities)]));
    expect(users.filter((user) => user.sensitivities === "break-glass").length).toBe(2);
    expect(users.filter((user) => user.sensitivities === "vip").length).toBe(42);
    for (const device of devices) {
      expect(list(device.sensitivities)).toEqual(expect.arrayContaining(marksOf.get(device.primaryUserId) ?? []));
    }
    expect(marked("break-glass")).toBe(2);
    expect(marked("vip")).toBeGreaterThan(42);
  });

  it("keeps the laboratory out of every reach but all devices", () => {
    const lab = devices.filter((device) => device.testOnly === "true");
    expect(lab.every((device) => device.groupIds === groupNamed("Lab - Test Devices").id && device.primaryUserId === "")).toBe(
      true,
    );
    const versions = (rows: readonly Row[]) =>
      new Set(rows.map((row) => `${row.platform} ${row.osVersion.split(".").slice(0, 3).join(".")}`));
    const platforms = new Set(lab.map((device) => device.platform));
    expect([...platforms].sort()).toEqual(["android", "iOS", "iPadOS", "linux", "macOS", "windows"]);
    expect(versions(lab).size).toBeGreaterThan(15);
    expect(lab.some((device) => device.model === organisation.faults[0]?.model)).toBe(false);
    const targets = policies.flatMap((policy) => policy.assignments.map(({ target }) => target.groupId));
    expect(targets).not.toContain(groupNamed("Lab - Test Devices").id);
  });

  it("writes tables that a strict CSV reader accepts", () => {
    for (const file of organisation.files.filter(({ path }) => path.endsWith(".csv"))) {
      expect(() => parse(new TextDecoder().decode(file.bytes), { columns: true, record_delimiter: "\r\n" })).not.toThrow();
    }
  });
});

describe("what is planted", () => {
  it.each([
    [7, 5000],
    [8, 5000],
    [9, 1500],
  ])("is exactly the listed conflicts and duplicates (seed %i, %i devices)", (seed, count) => {
    const found = overlaps(readOrganisation(createDemoOrganisation({ seed, devices: count, at: AT })));
    expect(keysOf(found.filter(({ equal }) => !equal))).toEqual(keysOf(organisation.planted.conflicts));
    expect(keysOf(found.filter(({ equal }) => equal))).toEqual(keysOf(organisation.planted.duplicates));
    expect(organisation.planted.conflicts.length).toBe(11);
  });

  it("is exactly the listed orphans", () => {
    const names = (list: readonly PolicyJson[]) => list.map((policy) => policy.name).sort();
    const orphans = names(policies.filter((policy) => policy.assignments.length === 0));
    expect(orphans).toEqual([...organisation.planted.orphanPolicyNames].sort());
    expect(orphans.length).toBe(3);
    expect(names(policies.filter((policy) => audienceOf(read, policy).size === 0))).toEqual(orphans);
  });
});

describe("the stories", () => {
  const { good, bad, waiting } = organisation.stories;

  it("reach as many devices as they should", () => {
    const sizes = [good, bad, waiting].map((story) => audienceOf(read, read.policyAt(story.change)).size);
    expect(sizes[0]).toBeGreaterThanOrEqual(2500);
    expect(sizes[0]).toBeLessThanOrEqual(3000);
    expect(sizes[1]).toBeGreaterThanOrEqual(1200);
    expect(sizes[1]).toBeLessThanOrEqual(2000);
    // Seen with seed 7; another seed moves the first by a few mission-critical PCs.
    expect(sizes).toEqual([2721, 1656, 1658]);
  });

  it("replace a policy that exists, change something in it, and reach the laboratory", () => {
    for (const story of [good, bad, waiting]) {
      const before = organisation.files.find((file) => file.path === story.change.path);
      const policy = read.policyAt(story.change);
      expect(before === undefined ? "" : read.policyAt(before).name).toBe(story.policyName);
      expect(policy.name).toBe(story.policyName);
      expect([...nodesOf(policy)]).not.toEqual([...nodesOf(read.policyAt(before ?? story.change))]);
      const audience = audienceOf(read, policy);
      const lab = devices.filter((device) => device.testOnly === "true" && audience.has(device.id));
      expect(lab.length).toBeGreaterThanOrEqual(10);
    }
  });

  it("share no node with any other policy", () => {
    for (const story of [good, bad, waiting]) {
      const nodes = [...nodesOf(read.policyAt(story.change)).keys()];
      const others = policies
        .filter((policy) => policy.name !== story.policyName)
        .flatMap((policy) => [...nodesOf(policy).keys()]);
      expect(nodes.filter((node) => others.includes(node))).toEqual([]);
    }
  });

  it("break one model, at a node that only the bad change brings", () => {
    const [fault] = organisation.faults;
    expect(organisation.faults.length).toBe(1);
    const policy = read.policyAt(bad.change);
    const today = policies.filter((candidate) => nodesOf(candidate).has(fault?.node ?? ""));
    expect(today).toEqual([]);
    expect(nodesOf(policy).has(fault?.node ?? "")).toBe(true);
    const reached = audienceOf(read, policy);
    const audience = devices.filter((device) => reached.has(device.id));
    const harmed = audience.filter((device) => device.model === fault?.model).length;
    expect(harmed).toBeGreaterThanOrEqual(80);
    expect(harmed / audience.length).toBeGreaterThanOrEqual(0.06);
    expect(harmed / audience.length).toBeLessThanOrEqual(0.1);
    expect(fault).toMatchObject({ kind: "error", errorCode: "0x87d1fde8", chance: 1 });
  });
});

describe("the seed", () => {
  it("gives the same bytes every time, and others for another seed", () => {
    expect(createDemoOrganisation({ seed: 7, at: AT })).toEqual(organisation);
    const other = createDemoOrganisation({ seed: 8, at: AT });
    for (const path of ["users.csv", "devices.csv", "groups.csv"])
      expect(textOf(other, path)).not.toBe(textOf(organisation, path));
  });

  it.each([50, 51, 333, 1000, 12_000])("gives %i devices when asked to, with everything else in place", (count) => {
    const sized = createDemoOrganisation({ seed: 3, devices: count, at: AT });
    const small = readOrganisation(sized);
    expect([small.devices, small.sites, small.groups, small.policies].map((rows) => rows.length)).toEqual([count, 14, 60, 24]);
    expect(small.users.length).toBe(Math.round(count * 0.84));
    expect(new Set(small.devices.map((device) => device.platform)).size).toBe(6);
    expect(stale(small.devices)).toBe(Math.round(count * 0.06));
    expect(new Set(small.devices.map((device) => device.id)).size).toBe(count);
  });

  it.each([49, 200_001, 77.5, Number.NaN])("refuses %d devices", (count) => {
    expect(() => createDemoOrganisation({ seed: 1, devices: count, at: AT })).toThrow("50 to 200000 devices");
  });

  it("hands the simulated fleet the same devices", () => {
    const facts = organisation.virtualDevices.map(({ facts: known, stale: silent }) => [
      known.serialNumber,
      known.name,
      known.model,
      silent,
    ]);
    const rows = devices.map((device) => [device.serialNumber, device.name, device.model, isStale(device)]);
    expect(facts).toEqual(rows);
    expect(organisation.virtualDevices.every((device) => device.serialNumber === device.facts.serialNumber)).toBe(true);
  });
});

type Overlap = Readonly<{ node: string; policyNames: readonly string[]; equal: boolean }>;

/** Every node that two policies set on devices which both reach. */
function overlaps(from: ReadOrganisation): Overlap[] {
  const reached = from.policies.map((policy) => ({ policy, nodes: nodesOf(policy), ids: audienceOf(from, policy) }));
  return reached.flatMap((one, at) =>
    reached.slice(at + 1).flatMap((other) => {
      if (![...one.ids].some((id) => other.ids.has(id))) return [];
      const shared = [...one.nodes.keys()].filter((node) => other.nodes.has(node));
      return shared.map((node) => ({
        node,
        policyNames: [one.policy.name, other.policy.name],
        equal: one.nodes.get(node) === other.nodes.get(node),
      }));
    }),
  );
}

function keysOf(pairs: readonly { node: string; policyNames: readonly string[] }[]): string[] {
  return pairs.map((pair) => `${pair.node} | ${[...pair.policyNames].sort().join(" | ")}`).sort();
}

function list(field: string): string[] {
  return field === "" ? [] : field.split(";");
}

function marked(sensitivity: string): number {
  return devices.filter((device) => list(device.sensitivities).includes(sensitivity)).length;
}

function isStale(device: Row): boolean {
  return AT - Date.parse(device.lastSeenAt) > 30 * DAY_MS;
}

function stale(rows: readonly Row[]): number {
  return rows.filter(isStale).length;
}

function groupNamed(name: string): Row {
  return groups.find((group) => group.name === name) as Row;
}

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function textOf(from: DemoOrganisation, path: string): string {
  return new TextDecoder().decode(from.files.find((file) => file.path === path)?.bytes);
}
