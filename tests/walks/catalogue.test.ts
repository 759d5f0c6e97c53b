import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { asNdjson, syntheticDefinitions } from "../../bench/catalogue/synthetic-definitions.ts";
import { createCatalogueHolder } from "../../src/app/catalogue/catalogue-holder.ts";
import { createCatalogueSource } from "../../src/connectors/catalogue/catalogue-source.ts";
import type { CatalogueAnswer, CatalogueUpdateAnswer, SettingAnswer, SettingsAnswer } from "../../src/http/contract/catalogue.ts";
import type { AuditAnswer } from "../../src/http/contract/server.ts";
import type { PolicyId } from "../../src/kit/ids.ts";
import type { PolicyContent } from "../../src/policy/policy.ts";
import { asUpload, importOrganisation, testHttp, type OpenHttp } from "../helpers/test-http.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});
const open = testHttp((close) => closers.push(close));

const LENGTH = "device_vendor_msft_policy_config_devicelock_mindevicepasswordlength";
/** One known definition with another range, and one that nobody knew. */
const PART = asNdjson([
  {
    "@odata.type": "#microsoft.graph.deviceManagementConfigurationSimpleSettingDefinition",
    id: LENGTH,
    baseUri: "./Device/Vendor/MSFT/Policy",
    offsetUri: "/Config/DeviceLock/MinDevicePasswordLength",
    displayName: "Shortest password",
    valueDefinition: {
      "@odata.type": "#microsoft.graph.deviceManagementConfigurationIntegerSettingValueDefinition",
      minimumValue: 4,
      maximumValue: 64,
    },
    applicability: { platform: "windows10", minimumSupportedVersion: "10.0.10240" },
  },
  {
    "@odata.type": "#microsoft.graph.deviceManagementConfigurationChoiceSettingDefinition",
    id: "device_vendor_msft_policy_config_camera_allowsomethingnewer",
    displayName: "Allow something newer",
    options: [{ itemId: "device_vendor_msft_policy_config_camera_allowsomethingnewer_1", displayName: "Yes" }],
  },
]);
const WHOLE = asNdjson(syntheticDefinitions(10_400, 7, false));

function update(http: OpenHttp, text: string | Buffer, dryRun = false, who: "author" | "admin" | "viewer" = "author") {
  const files = [asUpload({ path: "settings.ndjson", bytes: Buffer.from(text) })];
  return http.ask(who, "POST", "/api/v1/catalogue", { source: { kind: "files", files }, dryRun });
}

/** A draft that sets this and nothing else. */
async function draftOf({ product, clock }: OpenHttp, definitionId: string): Promise<void> {
  const content: PolicyContent = {
    name: "Longer passwords",
    kind: "settings-catalog",
    platforms: ["windows"],
    sourceType: "",
    settings: [{ definitionId, value: { kind: "simple", value: 12 } }],
    raw: null,
  };
  const at = clock.now();
  const inserted = await product.store.write((unit) =>
    unit.drafts.insert({
      id: "draft-1",
      title: "Longer passwords",
      reason: "asked for",
      change: { kind: "add", policyId: "pol-new" as PolicyId, content, assignments: [] },
      baseHash: null,
      madeFrom: null,
      revision: 1,
      createdBy: "author",
      createdAt: at,
      updatedBy: "author",
      updatedAt: at,
    }),
  );
  if (!inserted) throw new Error("the draft is there already");
}

const read = async <T>(http: OpenHttp, path: string): Promise<T> => (await http.ask("viewer", "GET", path)).json as T;

describe("the catalogue, looked at", () => {
  test("status, search and facts", async () => {
    const http = await open();
    expect(await read<CatalogueAnswer>(http, "/api/v1/catalogue")).toMatchObject({
      source: "shipped",
      complete: false,
      broughtIn: null,
      origins: expect.arrayContaining([expect.objectContaining({ name: "apple/device-management", licence: "MIT" })]) as unknown,
    });
    const found = await read<SettingsAnswer>(http, "/api/v1/catalogue/settings?text=min%20device%20PASSWORD%20length&limit=1");
    expect(found.items.map(({ definitionId }) => definitionId)).toEqual([LENGTH]);
    const linux = await read<SettingsAnswer>(http, "/api/v1/catalogue/settings?platform=linux&text=firefox&limit=200");
    expect(linux.total).toBeGreaterThan(200);
    expect(linux.items.every(({ applicability }) => applicability?.platforms.includes("linux"))).toBe(true);
    const second = await read<SettingsAnswer>(http, `/api/v1/catalogue/settings?platform=linux&text=firefox&after=${linux.next}`);
    expect(second.items[0]?.definitionId).not.toBe(linux.items[0]?.definitionId);
    expect(await read<SettingAnswer>(http, `/api/v1/catalogue/settings/${LENGTH}`)).toMatchObject({
      displayName: "Min Device Password Length",
      integerMax: 16,
      merge: "highest-or-zero",
      applicability: { versionMin: { windows: "10.0.10240" }, byPlatform: {} },
    });
  });

  test("what it does not list is told apart from what cannot exist", async () => {
    const http = await open();
    const ask = async (id: string) => (await http.ask("viewer", "GET", `/api/v1/catalogue/settings/${id}`)).json;
    expect(await ask("device_vendor_msft_policy_config_camera_allowsomethingnewer")).toMatchObject({
      code: "catalogue-setting-unknown",
      detail: expect.stringContaining("does not list") as unknown,
    });
    expect(await ask("nonsense")).toMatchObject({ detail: "there is no setting `nonsense`" });
  });
});

