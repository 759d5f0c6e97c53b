import { describe, expect, test } from "vitest";
import type { Json } from "../../kit/canonical-json.ts";
import type { DeviceId, GroupId, PolicyId, UserId } from "../../kit/ids.ts";
import { estateOf, type Estate } from "../../estate/estate.ts";
import { createSmallAudienceEngine } from "../../audience/small-audience-engine.ts";
import { ALL_DEVICES, makeContent, makeDevice, makePolicy, makeUser } from "../../../tests/helpers/random-estate.ts";
import type { PolicyChange } from "../change.ts";
import { changeReach, queryOf } from "../change-reach.ts";
import type { Policy, PolicyContent } from "../policy.ts";
import type { Setting } from "../setting.ts";
import { accessConsequence } from "./access-consequence.ts";

const ID = "pol-compliance" as PolicyId;
const EXCHANGE = "00000002-0000-0ff1-ce00-000000000000";

/** ann: an old Windows; bob: a new one; eve: break-glass, old; cy: a version that was never reported; a kiosk without a person, old. */
const estate: Estate = estateOf({
  devices: [
    makeDevice({ id: "d-ann" as DeviceId, primaryUserId: "ann" as UserId, osVersion: "10.0.19044.1", driveEncryption: "none" }),
    makeDevice({
      id: "d-bob" as DeviceId,
      primaryUserId: "bob" as UserId,
      osVersion: "10.0.26100.1",
      driveEncryption: "xts-aes-128",
    }),
    makeDevice({ id: "d-cy" as DeviceId, primaryUserId: "cy" as UserId, osVersion: null }),
    makeDevice({ id: "d-eve" as DeviceId, primaryUserId: "eve" as UserId, osVersion: "10.0.17763.1" }),
    makeDevice({ id: "d-kiosk" as DeviceId, osVersion: "10.0.17763.1" }),
  ],
  users: [
    makeUser({ id: "ann" as UserId, groupIds: ["staff" as GroupId] }),
    makeUser({ id: "bob" as UserId, groupIds: ["staff" as GroupId] }),
    makeUser({ id: "cy" as UserId, groupIds: ["staff" as GroupId] }),
    makeUser({ id: "eve" as UserId, sensitivities: ["break-glass"], groupIds: ["emergency" as GroupId] }),
  ],
  groups: [
    { id: "staff" as GroupId, name: "Staff", memberKind: "user" },
    { id: "emergency" as GroupId, name: "Emergency", memberKind: "user" },
  ],
  sites: [],
});

function compliance(
  properties: Readonly<Record<string, string | number | boolean>>,
  over: Partial<PolicyContent> = {},
): PolicyContent {
  const settings = Object.entries(properties).map(
    ([key, value]): Setting => ({ definitionId: `windows10CompliancePolicy.${key}`, value: { kind: "property", value } }),
  );
  return { ...makeContent({}), kind: "compliance", settings, ...over };
}

type Parts = Readonly<{ state?: string; users?: Json; apps?: Json; conditions?: Readonly<Record<string, Json>>; grant?: Json }>;

function access(name: string, { state = "enabled", users, apps, conditions = {}, grant }: Parts = {}): Policy {
  const raw = {
    displayName: name,
    state,
    conditions: {
      users: users ?? { includeUsers: ["All"], excludeUsers: [], includeGroups: [], excludeGroups: [] },
      applications: apps ?? { includeApplications: [EXCHANGE], excludeApplications: [] },
      clientAppTypes: ["all"],
      platforms: null,
      ...conditions,
    },
    grantControls: grant ?? { operator: "OR", builtInControls: ["compliantDevice"] },
  };
  return makePolicy(`ca-${name}`, { ...makeContent({}), name, kind: "conditional-access", raw }, []);
}

function consequence(content: PolicyContent, accesses: readonly Policy[], live?: Policy, others: readonly Policy[] = []) {
  const engine = createSmallAudienceEngine(estate);
  const change: PolicyChange = { kind: live === undefined ? "add" : "change", policyId: ID, content, assignments: [ALL_DEVICES] };
  const reach = changeReach(engine, change, live);
  const reached = others.map((policy) => ({
    policyId: policy.id,
    name: policy.live.content.name,
    content: policy.live.content,
    reach: engine.reach(queryOf(policy)),
  }));
  return accessConsequence({ estate, policies: [...accesses, ...others], change, live, reach, others: reached });
}

const LEAST = compliance({ osMinimumVersion: "10.0.19045.0" });

