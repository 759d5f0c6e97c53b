import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GroupId } from "../kit/ids.ts";
import { seededRandom } from "../kit/seeded-random.ts";
import { PLATFORMS } from "../estate/platform.ts";
import type { Device } from "../estate/device.ts";
import { estateOf, type Estate } from "../estate/estate.ts";
import {
  ALL_DEVICES,
  ALL_USERS,
  excludeGroup,
  includeGroup,
  makeDevice,
  makeUser,
  randomAssignments,
  randomEstate,
} from "../../tests/helpers/random-estate.ts";
import type { Assignment, AssignmentTarget } from "./assignment.ts";
import type { AudienceEngine, AudienceQuery } from "./audience-engine.ts";
import { difference, has, indexesOf, intersection, union } from "./device-set.ts";
import { createSmallAudienceEngine } from "./small-audience-engine.ts";

// Every engine is listed here and passes the same suite.
audienceEngineContract("small", createSmallAudienceEngine);

/** The rules once more, for one device and as plainly as they can be said. Every engine must agree with it exactly. */
function oracleReaches(estate: Estate, query: AudienceQuery, device: Device): boolean {
  const user = device.primaryUserId === null ? undefined : estate.usersById.get(device.primaryUserId);
  const names = (target: AssignmentTarget, kind: "device" | "user") => {
    if (target.kind === "all-devices") return kind === "device";
    if (target.kind === "all-users") return kind === "user" && device.primaryUserId !== null;
    return (
      estate.groupsById.get(target.groupId)?.memberKind === kind &&
      (kind === "device" ? device : user)?.groupIds.includes(target.groupId) === true
    );
  };
  const hit = (mode: Assignment["mode"], kind: "device" | "user") =>
    query.assignments.some((line) => line.mode === mode && names(line.target, kind));
  return (
    query.platforms.includes(device.platform) &&
    (["device", "user"] as const).some((kind) => hit("include", kind) && !hit("exclude", kind))
  );
}

/** What every audience engine must do. A faster one joins by a call of its own. */
export function audienceEngineContract(name: string, makeEngine: (estate: Estate) => AudienceEngine): void {
  describe(`audience engine contract: ${name}`, () => {
    describeRules(makeEngine);
    describeOracle(makeEngine);
    describeAlgebra(makeEngine);
  });
}

const WINDOWS = ["windows"] as const;
const query = (...assignments: readonly Assignment[]): AudienceQuery => ({ platforms: WINDOWS, assignments });

/** laptop: in the device group and its person in the user group; kiosk: in the device group; orphan: its person is unknown. */
function smallEstate(): Estate {
  return estateOf({
    devices: [
      makeDevice({
        id: "a-laptop" as Device["id"],
        primaryUserId: "ann" as Device["primaryUserId"],
        groupIds: ["devices" as GroupId],
      }),
      makeDevice({ id: "b-kiosk" as Device["id"], groupIds: ["devices" as GroupId, "users" as GroupId] }),
      makeDevice({ id: "c-orphan" as Device["id"], primaryUserId: "nobody" as Device["primaryUserId"] }),
      makeDevice({ id: "d-mac" as Device["id"], platform: "macOS", groupIds: ["devices" as GroupId] }),
    ],
    users: [makeUser({ id: "ann" as NonNullable<Device["primaryUserId"]>, groupIds: ["users" as GroupId] })],
    groups: [
      { id: "devices" as GroupId, name: "Devices", memberKind: "device" },
      { id: "users" as GroupId, name: "Users", memberKind: "user" },
      { id: "empty" as GroupId, name: "Empty", memberKind: "device" },
    ],
    sites: [],
  });
}

