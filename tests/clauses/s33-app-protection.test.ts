import { afterEach, describe, expect, test } from "vitest";
import { createSmallAudienceEngine } from "../../src/audience/small-audience-engine.ts";
import type { Assignment } from "../../src/audience/assignment.ts";
import { loadShippedCatalogue } from "../../src/connectors/catalogue/shipped-catalogue.ts";
import { createImportReader } from "../../src/connectors/files/import-reader.ts";
import { estateOf } from "../../src/estate/estate.ts";
import type { Group } from "../../src/estate/group.ts";
import type { PrerequisitesAnswer } from "../../src/http/contract/prerequisites.ts";
import { DAY_MS, instant } from "../../src/kit/instant.ts";
import type { DeviceId, GroupId, PolicyId, UserId, VersionHash } from "../../src/kit/ids.ts";
import { EMBEDDED_CONFLICT_RULE } from "../../src/policy/conflict-rule.ts";
import type { PolicyContent } from "../../src/policy/policy.ts";
import { prerequisitesOf, type PrerequisiteReport } from "../../src/policy/prerequisite/prerequisites-of.ts";
import { resolveEffective } from "../../src/policy/resolve.ts";
import { ESTATE_AT, includeGroup, makeContent, makeDevice, makeUser } from "../helpers/random-estate.ts";
import { smallEstate } from "../helpers/small-estate.ts";
import { expected, refusalOf, testProduct, type TestProduct } from "../helpers/test-product.ts";