describe("who would lose access by a compliance change", () => {
  test("known facts that fail are certain, unknown ones are counted apart", () => {
    const found = consequence(LEAST, [access("Mail")]);
    expect(found?.noncompliant).toEqual({ certain: { people: 2, devices: 3 }, unknown: { people: 1, devices: 1 } });
    expect(found?.lose).toEqual({ people: 2, mail: 2 });
    expect(found?.mayLose).toEqual({ people: 1, mail: 1 });
    expect(found?.policies[0]).toMatchObject({ apps: ["mail (Exchange Online)"], mail: true, breakGlass: 1 });
    expect(found?.sentences).toEqual([
      "3 devices of 2 people will not be compliant as soon as they report",
      "1 device of 1 person may not be: it cannot be known before whether version 10.0.19045.0 of the system or a newer one is needed",
      "2 people will lose mail on these devices",
      "1 person more may lose access, 1 of them mail",
      '"Mail" keeps 2 people, and perhaps 1 more, out of mail (Exchange Online)',
      '1 break-glass account would be kept out by "Mail": except them first',
    ]);
  });

  test("excepted people keep their access, and are counted", () => {
    const users = { includeUsers: ["All"], excludeGroups: ["emergency"] };
    const found = consequence(LEAST, [access("Mail", { users })]);
    expect(found?.lose.people).toBe(1);
    expect(found?.policies[0]).toMatchObject({ excepted: { people: 1, devices: 1 }, breakGlass: 0 });
  });

  test("report-only keeps nobody out, and is told", () => {
    const found = consequence(LEAST, [access("Mail", { state: "enabledForReportingButNotEnforced" })]);
    expect(found?.lose).toEqual({ people: 0, mail: 0 });
    expect(found?.policies[0]).toMatchObject({ state: "report-only", lose: { people: 2, devices: 2 } });
    expect(found?.sentences.at(-2)).toMatch(/^"Mail" only reports today; once it is on, it keeps 2 people/);
  });

  test.each([
    ["a policy that is off", { state: "disabled" }],
    ["a policy without the compliant device", { grant: { operator: "OR", builtInControls: ["mfa"] } }],
  ])("%s is not among those that count", (_, parts) => {
    expect(consequence(LEAST, [access("Mail", parts)])?.policies).toEqual([]);
  });

  test("with OR another proof opens the door, with AND it does not", () => {
    const builtInControls = ["compliantDevice", "mfa"];
    expect(consequence(LEAST, [access("Mail", { grant: { operator: "OR", builtInControls } })])).toMatchObject({
      lose: { people: 0 },
      policies: [{ anotherProof: { people: 3, devices: 3 } }],
    });
    expect(consequence(LEAST, [access("Mail", { grant: { operator: "AND", builtInControls } })])?.lose.people).toBe(2);
  });

  test("compliant or hybrid joined: an unknown join type may lose", () => {
    const grant = { operator: "OR", builtInControls: ["compliantDevice", "domainJoinedDevice"] };
    expect(consequence(LEAST, [access("Mail", { grant })])).toMatchObject({ lose: { people: 0 }, mayLose: { people: 3 } });
  });

  test("other platforms, other people and other apps are left alone", () => {
    const conditions = { platforms: { includePlatforms: ["macOS", "iOS"], excludePlatforms: [] } };
    expect(consequence(LEAST, [access("Mail", { conditions })])?.lose.people).toBe(0);
    expect(consequence(LEAST, [access("Mail", { users: { includeUsers: ["bob"] } })])?.lose.people).toBe(0);
    const apps = { includeApplications: ["All"], excludeApplications: ["Office365"] };
    expect(consequence(LEAST, [access("All", { apps })])).toMatchObject({
      lose: { people: 2, mail: 0 },
      policies: [{ apps: ["all apps but mail"] }],
    });
  });

  test("roles, unknown groups, locations and risks cannot be known here: they may lose", () => {
    for (const users of [
      { includeUsers: ["None"], includeRoles: ["r"] },
      { includeUsers: [], includeGroups: ["nowhere"] },
    ])
      expect(consequence(LEAST, [access("Mail", { users })])).toMatchObject({ lose: { people: 0 }, mayLose: { people: 3 } });
    const conditions = { locations: { includeLocations: ["All"], excludeLocations: ["AllTrusted"] }, signInRiskLevels: ["high"] };
    expect(consequence(LEAST, [access("Mail", { conditions })])).toMatchObject({
      lose: { people: 0 },
      policies: [{ narrowedBy: ["locations", "sign-in risk"] }],
    });
  });

  test("whoever fails already loses nothing by this change", () => {
    const live = makePolicy(ID, LEAST, [ALL_DEVICES]);
    const found = consequence(compliance({ osMinimumVersion: "10.0.19045.0", bitLockerEnabled: true }), [access("Mail")], live);
    expect(found?.noncompliant.certain).toEqual({ people: 0, devices: 0 });
    expect(found?.uncertainChecks).toEqual(["the drive is encrypted"]);
    const elsewhere = makePolicy("pol-other", LEAST, [ALL_DEVICES]);
    expect(consequence(LEAST, [access("Mail")], undefined, [elsewhere])).toBeNull();
  });

  test("encryption is judged by what the drive reported", () => {
    const found = consequence(compliance({ bitLockerEnabled: true }), [access("Mail")]);
    expect(found?.noncompliant).toEqual({ certain: { people: 1, devices: 1 }, unknown: { people: 2, devices: 3 } });
  });

  test("what only a device can answer is unknown on every device; what is not asked is no check", () => {
    const found = consequence(compliance({ tpmRequired: true, secureBootEnabled: false }), [access("Mail")]);
    expect(found?.noncompliant).toEqual({ certain: { people: 0, devices: 0 }, unknown: { people: 4, devices: 5 } });
    expect(consequence(compliance({ secureBootEnabled: false }), [access("Mail")])).toBeNull();
  });

  test("the grace time of blocking is told, and no policy at all is said to be no answer", () => {
    const noncomplianceActions = [
      { action: "notification", graceHours: 0, notificationTemplateId: null },
      { action: "block", graceHours: 72, notificationTemplateId: null },
    ];
    const found = consequence({ ...LEAST, noncomplianceActions }, []);
    expect(found?.graceHours).toBe(72);
    expect(found?.sentences).toContain("3 devices of 2 people will not be compliant 72 hours after they report");
    expect(found?.sentences.at(-1)).toMatch(/was imported: who loses access cannot be said$/);
  });

  test("a configuration change makes nobody noncompliant; nonsense in a policy's JSON is read as nothing", () => {
    expect(consequence(makeContent({ a: 1 }), [access("Mail")])).toBeNull();
    const broken = makePolicy("ca-x", { ...makeContent({}), kind: "conditional-access", raw: [1, { state: 4 }] }, []);
    expect(consequence(LEAST, [broken])?.policies).toEqual([]);
  });
});