function describeRules(makeEngine: (estate: Estate) => AudienceEngine): void {
  const engine = makeEngine(smallEstate());
  const reached = (...assignments: readonly Assignment[]) => indexesOf(engine.reach(query(...assignments)));
  const excludeAll = (kind: "all-devices" | "all-users"): Assignment => ({ mode: "exclude", target: { kind } });

  it.each([
    ["nobody without a line", [], []],
    ["the members of a device group", [includeGroup("devices")], [0, 1]],
    ["the devices of a user group's members", [includeGroup("users")], [0]],
    ["every device", [ALL_DEVICES], [0, 1, 2]],
    ["every device with a primary user, known or not", [ALL_USERS], [0, 2]],
    ["nobody through an empty group", [includeGroup("empty")], []],
    ["nobody through a group that does not exist", [includeGroup("gone")], []],
    ["fewer by an exclusion of the same kind", [ALL_DEVICES, excludeGroup("devices")], [2]],
    ["no fewer by a user group excluded from devices", [ALL_DEVICES, excludeGroup("users")], [0, 1, 2]],
    ["no fewer by a device group excluded from users", [ALL_USERS, excludeGroup("devices")], [0, 2]],
    [
      "who is excluded as a device and included as a person",
      [includeGroup("devices"), includeGroup("users"), excludeGroup("devices")],
      [0],
    ],
    ["nobody when all devices are excluded", [includeGroup("devices"), excludeAll("all-devices")], []],
    ["devices when all users are excluded", [includeGroup("devices"), includeGroup("users"), excludeAll("all-users")], [0, 1]],
    ["as many by an exclusion of a group that does not exist", [ALL_DEVICES, excludeGroup("gone")], [0, 1, 2]],
  ] as const)("reaches %s", (_, assignments, expected) => {
    expect(reached(...assignments)).toEqual(expected);
  });

  it("reaches only the platforms asked for", () => {
    expect(indexesOf(engine.reach({ platforms: ["macOS"], assignments: [ALL_DEVICES] }))).toEqual([3]);
    expect(indexesOf(engine.reach({ platforms: ["windows", "macOS"], assignments: [ALL_DEVICES] }))).toEqual([0, 1, 2, 3]);
    expect(indexesOf(engine.reach({ platforms: [], assignments: [ALL_DEVICES] }))).toEqual([]);
  });

  it("names the line that decided", () => {
    const users = includeGroup("users").target;
    const devices = excludeGroup("devices").target;
    const both = query(includeGroup("devices"), includeGroup("users"), excludeGroup("devices"));
    expect(engine.explain(both, 0)).toEqual({ kind: "included", by: users, via: "user" });
    expect(engine.explain(both, 1)).toEqual({ kind: "excluded", by: devices, via: "device" });
    expect(engine.explain(both, 2)).toEqual({ kind: "not-targeted" });
    expect(engine.explain(both, 3)).toEqual({ kind: "not-targeted" });
    expect(engine.explain(query(ALL_DEVICES, includeGroup("devices")), 0)).toEqual({
      kind: "included",
      by: ALL_DEVICES.target,
      via: "device",
    });
  });

  it("lists the groups that do not exist once each, in the order of their ids", () => {
    const asked = query(includeGroup("zoo"), includeGroup("devices"), excludeGroup("gone"), excludeGroup("zoo"));
    expect(engine.missingGroups(asked)).toEqual(["gone", "zoo"]);
    expect(engine.missingGroups(query(ALL_DEVICES))).toEqual([]);
  });

  it("hands out sets that a caller may change without harm", () => {
    engine.reach(query(ALL_DEVICES)).words.fill(0);
    expect(reached(ALL_DEVICES)).toEqual([0, 1, 2]);
  });
}

function describeOracle(makeEngine: (estate: Estate) => AudienceEngine): void {
  it.each([
    { devices: 0, users: 0, groups: 3 },
    { devices: 1, users: 1, groups: 3 },
    { devices: 31, users: 9, groups: 4 },
    { devices: 33, users: 40, groups: 9 },
    { devices: 257, users: 130, groups: 600 },
    { devices: 1_003, users: 800, groups: 61 },
  ])("agrees with the oracle, device by device: %o", (sizes) => {
    const estate = randomEstate(sizes.devices, sizes);
    const engine = makeEngine(estate);
    expect(engine.deviceCount).toBe(sizes.devices);
    const random = seededRandom(`queries/${sizes.devices}`);
    let reachedInAll = 0;
    for (let round = 0; round < 60; round++) {
      const asked = randomQuery(random, sizes.groups);
      const reach = engine.reach(asked);
      const expected = estate.devices.flatMap((device, at) => (oracleReaches(estate, asked, device) ? [at] : []));
      expect(indexesOf(reach)).toEqual(expected);
      expect(reach.size).toBe(sizes.devices);
      estate.devices.forEach((_, at) => expect(engine.explain(asked, at).kind === "included").toBe(has(reach, at)));
      reachedInAll += expected.length;
    }
    // A generator that reaches nobody would agree with anything.
    if (sizes.devices > 30) expect(reachedInAll).toBeGreaterThan(sizes.devices);
  });
}

