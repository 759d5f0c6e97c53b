import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadShippedCatalogue } from "../../src/connectors/catalogue/shipped-catalogue.ts";
import type { DraftAnswer, DraftsAnswer } from "../../src/http/contract/drafts.ts";
import type { FirstPoliciesAnswer, TemplatesAnswer } from "../../src/http/contract/first-policies.ts";
import type { PlanAnswer } from "../../src/http/contract/plans.ts";
import type { RequirementAnswer, RequirementsAnswer } from "../../src/http/contract/requirements.ts";
import { definitionIdsOf } from "../../src/policy/changed-facts.ts";
import { firstPolicySet, type GreenfieldAnswers } from "../../src/policy/greenfield/first-policies.ts";
import { REQUIREMENT_TEMPLATES } from "../../src/policy/greenfield/requirement-templates.ts";
import { requirementIssues } from "../../src/policy/requirement/requirement-issues.ts";
import type { Setting } from "../../src/policy/setting.ts";
import { PLATFORMS } from "../../src/estate/platform.ts";
import { smallEstate } from "../helpers/small-estate.ts";
import { expected, refusalOf, testProduct, type TestProduct } from "../helpers/test-product.ts";
import { quickShape } from "../helpers/test-shape.ts";

/** Windows' encryption provider: exports of Intune name it so, and the shipped metadata lists its knobs under another path. */
const BESIDE_THE_CATALOGUE = ["device_vendor_msft_bitlocker_requiredeviceencryption"];

const everything: GreenfieldAnswers = {
  platforms: PLATFORMS,
  chosen: REQUIREMENT_TEMPLATES.map(({ id, question }) => ({
    template: id,
    answer: question?.kind === "text" ? "Harbour" : null,
    reason: null,
  })),
  assignments: [],
  takenIds: new Set(),
};