describe("a newer catalogue", () => {
  test("a part of one adds to the shipped one, says what it touches, and takes effect at once", async () => {
    const http = await open();
    await importOrganisation(http);
    await draftOf(http, LENGTH);
    const dry = await update(http, PART, true);
    const planned = dry.json as CatalogueUpdateAnswer;
    expect(planned).toMatchObject({ complete: false, appeared: 1, changed: 1, gone: 0, written: null });
    expect(planned.incompleteBecause).toContain("fewer than");
    expect(planned.touches.drafts).toMatchObject([
      { draftId: "draft-1", title: "Longer passwords", settings: [{ definitionId: LENGTH }] },
    ]);
    expect((await read<CatalogueAnswer>(http, "/api/v1/catalogue")).source).toBe("shipped");
    const touched = planned.touches.policies.filter(({ settings }) =>
      settings.some(({ definitionId }) => definitionId === LENGTH),
    );
    expect(touched.length).toBeGreaterThan(0);
    expect(touched[0]?.settings).toContainEqual({
      definitionId: LENGTH,
      name: "Shortest password",
      change: "changed",
      facts: ["displayName", "integerMax"],
    });

    const done = await update(http, PART);
    expect(done.json).toMatchObject({
      touches: planned.touches,
      written: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown },
    });
    expect(await read<SettingAnswer>(http, `/api/v1/catalogue/settings/${LENGTH}`)).toMatchObject({
      displayName: "Shortest password",
      integerMax: 64,
      // Graph does not say how values merge and what a default was: the shipped facts stay below.
      merge: "highest-or-zero",
    });
    const { items } = await read<AuditAnswer>(http, "/api/v1/audit?limit=500");
    expect(items.filter(({ action }) => action === "catalogue.updated")).toMatchObject([
      { actor: "author", detail: { from: null, appeared: 1, changed: 1, gone: 0 } },
    ]);
  }, 60_000);

  test("a whole one denies what it lacks, another server of the database follows, and one can go back", async () => {
    const http = await open();
    const clock = { ms: 0 };
    const other = createCatalogueHolder(http.product.store, createCatalogueSource(), () => clock.ms);
    await other.refresh();
    const before = other.current();
    expect(before.acquaintance("linux_something")).toBe("unverified");

    const done = await update(http, gzipSync(WHOLE), false, "admin");
    expect(done.json).toMatchObject({ complete: true, incompleteBecause: null, gone: 0 });
    await other.refresh();
    expect(other.current()).toBe(before);
    clock.ms = 1_000;
    await other.refresh();
    expect(other.current().complete).toBe(true);
    expect(other.current().acquaintance("linux_something")).toBe("unknown");
    expect(other.current().find("chrome_incognitomodeavailability")).toBeDefined();
    expect(other.inForce().stored).toMatchObject({ definitions: 10_400, updatedBy: "admin" });

    const back = await http.ask("admin", "POST", "/api/v1/catalogue", { source: { kind: "shipped" }, dryRun: false });
    expect(back.json).toMatchObject({ complete: false, appeared: 0, written: { hash: null } });
    clock.ms = 2_000;
    await other.refresh();
    expect(other.inForce().stored).toBeNull();
    expect(other.current().size).toBe(before.size);
  }, 60_000);

  test("what is none is refused with its places, and nothing changes", async () => {
    const http = await open();
    const answer = await update(http, `${PART}{"id":"x"}\n{\n`);
    expect(answer.status).toBe(422);
    expect(answer.json).toMatchObject({
      code: "catalogue-invalid",
      issues: [{ at: "settings.ndjson line 3" }, { at: "settings.ndjson line 4", message: "the line is no JSON" }],
    });
    expect(await read<CatalogueAnswer>(http, "/api/v1/catalogue")).toMatchObject({ source: "shipped" });
  });

  test("a tenant that is not connected is said to be missing, with what to do instead", async () => {
    const http = await open();
    const answer = await http.ask("author", "POST", "/api/v1/catalogue", { source: { kind: "graph" }, dryRun: true });
    expect(answer.status).toBe(409);
    expect(answer.json).toMatchObject({
      code: "catalogue-tenant-missing",
      help: expect.stringContaining("--from FILE") as unknown,
    });
  });

  test("only authors and administrators bring one in", async () => {
    const http = await open();
    expect((await update(http, PART, true, "viewer")).status).toBe(403);
  });
});
