import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, type Json } from "../kit/canonical-json.ts";
import type { DeviceId, GroupId, PolicyId, UserId } from "../kit/ids.ts";
import { DAY_MS, instant } from "../kit/instant.ts";
import { seededRandom } from "../kit/seeded-random.ts";
import { estateOf, type Estate } from "../estate/estate.ts";
import { createSmallAudienceEngine } from "../audience/small-audience-engine.ts";
import {
  ALL_DEVICES,
  ESTATE_AT,
  excludeGroup,
  includeGroup,
  makeContent,
  makeDevice,
  makePolicy,
  makeUser,
  randomEstate,
  randomPolicies,
} from "../../tests/helpers/random-estate.ts";
import type { PolicyChange } from "./change.ts";
import { osRelease } from "./device-impact.ts";
import type { PolicyPlan } from "./plan.ts";
import { planHash } from "./plan-hash.ts";
import { planPolicyChange, type PlanInputs, type PlanRefused } from "./plan-policies.ts";
import { versionHash, type Policy, type PolicyContent } from "./policy.ts";

const GROUPS = ["office", "lab", "staff"] as const;

/** 0-2 in the office (0 and 1 Ann's, 2 Bob's), 3 a kiosk in the lab, 4 a Mac of Bob's. */
function officeEstate(): Estate {
  const device = (id: string, userId: string | null, groupId: string, overrides: Partial<ReturnType<typeof makeDevice>> = {}) =>
    makeDevice({ id: id as DeviceId, primaryUserId: userId as UserId | null, groupIds: [groupId as GroupId], ...overrides });
  return estateOf({
    devices: [
      device("d0", "ann", "office"),
      device("d1", "ann", "office", { osVersion: "10.0.26100.1", lastSeenAt: instant(ESTATE_AT - 31 * DAY_MS) }),
      device("d2", "bob", "office", { osVersion: "10.0.9200.5", lastSeenAt: null }),
      device("d3", null, "lab", {
        osVersion: null,
        sensitivities: ["mission-critical"],
        lastSeenAt: instant(ESTATE_AT - 30 * DAY_MS),
      }),
      device("d4", "bob", "office", { platform: "macOS", osVersion: "15.10.1" }),
    ],
    users: [
      makeUser({ id: "ann" as UserId, sensitivities: ["vip"], groupIds: ["staff" as GroupId] }),
      makeUser({ id: "bob" as UserId, groupIds: ["staff" as GroupId] }),
    ],
    groups: GROUPS.map((id) => ({
      id: id as GroupId,
      name: id,
      memberKind: id === "staff" ? ("user" as const) : ("device" as const),
    })),
    sites: [],
  });
}

function inputsOf(policies: readonly Policy[], change: PolicyChange, estate = officeEstate()): PlanInputs {
  return {
    estate,
    engine: createSmallAudienceEngine(estate),
    policies,
    change,
    asOf: ESTATE_AT,
    estateHash: "estate",
    policiesHash: "policies",
  };
}

function planned(policies: readonly Policy[], change: PolicyChange): PolicyPlan {
  const plan = planPolicyChange(inputsOf(policies, change));
  if (!plan.ok) throw new Error(`refused: ${JSON.stringify(plan.error)}`);
  return plan.value;
}

function refused(policies: readonly Policy[], change: PolicyChange): PlanRefused | null {
  const plan = planPolicyChange(inputsOf(policies, change));
  return plan.ok ? null : plan.error;
}

const add = (content: PolicyContent, ...assignments: readonly ReturnType<typeof includeGroup>[]): PolicyChange => {
  return { kind: "add", policyId: "new" as PolicyId, content, assignments };
};
const change = (id: string, content: PolicyContent, ...assignments: readonly ReturnType<typeof includeGroup>[]): PolicyChange => {
  return { kind: "change", policyId: id as PolicyId, content, assignments };
};
const retire = (id: string): PolicyChange => ({ kind: "retire", policyId: id as PolicyId });