describe("S2 a first policy set: what templates are made of", () => {
  const catalogue = loadShippedCatalogue();
  const made = firstPolicySet(everything, REQUIREMENT_TEMPLATES);
  const set = made.ok ? made.value : { requirements: [], policies: [], gaps: [] };
  const settings = set.policies.flatMap(({ change }) => change.content.settings);

  test("every setting is one of the catalogue, with an option, a kind and a range that it has", () => {
    expect(settings.length).toBeGreaterThan(20);
    const unknown = [...definitionIdsOf(settings)].filter((id) => catalogue.find(id) === undefined);
    expect(unknown).toEqual(BESIDE_THE_CATALOGUE);
    expect(faultsOf(settings)).toEqual([]);
  });

  test("every requirement can be kept, and says on which platforms nothing realises it", () => {
    expect(set.requirements).toHaveLength(REQUIREMENT_TEMPLATES.length);
    expect(set.requirements.flatMap((one) => requirementIssues(one, catalogue))).toEqual([]);
    expect(set.gaps.every(({ platforms }) => platforms.includes("android"))).toBe(true);
    expect(set.gaps.map(({ requirementId }) => requirementId)).toEqual(set.requirements.map(({ id }) => id));
  });

  test("there is one policy for each platform and area, and each serves a requirement", () => {
    const names = set.policies.map(({ change }) => change.content.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("Windows - Password and PIN");
    expect(names).toContain("iOS and iPadOS - Password and PIN");
    expect(set.policies.filter(({ requirementIds }) => requirementIds.length === 0)).toEqual([]);
    const areas = REQUIREMENT_TEMPLATES.map(({ area }) => area);
    for (const area of ["password", "encryption", "firewall", "updates", "browser", "camera", "storage", "sign-in", "network"])
      expect(areas).toContain(area);
  });

  /** Options and ranges of settings and of what is nested in them. */
  function faultsOf(all: readonly Setting[]): readonly string[] {
    return all.flatMap(({ definitionId, value }): readonly string[] => {
      const facts = catalogue.find(definitionId);
      const below = value.kind === "choice" ? value.children : value.kind === "groups" ? value.instances.flat() : [];
      const own: string[] = [];
      if (facts !== undefined && facts.kind !== value.kind) own.push(`${definitionId} is ${facts.kind}`);
      if (value.kind === "choice" && facts?.options && !facts.options.has(value.option)) own.push(value.option);
      if (value.kind === "simple" && typeof value.value === "number" && facts !== undefined) {
        if (value.value < (facts.integerMin ?? 0) || value.value > (facts.integerMax ?? Infinity)) own.push(definitionId);
      }
      return [...own, ...faultsOf(below)];
    });
  }
});

describe("S2 greenfield: from what has to hold to drafts of first policies", () => {
  let tidegate: TestProduct;
  beforeAll(async () => {
    tidegate = await testProduct({ estate: smallEstate({ staff: 60 }) });
  });
  afterAll(() => tidegate.close());
  const make = (more: object) =>
    tidegate.ask("author", "POST", "/api/v1/register/first-policies", {
      platforms: ["windows"],
      chosen: [{ template: "unlock-code-length", answer: 10 }, { template: "lock-when-idle" }, { template: "firewall-on" }],
      assignTo: { kind: "all-devices" },
      dryRun: false,
      ...more,
    });

  test("it can be tried first, and nothing is kept", async () => {
    const tried = expected<FirstPoliciesAnswer>(await make({ dryRun: true }));
    expect(tried.policies.map(({ name, draftId }) => [name, draftId])).toEqual([
      ["Windows - Password and PIN", null],
      ["Windows - Firewall", null],
    ]);
    expect((await tidegate.get<RequirementsAnswer>("/api/v1/requirements")).total).toBe(0);
    expect((await tidegate.get<DraftsAnswer>("/api/v1/drafts")).total).toBe(0);
  });

  test("requirements and drafts are made together, and each draft goes on by way of a plan", async () => {
    const made = expected<FirstPoliciesAnswer>(await make({}));
    expect(made.requirements.map(({ id, standing, gapPlatforms }) => [id, standing, gapPlatforms])).toEqual([
      ["unlock-code-length", "added", []],
      ["lock-when-idle", "added", []],
      ["firewall-on", "added", []],
    ]);
    const requirement = await tidegate.get<RequirementAnswer>("/api/v1/requirements/unlock-code-length");
    expect(requirement).toMatchObject({
      title: "A code of at least 10 characters unlocks every device",
      standing: { status: "no-policy", met: 0, ofDevices: 66 },
    });
    const draftId = made.policies[0]?.draftId ?? "";
    const draft = await tidegate.get<DraftAnswer>(`/api/v1/drafts/${draftId}`);
    expect(draft).toMatchObject({ kind: "add", standing: "current", madeFrom: "requirements:unlock-code-length,lock-when-idle" });
    const plan = expected<PlanAnswer>(
      await tidegate.ask("author", "POST", "/api/v1/plans", {
        policy: null,
        change: { kind: "draft", draftId },
        shape: quickShape(),
        onGateFail: "halt",
      }),
    );
    expect(plan.plan.policyPlan.devices).toMatchObject({ inScope: 66, estate: 66 });
  });

  test("a second set takes the place of nothing", async () => {
    const again = expected<FirstPoliciesAnswer>(await make({}));
    expect(again.requirements.map(({ standing }) => standing)).toEqual(["kept", "kept", "kept"]);
    expect(again.policies.map(({ name }) => name)).toEqual(["Windows - Password and PIN 2", "Windows - Firewall 2"]);
  });

  test("all faults at once, and nothing is kept", async () => {
    const before = (await tidegate.get<DraftsAnswer>("/api/v1/drafts")).total;
    const answer = await make({
      chosen: [
        { template: "unlock-code-length", answer: 3 },
        { template: "nothing" },
        { template: "firewall-on", answer: 1 },
        { template: "company-wifi" },
        { template: "firewall-on" },
      ],
    });
    expect(refusalOf(answer)).toEqual([422, "first-policies-invalid"]);
    const { issues } = answer.json as { issues: readonly { at: string; code: string }[] };
    expect(issues.map(({ at, code }) => [at, code])).toEqual([
      ["chosen/0/answer", "answer-invalid"],
      ["chosen/1/template", "template-unknown"],
      ["chosen/2/answer", "answer-invalid"],
      ["chosen/3/answer", "answer-invalid"],
      ["chosen/4/template", "template-twice"],
    ]);
    expect((await tidegate.get<DraftsAnswer>("/api/v1/drafts")).total).toBe(before);
  });

  test("the templates can be read, each with its question and its platforms", async () => {
    const { items } = await tidegate.get<TemplatesAnswer>("/api/v1/register/templates");
    expect(items.map(({ id }) => id)).toEqual(REQUIREMENT_TEMPLATES.map(({ id }) => id));
    expect(items[0]).toMatchObject({
      question: { kind: "number", unit: "characters" },
      platforms: ["windows", "macOS", "iOS", "iPadOS"],
    });
  });
});
