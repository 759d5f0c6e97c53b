import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadShippedCatalogue } from "../../src/connectors/catalogue/shipped-catalogue.ts";
import { createSourceFileReader } from "../../src/connectors/files/source-file-reader.ts";
import { estateOf, type Estate } from "../../src/estate/estate.ts";
import type { PolicyApplicabilityBody } from "../../src/http/contract/consequences.ts";
import type { PlanAnswer } from "../../src/http/contract/plans.ts";
import { instant } from "../../src/kit/instant.ts";
import { appliesAt } from "../../src/policy/applicability/applicability.ts";
import { withinPolicyRule } from "../../src/policy/applicability/policy-rule.ts";
import { policyIntent } from "../../src/policy/plan-consequences.ts";
import { isDeliverable, type PolicyContent } from "../../src/policy/policy.ts";
import { askedBy } from "../../src/policy/resolve.ts";
import { createDemoOrganisation } from "../../src/sim/organisation/demo-organisation.ts";
import { estateTables, smallEstate, type TestFile } from "../helpers/small-estate.ts";
import { NODES, policyFile } from "../helpers/small-policy.ts";
import { expected, refusalOf, testProduct, type RolloutDetail, type TestProduct } from "../helpers/test-product.ts";
import { quickShape } from "../helpers/test-shape.ts";

const DATA = new URL("../../../shared/data/", import.meta.url).pathname;
const GUARD = "device_vendor_msft_policy_config_deviceguard_lsacfgflags";
const SEED = 20_260_901;

/** Credential Guard with a lock in the firmware: Enterprise and Education only, after a restart, never taken back by a policy. */
function guardPolicy(option: 1 | 2): TestFile {
  const plain = policyFile({ name: "Credential Guard", settings: { location: option }, to: "all-devices" });
  const text = new TextDecoder().decode(plain.bytes).replaceAll(NODES.location, GUARD);
  return { path: plain.path, bytes: new TextEncoder().encode(text) };
}

/** Every fourth of 40 devices runs another edition, and of one nothing was reported. */
function mixedEstate(at: TestProduct): readonly TestFile[] {
  return estateTables(smallEstate({ staff: 34 }), at.now()).map((table) => {
    if (table.path !== "devices.csv") return table;
    const lines = new TextDecoder().decode(table.bytes).split("\r\n");
    const mixed = lines.map((line, row) =>
      row === 0 ? line : line.replace(",Enterprise,", row === 1 ? ",," : row % 4 === 0 ? ",Professional," : ",Enterprise,"),
    );
    return { ...table, bytes: new TextEncoder().encode(mixed.join("\r\n")) };
  });
}

const encoded = ({ path, bytes }: TestFile) => ({ path, contentBase64: Buffer.from(bytes).toString("base64") });