function describeAlgebra(makeEngine: (estate: Estate) => AudienceEngine): void {
  const sizes = { devices: 97, users: 60, groups: 12 };
  const estate = randomEstate("algebra", sizes);
  const engine = makeEngine(estate);
  const seeds = fc.integer({ min: 0, max: 1_000_000 });
  const queryOf = (seed: number) => randomQuery(seededRandom(seed), sizes.groups);
  const indexes = (asked: AudienceQuery) => indexesOf(engine.reach(asked));

  it("does not care for the order or the repetition of lines", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const asked = queryOf(seed);
        const other = {
          platforms: [...asked.platforms].reverse(),
          assignments: seededRandom(seed).shuffle([...asked.assignments, ...asked.assignments]),
        };
        expect(indexes(other)).toEqual(indexes(asked));
      }),
    );
  });

  it("reaches the union of two lists that only include", () => {
    fc.assert(
      fc.property(seeds, seeds, (one, other) => {
        const includes = (seed: number) => queryOf(seed).assignments.filter((line) => line.mode === "include");
        const all = { platforms: PLATFORMS, assignments: [...includes(one), ...includes(other)] };
        const apart = [includes(one), includes(other)].map((assignments) => engine.reach({ platforms: PLATFORMS, assignments }));
        expect(indexes(all)).toEqual(
          apart
            .map(indexesOf)
            .flat()
            .filter(firstOnly)
            .sort((a, b) => a - b),
        );
      }),
    );
  });

  it("never reaches more by an exclusion, nor fewer by an inclusion", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: sizes.groups - 1 }), (seed, group) => {
        const asked = queryOf(seed);
        const before = engine.reach(asked);
        const fewer = engine.reach({ ...asked, assignments: [...asked.assignments, excludeGroup(`group-${group}`)] });
        const more = engine.reach({ ...asked, assignments: [...asked.assignments, includeGroup(`group-${group}`)] });
        expect(indexesOf(difference(fewer, before))).toEqual([]);
        expect(indexesOf(difference(before, more))).toEqual([]);
      }),
    );
  });

  it("splits by platform without a rest", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { assignments } = queryOf(seed);
        const apart = PLATFORMS.map((platform) => engine.reach({ platforms: [platform], assignments }));
        const together = apart.reduce(union);
        expect(indexesOf(together)).toEqual(indexes({ platforms: PLATFORMS, assignments }));
        expect(indexesOf(intersection(apart[0] as (typeof apart)[0], apart[1] as (typeof apart)[0]))).toEqual([]);
      }),
    );
  });

  it("explains an exclusion by a line of the list that names the device, against an inclusion of the same kind", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: sizes.devices - 1 }), (seed, at) => {
        const asked = queryOf(seed);
        const verdict = engine.explain(asked, at);
        if (verdict.kind === "not-targeted") return;
        const mode = verdict.kind === "included" ? "include" : "exclude";
        expect(asked.assignments).toContainEqual({ mode, target: verdict.by });
        expect(indexes({ platforms: PLATFORMS, assignments: [{ mode: "include", target: verdict.by }] })).toContain(at);
      }),
    );
  });
}

function randomQuery(random: ReturnType<typeof seededRandom>, groupCount: number): AudienceQuery {
  return { platforms: PLATFORMS.filter(() => random.chance(0.6)), assignments: randomAssignments(random, groupCount) };
}

function firstOnly(value: number, at: number, all: readonly number[]): boolean {
  return all.indexOf(value) === at;
}