describe("S7 whom a change hits", () => {
  it("is counted by devices, people, platform, release and sensitivity", () => {
    const content = makeContent({ pin: 6 }, { platforms: ["macOS", "windows"] });
    expect(planned([], add(content, ALL_DEVICES)).devices).toEqual({
      estate: 5,
      inScope: 5,
      gained: 5,
      lost: 0,
      users: 2,
      withoutUser: 1,
      byPlatform: [
        { platform: "windows", osVersion: "10.0.9200", devices: 1 },
        { platform: "windows", osVersion: "10.0.26100", devices: 2 },
        { platform: "windows", osVersion: null, devices: 1 },
        { platform: "macOS", osVersion: "15.10", devices: 1 },
      ],
      bySensitivity: [
        { sensitivity: "vip", devices: 2 },
        { sensitivity: "break-glass", devices: 0 },
        { sensitivity: "mission-critical", devices: 1 },
      ],
      stale: 2,
    });
  });

  it("tells who gains and who loses the policy", () => {
    const live = makePolicy("p", makeContent({ pin: 6 }), [includeGroup("office")]);
    const plan = planned([live], change("p", makeContent({ pin: 6 }), includeGroup("lab")));
    expect(plan.devices).toMatchObject({ inScope: 1, gained: 1, lost: 3 });
    expect(plan.settings).toEqual([]);
    expect(plan.deletions).toEqual([{ kind: "devices-lose-policy", devices: 3 }]);
  });

  it.each([
    ["windows", "10.0.26100.4351", "10.0.26100"],
    ["macOS", "15.10.1", "15.10"],
    ["android", "14", "14"],
    ["linux", "6.8.0-45-generic", "6.8"],
    ["macOS", "Sequoia", "Sequoia"],
    ["iOS", null, null],
  ] as const)("reads the release of %s %s as %s", (platform, version, release) => {
    expect(osRelease(platform, version)).toBe(release);
  });
});

describe("what a change does to settings", () => {
  const live = makePolicy("p", makeContent({ camera: "off", pin: 6, zoom: 1 }), [includeGroup("office")]);

  it("lists added and changed ones first and removed ones last, each in the order of nodes", () => {
    const after = makeContent({ zoom: 2, bluetooth: "on", camera: "off" });
    const plan = planned([live], change("p", after, includeGroup("office")));
    expect(plan.settings).toEqual([
      { kind: "added", node: "bluetooth", after: "on" },
      { kind: "changed", node: "zoom", before: 1, after: 2 },
      { kind: "removed", node: "pin", before: 6 },
    ]);
    expect(plan.deletions).toEqual([{ kind: "setting", node: "pin", devices: 3 }]);
    expect(plan.change).toEqual({
      kind: "change",
      policyId: "p",
      name: "a policy",
      fromHash: live.live.hash,
      toHash: versionHash(after),
    });
  });

  it("takes everything away by a retirement, and counts whom it reached", () => {
    const plan = planned([live], retire("p"));
    expect(plan.settings.map((setting) => [setting.kind, setting.node])).toEqual([
      ["removed", "camera"],
      ["removed", "pin"],
      ["removed", "zoom"],
    ]);
    expect(plan.devices).toMatchObject({ inScope: 3, gained: 0, lost: 3 });
    expect(plan.change.toHash).toBeNull();
    expect(plan.conflicts).toEqual([]);
    expect(plan.deletions.at(-1)).toEqual({ kind: "devices-lose-policy", devices: 3 });
  });

  it("does not call deleted what another policy still asks for", () => {
    const other = makePolicy("q", makeContent({ pin: 8 }), [includeGroup("staff")]);
    const plan = planned([live, other], retire("p"));
    expect(plan.deletions).toEqual([
      { kind: "setting", node: "camera", devices: 3 },
      { kind: "setting", node: "zoom", devices: 3 },
      { kind: "devices-lose-policy", devices: 3 },
    ]);
    const inTheLab = makePolicy("q", makeContent({ pin: 8 }), [includeGroup("lab")]);
    expect(planned([live, inTheLab], retire("p")).deletions).toContainEqual({ kind: "setting", node: "pin", devices: 3 });
  });
});

