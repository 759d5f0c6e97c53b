import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadShippedCatalogue } from "../../src/connectors/catalogue/shipped-catalogue.ts";
import { createSourceFileReader } from "../../src/connectors/files/source-file-reader.ts";
import type {
  CoverageAnswer,
  RequirementAnswer,
  RequirementsAnswer,
  SavedRequirementsAnswer,
  StarterAddedAnswer,
  StarterAnswer,
  UncoveredAnswer,
} from "../../src/http/contract/requirements.ts";
import { policyIdOfName, versionHash, type Policy } from "../../src/policy/policy.ts";
import { policySettings, settingsWithoutRequirement } from "../../src/policy/requirement/policy-settings.ts";
import { requirementIssues } from "../../src/policy/requirement/requirement-issues.ts";
import { REQUIREMENT_ID } from "../../src/policy/requirement/requirement-slug.ts";
import { starterRegister } from "../../src/policy/requirement/starter-register.ts";
import { makeRequirement } from "../helpers/make-requirement.ts";
import { smallEstate } from "../helpers/small-estate.ts";
import { NODES, valueOf, type SmallPolicy } from "../helpers/small-policy.ts";
import { expected, refusalOf, testProduct, type TestProduct } from "../helpers/test-product.ts";

const MANNERS: SmallPolicy = { name: "Manners", settings: { location: 0, cortana: 0 }, to: "all-devices" };
const OFFICE: SmallPolicy = { name: "Office", settings: { cloudBlock: 2 }, to: ["office"] };
const estate = smallEstate({ staff: 60, laboratory: 6, groupsOf: (at) => (at < 20 ? ["office"] : []) });
const DEVICES = 66;

const requirement = (more: object = {}) => {
  const {
    revision: _,
    retired: __,
    ...one
  } = makeRequirement({
    id: "location-off",
    title: "Nobody sees where a device is",
    source: "ACSC ISM-0000",
    area: "privacy",
    expected: [
      { node: NODES.location, platforms: ["windows"], accept: { kind: "one-of", values: [valueOf(NODES.location, 0)] } },
    ],
  });
  return { ...one, ...more };
};