describe("S9 OS limitations: a plan says where it holds, when, and how one gets back", () => {
  let tidegate: TestProduct;
  let planned: PlanAnswer;
  const add = (option: 1 | 2) =>
    tidegate.ask("author", "POST", "/api/v1/plans", {
      policy: null,
      change: { kind: "add", file: encoded(guardPolicy(option)) },
      shape: quickShape({ pilotIsolated: { skipReason: "nothing shares a node with it" } }),
      onGateFail: "halt",
    });
  const create = (hash: string, accept?: readonly string[]) => {
    const body = { planHash: hash, name: "guard", reason: "a test", ...(accept === undefined ? {} : { accept }) };
    return tidegate.ask("author", "POST", "/api/v1/rollouts", body);
  };

  beforeAll(async () => {
    tidegate = await testProduct();
    const files = mixedEstate(tidegate).map(encoded);
    expected(await tidegate.ask("author", "POST", "/api/v1/imports/estate", { files, dryRun: false }));
    planned = expected<PlanAnswer>(await add(1));
  });
  afterAll(() => tidegate.close());

  test("intent met on N of M, with the reason for each device that is short and the fact that is missing", () => {
    expect(planned.plan.policyPlan.applicability).toMatchObject({
      devices: 40,
      settings: 1,
      met: 29,
      short: 10,
      unknown: 1,
      unknownByCatalogue: 0,
      reasons: [{ cause: { kind: "edition" }, devices: 10, settings: 1 }],
      missing: [{ cause: { of: "device", fact: "edition" }, devices: 1, settings: 1 }],
      shortSettings: [{ node: GUARD, applies: 29, notApplicable: 10, unknown: 1 }],
      leastVersions: [{ platform: "windows", metNow: 29, version: null }],
    });
    expect(planned.names[GUARD]).toBeTruthy();
  });

  test("it takes effect after a restart, and no policy takes it back", () => {
    const { effect, undo } = planned.plan.policyPlan;
    expect(effect.moments).toMatchObject([{ moment: "restart", nodes: [GUARD] }]);
    expect(undo.settings).toMatchObject([{ node: GUARD, reversal: "irreversible", taken: "by-rollback" }]);
    expect(undo.rollback).toMatchObject([{ platform: "windows", devices: 40, byHand: [{ node: GUARD }], open: [] }]);
  });

  test("a rollout is made of it only once both are accepted by name, and the audit log says so", async () => {
    expect(planned.plan.acceptances.map(({ kind }) => kind)).toEqual(["irreversible", "intent"]);
    for (const accept of [undefined, [], ["intent"], ["irreversible"]])
      expect(refusalOf(await create(planned.hash, accept))).toEqual([409, "acceptance-missing"]);
    expect(refusalOf(await create(planned.hash, ["whatever"]))[0]).toBe(400);
    const rollout = expected<RolloutDetail>(await create(planned.hash, ["intent", "irreversible"]));
    const log = JSON.stringify(await tidegate.auditLog());
    expect(log).toContain('"accepted":["irreversible","intent"]');
    expected(await tidegate.command("author", rollout.id, "abort"));
  });

  test("the same without the lock asks for the intent alone", async () => {
    const unlocked = expected<PlanAnswer>(await add(2));
    expect(unlocked.plan.acceptances.map(({ kind }) => kind)).toEqual(["intent"]);
  });

  test("a live policy can be asked too", async () => {
    const files = [encoded(guardPolicy(2))];
    expected(await tidegate.ask("author", "POST", "/api/v1/imports/policies", { files, dryRun: false }));
    const answer = await tidegate.get<PolicyApplicabilityBody>("/api/v1/policies/Credential%20Guard/applicability");
    expect(answer).toMatchObject({ name: "Credential Guard", ofDevices: 40, intent: { devices: 40, met: 29, short: 10 } });
    expect(refusalOf(await tidegate.ask("viewer", "GET", "/api/v1/policies/nobody/applicability"))).toEqual([
      404,
      "policy-unknown",
    ]);
  });
});

describe.skipIf(!existsSync(DATA))("S9 real policies on a seeded estate (skipped where ../shared/data is absent)", () => {
  const catalogue = loadShippedCatalogue();
  const reader = createSourceFileReader(catalogue);

  function seededEstate(): Estate {
    const organisation = createDemoOrganisation({ seed: SEED, devices: 1_000, at: instant(Date.UTC(2026, 8, 1)) });
    return estateOf(reader.readEstate(organisation.files.filter(({ path }) => path.endsWith(".csv"))).parts);
  }

  function contentsOf(set: string): readonly PolicyContent[] {
    const folder = join(DATA, set);
    const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".json"));
    const files = paths.map((path) => ({ path, bytes: new Uint8Array(readFileSync(join(folder, path))) }));
    return reader
      .readPolicies(files)
      .policies.map(({ content }) => content)
      .filter(({ kind }) => isDeliverable(kind));
  }

  test.each([
    { set: "intune-oib", least: 40 },
    { set: "intune-acsc", least: 5 },
  ])("$set: every figure is that of an oracle which asks device by device", ({ set, least }) => {
    const estate = seededEstate();
    const applies = appliesAt(catalogue);
    expect(estate.devices.length).toBe(1_000);
    const contents = contentsOf(set);
    const totals = { devices: 0, met: 0, short: 0, unknown: 0 };
    for (const content of contents) {
      const devices = estate.devices.filter(({ platform }) => content.platforms.includes(platform));
      const intent = policyIntent(content, estate, devices, catalogue);
      const oracle = { met: 0, short: 0, unknown: 0 };
      for (const device of devices) {
        const licences = device.primaryUserId === null ? null : (estate.usersById.get(device.primaryUserId)?.licences ?? null);
        const kinds = askedBy(content).map(({ node }) => applies(node, { ...device, licences }).kind);
        const all = kinds.length === 0 ? [] : [...kinds, withinPolicyRule(content.applicabilityRule, device).kind];
        oracle[all.includes("not-applicable") ? "short" : all.includes("unknown") ? "unknown" : "met"]++;
      }
      expect({ name: content.name, met: intent.met, short: intent.short, unknown: intent.unknown }).toEqual({
        name: content.name,
        ...oracle,
      });
      for (const key of ["devices", "met", "short", "unknown"] as const) totals[key] += intent[key];
    }
    console.info(`${set}: ${contents.length} policies, ${JSON.stringify(totals)}`);
    expect(contents.length).toBeGreaterThanOrEqual(least);
    expect(totals.met + totals.short + totals.unknown).toBe(totals.devices);
    expect(totals.met).toBeGreaterThan(0);
  });
});