describe("S12 conflicts before anything is assigned", () => {
  const everywhere = makePolicy("all", makeContent({ pin: 4, zoom: 9 }), [ALL_DEVICES]);
  const lab = makePolicy("lab", makeContent({ pin: 5 }), [includeGroup("lab")]);

  it("name both policies and the devices, most devices first, and tell new from existing", () => {
    const live = makePolicy("p", makeContent({ pin: 6 }), [ALL_DEVICES]);
    const plan = planned([live, lab, everywhere], change("p", makeContent({ pin: 7, zoom: 1 }), ALL_DEVICES));
    const ours = (value: number) => ({ policyId: "p", name: "a policy", value });
    const theirs = (policyId: string, value: number) => ({ policyId, name: "a policy", value });
    expect(plan.conflicts).toMatchObject([
      { node: "pin", ours: ours(7), theirs: theirs("all", 4), devices: 4, standing: "existing", class: "hard", winner: null },
      { node: "zoom", ours: ours(1), theirs: theirs("all", 9), devices: 4, standing: "new" },
      { node: "pin", ours: ours(7), theirs: theirs("lab", 5), devices: 1, standing: "existing" },
    ]);
  });

  it("tell what else meets the change, and what it ends", () => {
    const live = makePolicy("p", makeContent({ pin: 6, zoom: 9 }), [ALL_DEVICES]);
    const plan = planned([live, lab, everywhere], change("p", makeContent({ pin: 4, zoom: 9 }), ALL_DEVICES));
    expect(plan.conflicts).toMatchObject([{ node: "pin", theirs: { policyId: "lab" }, standing: "existing" }]);
    expect(plan.overlaps).toMatchObject([
      { class: "duplicate", node: "pin", theirs: { policyId: "all" }, standing: "new" },
      { class: "duplicate", node: "zoom", theirs: { policyId: "all" }, standing: "existing" },
    ]);
    expect(plan.resolvedConflicts).toMatchObject([{ class: "hard", node: "pin", theirs: { policyId: "all" }, devices: 4 }]);
    const gone = planned([live, lab, everywhere], { kind: "retire", policyId: "p" as PolicyId });
    expect([gone.conflicts, gone.overlaps]).toEqual([[], []]);
    expect(gone.resolvedConflicts.map(({ theirs }) => theirs.policyId)).toEqual(["all", "lab"]);
  });

  it("lists policies whose effect cannot be read, where they meet the change", () => {
    const opaque = makePolicy("o", makeContent({ pin: 1 }, { kind: "opaque" }), [includeGroup("office")]);
    const elsewhere = makePolicy("e", makeContent({}, { kind: "opaque" }), [includeGroup("lab")]);
    const plan = planned([opaque, elsewhere], add(makeContent({ pin: 6 }), includeGroup("office")));
    expect(plan.unknownEffects).toEqual([{ policyId: "o", name: "a policy", devices: 3 }]);
    expect(plan.conflicts).toEqual([]);
  });
});

describe("a plan is refused", () => {
  const live = makePolicy("p", makeContent({ pin: 6 }), [includeGroup("office"), excludeGroup("lab")]);
  const opaque = makePolicy("o", makeContent({}, { kind: "opaque" }), [ALL_DEVICES]);

  it.each<readonly [string, PolicyChange, PlanRefused]>([
    [
      "for a change of no policy",
      change("x", makeContent({}), ALL_DEVICES),
      { type: "PolicyUnknown", policyId: "x" as PolicyId },
    ],
    ["for a retirement of no policy", retire("x"), { type: "PolicyUnknown", policyId: "x" as PolicyId }],
    [
      "for an addition under a known id",
      { ...add(makeContent({}), ALL_DEVICES), policyId: "p" as PolicyId },
      { type: "PolicyExists", policyId: "p" as PolicyId },
    ],
    [
      "when nothing changes, whatever the order of lines",
      change("p", makeContent({ pin: 6 }), excludeGroup("lab"), includeGroup("office"), includeGroup("office")),
      { type: "NothingChanges", policyId: "p" as PolicyId },
    ],
    [
      "for groups that do not exist, all of them",
      change("p", makeContent({ pin: 7 }), includeGroup("z"), includeGroup("office"), excludeGroup("g")),
      { type: "GroupsMissing", policyId: "p" as PolicyId, groupIds: ["g", "z"] as GroupId[] },
    ],
    [
      "for an audience of nobody",
      add(makeContent({}), includeGroup("lab"), excludeGroup("lab")),
      { type: "AudienceEmpty", policyId: "new" as PolicyId },
    ],
    [
      "for opaque content",
      add(makeContent({}, { kind: "opaque" }), ALL_DEVICES),
      { type: "ContentOpaque", policyId: "new" as PolicyId, side: "new" },
    ],
    ["for a retirement of opaque content", retire("o"), { type: "ContentOpaque", policyId: "o" as PolicyId, side: "live" }],
  ])("%s", (_, asked, expected) => {
    expect(refused([live, opaque], asked)).toEqual(expected);
  });

  it("but not for a retirement whose live assignments name a group that is gone", () => {
    const stale = makePolicy("p", makeContent({ pin: 6 }), [includeGroup("office"), includeGroup("gone")]);
    expect(refused([stale], retire("p"))).toBeNull();
  });
});