describe("S6 the requirements register", () => {
  let tidegate: TestProduct;
  beforeAll(async () => {
    tidegate = await testProduct({ estate, policies: [MANNERS, OFFICE] });
  });
  afterAll(() => tidegate.close());
  const save = (...requirements: readonly object[]) => tidegate.ask("author", "POST", "/api/v1/requirements", { requirements });
  const list = (query = "") => tidegate.get<RequirementsAnswer>(`/api/v1/requirements${query}`);
  const coverage = () => tidegate.get<CoverageAnswer>("/api/v1/register/coverage");

  test("a requirement has a statement, a reason, a source, platforms, a priority and settings, and says on how many devices it holds", async () => {
    const { items } = expected<SavedRequirementsAnswer>(await save(requirement()));
    expect(items).toMatchObject([
      {
        id: "location-off",
        source: "ACSC ISM-0000",
        priority: "must",
        revision: 1,
        open: false,
        standing: { status: "met", met: DEVICES, ofDevices: DEVICES },
        policies: [{ name: "Manners" }],
      },
    ]);
    const inTheOffice = requirement({
      id: null,
      title: "Unknown programs are blocked at once",
      expected: [{ node: NODES.cloudBlock, platforms: ["windows"], accept: { kind: "range", min: 2, max: null } }],
    });
    const saved = expected<SavedRequirementsAnswer>(await save(inTheOffice)).items[0];
    expect(saved).toMatchObject({ id: "unknown-programs-are-blocked-at-once", open: true });
    expect(saved?.standing).toMatchObject({ status: "partly-met", met: 20, ofDevices: DEVICES });
  });

  test("unmet requirements are listed, and a gap that somebody accepted with a reason is none of them", async () => {
    const nobody = requirement({
      id: "telemetry-off",
      expected: [{ node: NODES.telemetry, platforms: ["windows"], accept: { kind: "any" } }],
    });
    expected(await save(nobody, requirement({ id: "no-setting-yet", expected: [] })));
    const open = (await list("?status=open")).items;
    expect(open.map(({ id, standing }) => [id, standing.status])).toEqual([
      ["no-setting-yet", "unmapped"],
      ["telemetry-off", "no-policy"],
      ["unknown-programs-are-blocked-at-once", "partly-met"],
    ]);
    expected(await save({ ...nobody, revision: 1, acceptedGap: "the vendor needs it until spring" }));
    expect((await list("?status=open")).items.map(({ id }) => id)).not.toContain("telemetry-off");
    expect(await coverage()).toMatchObject({
      requirements: 4,
      mapped: 3,
      open: 2,
      acceptedGaps: 1,
      byStatus: { met: 1, "partly-met": 1, "no-policy": 1, unmapped: 1 },
      devices: DEVICES,
    });
  });

  test("settings that no requirement asks for are listed", async () => {
    const { items, total } = await tidegate.get<UncoveredAnswer>("/api/v1/register/settings-without-requirement");
    expect([total, items.map(({ node, policies }) => [node, policies[0]?.name])]).toEqual([1, [[NODES.cortana, "Manners"]]]);
    expect(await coverage()).toMatchObject({ settings: 3, settingsWithRequirement: 2 });
  });

  test("the imported baseline becomes a first register, and what somebody wrote stays", async () => {
    const before = await tidegate.get<StarterAnswer>("/api/v1/register/starter");
    expect(before.counts).toMatchObject({ new: 1, covered: 2 });
    const added = expected<StarterAddedAnswer>(await tidegate.ask("author", "POST", "/api/v1/register/starter", {}));
    expect(added.added).toHaveLength(1);
    expect(await coverage()).toMatchObject({ settings: 3, settingsWithRequirement: 3 });
    const [id = ""] = added.added;
    const own = await tidegate.get<RequirementAnswer>(`/api/v1/requirements/${id}`);
    expect(own).toMatchObject({ source: '"Manners"', priority: "should", standing: { status: "met" } });
    const { kind, reason, source, area, platforms, priority } = own;
    const mine = { id, revision: 1, kind, title: "Mine", reason, source, area, platforms, priority, expected: own.expected };
    expected(await save(mine));
    expect(expected<StarterAddedAnswer>(await tidegate.ask("author", "POST", "/api/v1/register/starter", {})).added).toEqual([]);
    expect((await tidegate.get<RequirementAnswer>(`/api/v1/requirements/${id}`)).title).toBe("Mine");
  });

  test("all faults are told at once, and nothing is saved", async () => {
    const wrong = requirement({
      id: "wrong",
      expected: [
        { node: "nowhere", platforms: ["windows"], accept: { kind: "any" } },
        { node: NODES.location, platforms: ["linux"], accept: { kind: "range", min: 5, max: 1 } },
      ],
    });
    const answer = await save(requirement({ id: "fine" }), wrong);
    expect(refusalOf(answer)).toEqual([422, "requirement-invalid"]);
    const { issues } = answer.json as { issues: readonly { at: string; code: string }[] };
    expect(issues.map(({ at, code }) => [at, code])).toEqual([
      ["requirements/1/expected/0/node", "node-unknown"],
      ["requirements/1/expected/1/platforms", "platform-outside"],
      ["requirements/1/expected/1/accept", "range-empty"],
    ]);
    expect(refusalOf(await tidegate.ask("viewer", "GET", "/api/v1/requirements/fine"))).toEqual([404, "requirement-unknown"]);
  });

  test("an older revision is refused, a retired requirement stays to be read, and the audit log says who wanted what and why", async () => {
    expect(refusalOf(await save(requirement({ title: "Again" })))).toEqual([409, "requirement-stale"]);
    expect(refusalOf(await save(requirement({ revision: 7 })))).toEqual([409, "requirement-stale"]);
    const retire = (revision: number) =>
      tidegate.ask("author", "DELETE", `/api/v1/requirements/location-off?revision=${revision}`);
    expect(refusalOf(await retire(2))).toEqual([409, "requirement-stale"]);
    expect((await retire(1)).status).toBe(204);
    expect(refusalOf(await retire(2))).toEqual([409, "requirement-stale"]);
    expect((await list()).items.map(({ id }) => id)).not.toContain("location-off");
    expect((await list("?retired=true")).items).toMatchObject([{ id: "location-off", retired: true, revision: 2, open: false }]);
    expect(expected<SavedRequirementsAnswer>(await save(requirement({ revision: 2 }))).items[0]).toMatchObject({
      retired: false,
      revision: 3,
    });
    const log = (await tidegate.auditLog()).filter(({ subject }) => subject === "requirement:location-off");
    expect(log.map(({ action }) => action)).toEqual(["requirement.added", "requirement.retired", "requirement.changed"]);
    expect(refusalOf(await tidegate.ask("viewer", "POST", "/api/v1/requirements", { requirements: [requirement()] }))).toEqual([
      403,
      "not-allowed",
    ]);
  });

  test("the list pages, and is found by words", async () => {
    const [first] = (await list("?limit=1")).items;
    const rest = await list(`?limit=1&after=${first?.id ?? ""}`);
    expect(rest.items[0]?.id).not.toBe(first?.id);
    expect((await list("?text=telemetry")).items.map(({ id }) => id)).toEqual(["telemetry-off"]);
  });
});

const DATA = new URL("../../../shared/data/", import.meta.url).pathname;

describe.skipIf(!existsSync(DATA))("S6 starter registers of real baselines (skipped where ../shared/data is absent)", () => {
  test.each([["intune-oib"], ["intune-acsc"]])(
    "%s: every setting has a requirement, and every requirement can be kept",
    (set) => {
      const catalogue = loadShippedCatalogue();
      const policies = policiesOf(join(DATA, set));
      const proposals = starterRegister(policies, [], catalogue);
      const settings = policySettings(policies).filter(({ platforms }) => platforms.length > 0);
      const register = proposals.map(({ requirement: one }) => ({ ...one, revision: 1, retired: false }));
      console.info(`${set}: ${policies.length} policies, ${settings.length} settings, ${proposals.length} requirements`);
      expect(proposals.length).toBeGreaterThan(50);
      expect(settingsWithoutRequirement(settings, register)).toEqual([]);
      expect(register.filter(({ id }) => !REQUIREMENT_ID.test(id))).toEqual([]);
      expect(register.flatMap((one) => requirementIssues(one, catalogue)).map(({ message }) => message)).toEqual([]);
      expect(starterRegister(policies, register, catalogue).filter(({ standing }) => standing !== "known")).toEqual([]);
    },
  );
});

function policiesOf(folder: string): readonly Policy[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".json") && statSync(join(folder, path)).isFile())
    .map((path) => ({ path, bytes: new Uint8Array(readFileSync(join(folder, path))) }));
  const { policies } = createSourceFileReader(loadShippedCatalogue()).readPolicies(files);
  const byId = new Map(policies.map(({ content, externalId }) => [externalId ?? policyIdOfName(content.name), content]));
  return [...byId].map(([id, content]) => {
    const policyId = id as Policy["id"];
    return { id: policyId, live: { policyId, number: 1, hash: versionHash(content), content }, assignments: [] };
  });
}