const catalogue = loadShippedCatalogue();
const open: TestProduct[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

function protection(properties: Readonly<Record<string, unknown>>): PolicyContent {
  const type = "#microsoft.graph.iosManagedAppProtection";
  const text = JSON.stringify({ "@odata.type": type, displayName: "App protection - iOS", ...properties });
  const read = createImportReader(catalogue).readPolicies([{ path: "mam.json", bytes: Buffer.from(text) }]);
  const [policy] = read.policies;
  if (policy === undefined) throw new Error(JSON.stringify(read.problems));
  return policy.content;
}

const STAFF = "staff" as GroupId;
const group = (id: string, memberKind: Group["memberKind"]): Group => ({ id: id as GroupId, name: id, memberKind });
const user = (id: string, licences: readonly string[] | null) => makeUser({ id: id as UserId, groupIds: [STAFF], licences });
const estate = estateOf({
  users: [user("ann", ["INTUNE_A"]), user("ben", []), user("cem", null), user("dia", ["INTUNE_A"])],
  devices: [
    makeDevice({ id: "phone" as DeviceId, platform: "iOS", primaryUserId: "ann" as UserId, lastSeenAt: ESTATE_AT }),
    makeDevice({
      id: "tablet" as DeviceId,
      platform: "android",
      primaryUserId: "ben" as UserId,
      groupIds: ["kiosks" as GroupId],
      lastSeenAt: null,
    }),
  ],
  groups: [group("staff", "user"), group("kiosks", "device"), group("nobody", "user")],
  sites: [],
});
const engine = createSmallAudienceEngine(estate);

function reportOf(content: PolicyContent, assignments: readonly Assignment[]): PrerequisiteReport {
  return prerequisitesOf({ content, assignments, estate, engine, catalogue, asOf: instant(ESTATE_AT + DAY_MS) });
}
const standing = ({ prerequisites }: PrerequisiteReport, id: string) => prerequisites.find((one) => one.id === id)?.standing;

describe("S33 app protection is a policy type of its own", () => {
  test("it is read with its settings, and reaches people with enrolled devices or without", () => {
    const content = protection({ pinRequired: true, minimumPinLength: 6 });
    expect(content.kind).toBe("app-protection");
    expect(content.settings.map(({ definitionId }) => definitionId)).toContain("iosManagedAppProtection.minimumPinLength");
    expect(reportOf(content, [includeGroup("staff")]).people).toEqual({ reached: 4, enrolled: 1 });
    expect(reportOf(content, [includeGroup("kiosks")]).people).toEqual({ reached: 0, enrolled: 0 });
  });

  test("several of them: the most restrictive counts, and numeric entry fields fall back to the recommended default", () => {
    const resolved = (id: string, content: PolicyContent) => ({
      policyId: id as PolicyId,
      versionHash: id as VersionHash,
      name: id,
      content,
    });
    const { nodes } = resolveEffective(
      [
        resolved("a", protection({ pinRequired: true, minimumPinLength: 6 })),
        resolved("b", protection({ pinRequired: false, minimumPinLength: 8 })),
      ],
      EMBEDDED_CONFLICT_RULE,
    );
    const valueOf = (property: string) => nodes.find(({ node }) => node === `iosManagedAppProtection.${property}`);
    expect(valueOf("pinRequired")).toMatchObject({ kind: "value", value: true, policyIds: ["a"] });
    expect(valueOf("minimumPinLength")).toMatchObject({ kind: "value", value: 4 });
  });
});

describe("S33 what must be in place is told before anything is assigned", () => {
  test("licences of the people reached: who has none, and of whom nothing is known", () => {
    const found = reportOf(protection({ pinRequired: true }), [includeGroup("staff")]);
    expect(found.prerequisites.find(({ id }) => id === "licence")).toMatchObject({
      standing: "partly",
      count: { what: "people", met: 2, unmet: 1, unknown: 1, of: 4 },
      because: "1 of 4 people have none of these plans: assign licences, or take them out of the groups.",
    });
  });

  test("groups: app protection does not reach a device group, an empty one, or All devices", () => {
    const content = protection({ pinRequired: true });
    const groupsOf = (...assignments: readonly Assignment[]) => standing(reportOf(content, assignments), "groups");
    expect(groupsOf(includeGroup("staff"))).toBe("met");
    expect(groupsOf(includeGroup("kiosks"))).toBe("unmet");
    expect(groupsOf(includeGroup("staff"), includeGroup("nobody"))).toBe("partly");
    expect(groupsOf({ mode: "include", target: { kind: "all-devices" } })).toBe("unmet");
    expect(groupsOf({ mode: "include", target: { kind: "all-users" } })).toBe("met");
    expect(groupsOf()).toBe("unmet");
  });

  test("versions of applications, roles and permissions are named, and never read as met", () => {
    const found = reportOf(protection({ minimumRequiredAppVersion: "4.0" }), [includeGroup("staff")]);
    expect(["app-version", "role", "permission"].map((id) => standing(found, id))).toEqual(["unknown", "unknown", "unknown"]);
    expect(found.prerequisites.find(({ id }) => id === "role")?.words).toContain("Application Manager");
    expect(found.prerequisites.find(({ id }) => id === "permission")?.words).toContain("DeviceManagementApps.ReadWrite.All");
  });

  test("connectors of device policies: shown by a device that was seen lately, else unknown", () => {
    const all: readonly Assignment[] = [{ mode: "include", target: { kind: "all-devices" } }];
    const apple = reportOf(makeContent({ "com.apple.applicationaccess_allowcamera": 0 }, { platforms: ["iOS"] }), all);
    expect(standing(apple, "apple-mdm-push-certificate")).toBe("met");
    const android = reportOf(makeContent({ android_cameradisabled: 1 }, { platforms: ["android"] }), all);
    expect(standing(android, "managed-google-play")).toBe("unknown");
    const scep = reportOf(makeContent({}, { platforms: ["iOS"], sourceType: "#microsoft.graph.iosScepCertificateProfile" }), all);
    expect(standing(scep, "certificate-connector")).toBe("unknown");
    expect(standing(reportOf(protection({ pinRequired: true }), all), "apple-mdm-push-certificate")).toBeUndefined();
  });

  test("platform, version, edition, join type and supervision are judged setting by setting", () => {
    const supervised = makeContent({ "com.apple.applicationaccess_allowappinstallation": 0 }, { platforms: ["iOS"] });
    const found = reportOf(supervised, [{ mode: "include", target: { kind: "all-devices" } }]);
    const [one] = found.prerequisites.filter(({ id }) => id === "applicability");
    expect([one?.count?.of, one?.standing === "met"]).toEqual([1, false]);
  });

  test("is asked by the API, of a live policy or of a plan", async () => {
    const name = "Assistant";
    const one = await testProduct({
      estate: smallEstate({ staff: 8 }),
      policies: [{ name, settings: { cortana: 1 }, to: "all-devices" }],
    });
    open.push(one);
    const answer = expected<PrerequisitesAnswer>(await one.ask("viewer", "GET", `/api/v1/policies/${name}/prerequisites`));
    expect(answer.people).toBeNull();
    expect(answer.prerequisites.map(({ id }) => id).sort()).toEqual(["applicability", "groups", "licence", "permission", "role"]);
    expect(answer.prerequisites.find(({ id }) => id === "groups")?.standing).toBe("met");
    const unknown = `/api/v1/plans/${"0".repeat(64)}/prerequisites`;
    expect(refusalOf(await one.ask("viewer", "GET", unknown))).toEqual([404, "plan-unknown"]);
  });
});