describe("the bytes of a plan", () => {
  it("are the same twice, and whatever the order of devices, policies, groups, settings' neighbours and lines", () => {
    let plansSeen = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (seed) => {
        const estate = randomEstate(seed, { devices: 61, users: 40, groups: 9 });
        const policies = randomPolicies(seed, 12, 9);
        const subject = policies[seed % policies.length] as Policy;
        const content = {
          ...subject.live.content,
          settings: makeContent({ "node-1": 1, "node-2": seed % 3, "node-3": 0 }).settings,
        };
        const asked: PolicyChange =
          seed % 3 === 0
            ? { kind: "retire", policyId: subject.id }
            : {
                kind: "change",
                policyId: subject.id,
                content,
                assignments: [...subject.assignments, includeGroup("group-0"), excludeGroup("group-3")],
              };
        const plan = planPolicyChange(inputsOf(policies, asked, estate));
        const shuffled = seededRandom(seed);
        const other = estateOf({
          devices: shuffled.shuffle(estate.devices),
          users: shuffled.shuffle([...estate.usersById.values()]),
          groups: shuffled.shuffle([...estate.groupsById.values()]),
          sites: shuffled.shuffle([...estate.sitesById.values()]),
        });
        const sameAsked = asked.kind === "retire" ? asked : { ...asked, assignments: shuffled.shuffle(asked.assignments) };
        const samePolicies = shuffled
          .shuffle(policies)
          .map((one) => ({ ...one, assignments: shuffled.shuffle(one.assignments) }));
        const again = planPolicyChange(inputsOf(samePolicies, sameAsked, other));
        // JSON.stringify keeps the order of keys, which canonical JSON would hide.
        expect(JSON.stringify(again)).toBe(JSON.stringify(plan));
        if (plan.ok) plansSeen++;
      }),
      { numRuns: 60 },
    );
    expect(plansSeen).toBeGreaterThan(30);
  });

  it("change with the estate, the policies and the change", () => {
    const base = inputsOf([], add(makeContent({ pin: 6 }), ALL_DEVICES));
    const hashes = [
      base,
      { ...base, estateHash: "x" },
      { ...base, policiesHash: "x" },
      { ...base, change: add(makeContent({ pin: 7 }), ALL_DEVICES) },
    ].map((inputs) => {
      const plan = planPolicyChange(inputs);
      return plan.ok ? plan.value.inputsHash : "";
    });
    expect(new Set(hashes).size).toBe(4);
  });

  it("and the phases together are what is approved", () => {
    const plan = planned([], add(makeContent({ pin: 6 }), ALL_DEVICES));
    const phases: Json = [{ name: "wave 1", cap: 10 }];
    expect(planHash(plan, phases)).toBe(planHash(JSON.parse(canonicalJson(plan as unknown as Json)) as PolicyPlan, phases));
    expect(planHash(plan, [{ name: "wave 1", cap: 11 }])).not.toBe(planHash(plan, phases));
    expect(planHash({ ...plan, devices: { ...plan.devices, inScope: 6 } }, phases)).not.toBe(planHash(plan, phases));
  });
});

describe("a plan's counts", () => {
  it("agree with one another on any estate", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (seed) => {
        const estate = randomEstate(seed, { devices: 83, users: 50, groups: 9 });
        const policies = randomPolicies(seed, 10, 9);
        const subject = policies[seed % policies.length] as Policy;
        const content = { ...subject.live.content, name: "other" };
        const plan = planPolicyChange(
          inputsOf(policies, { kind: "change", policyId: subject.id, content, assignments: [ALL_DEVICES] }, estate),
        );
        if (!plan.ok) return;
        const { devices, conflicts, unknownEffects } = plan.value;
        expect(devices.byPlatform.reduce((sum, row) => sum + row.devices, 0)).toBe(devices.inScope);
        expect(devices.withoutUser + devices.users).toBeLessThanOrEqual(devices.inScope);
        for (const { devices: hit } of [...conflicts, ...unknownEffects, ...devices.bySensitivity])
          expect(hit).toBeLessThanOrEqual(devices.inScope);
        expect(conflicts.map((conflict) => conflict.devices)).toEqual(
          conflicts.map((conflict) => conflict.devices).sort((a, b) => b - a),
        );
      }),
      { numRuns: 60 },
    );
  });
});
