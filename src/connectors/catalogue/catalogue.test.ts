import { existsSync, readFileSync, statSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { factsOf, loadCatalogueNdjson } from "./definition-catalogue.ts";
import { loadShippedCatalogue, parseShippedCatalogue } from "./shipped-catalogue.ts";

const DEFINITIONS = ["dcv2-compliance", "dcv2-inventory"].map(
  (set) => new URL(`../../../../shared/data/settings-catalog/${set}.ndjson.gz`, import.meta.url),
);

describe("the shipped catalogue", () => {
  const catalogue = loadShippedCatalogue();

  test("is small, loaded once, and does not claim to be complete", () => {
    expect(statSync(new URL("./generated/settings.tsv.gz", import.meta.url)).size).toBeLessThan(300_000);
    expect(loadShippedCatalogue()).toBe(catalogue);
    expect(catalogue.complete).toBe(false);
    expect(catalogue.size).toBeGreaterThan(6_000);
  });

  test.each([
    ["device_vendor_msft_policy_config_camera_allowcamera", "known"],
    ["com.apple.applicationaccess_allowairdrop", "known"],
    ["com.apple.tcc.configuration-profile-policy_services_accessibility_item_identifier", "known"],
    ["device_vendor_msft_policy_config_camera_allowsomethingnewer", "unverified"],
    ["device_vendor_msft_policy_config_admx_logon_somethingnewer", "unverified"],
    ["user_vendor_msft_policy_config_office16v2~policy~l_x_l_y", "unverified"],
    ["vendor_msft_firewall_mdmstore_x", "unverified"],
    ["com.apple.managedclient.preferences_some app.app_key", "unverified"],
    ["linux_distribution_x", "unverified"],
    ["device_vendor_msft_nosuchprovider_x", "unknown"],
    ["device_vendor_msft_policy_config_nosucharea_x", "unknown"],
    ["device_vendor_msft_policy_config_camera", "unknown"],
    ["com.apple.nosuchdomain_x", "unknown"],
    ["Device_Vendor_MSFT_Policy_Config_Camera_AllowCamera", "unknown"],
    ["", "unknown"],
    ["linux", "unknown"],
    ["linux_x ", "unknown"],
    ["__proto__", "unknown"],
    [`linux_${"x".repeat(600)}`, "unknown"],
  ])("%s is %s", (id, acquaintance) => {
    expect(catalogue.acquaintance(id)).toBe(acquaintance);
  });

  test("ranges come from the system's own table, and -1 there is no limit", () => {
    expect(catalogue.find("device_vendor_msft_policy_config_abovelock_allowactioncenternotifications")).toMatchObject({
      definitionId: "device_vendor_msft_policy_config_abovelock_allowactioncenternotifications",
      kind: "other",
      options: null,
      integerMin: 0,
      integerMax: 1,
    });
    for (const id of ["device_vendor_msft_policy_config_devicelock_maxinactivitytimedevicelock", "linux_x"]) {
      const facts = catalogue.find(id);
      expect(facts === undefined || facts.integerMax === null || facts.integerMax >= (facts.integerMin ?? 0)).toBe(true);
    }
  });

  test.skipIf(!DEFINITIONS.every(existsSync))(
    "keeps the options of full definitions (skipped where ../shared/data is absent)",
    () => {
      const lines = DEFINITIONS.flatMap((url) => gunzipSync(readFileSync(url)).toString("utf8").trim().split("\n"));
      expect(lines.length).toBe(311);
      for (const line of lines) {
        const facts = factsOf(line);
        expect(catalogue.find(facts?.definitionId ?? "")).toEqual(facts);
      }
    },
  );
});

describe("a complete catalogue from Graph's definitions", () => {
  const line =
    '{"@odata.type":"#microsoft.graph.deviceManagementConfigurationChoiceSettingDefinition","id":"a_b","options":[{"itemId":"a_b_0"}]}';

  test("plain and gzipped; what it lacks is unknown", () => {
    for (const bytes of [Buffer.from(`${line}\n\n`), gzipSync(line)]) {
      const loaded = loadCatalogueNdjson(bytes);
      if (!loaded.ok) throw new Error(loaded.error.message);
      expect([loaded.value.complete, loaded.value.size]).toEqual([true, 1]);
      expect([...(loaded.value.find("a_b")?.options?.keys() ?? [])]).toEqual(["a_b_0"]);
      expect(loaded.value.acquaintance("a_b")).toBe("known");
      expect(loaded.value.acquaintance("linux_x")).toBe("unknown");
    }
  });

  test.each([
    ["a broken line", Buffer.from(`${line}\n{"id":`), 2],
    ["a line without an id", Buffer.from("{}"), 1],
    ["nothing", Buffer.from(""), 0],
    ["broken gzip", gzipSync(line).subarray(0, 30), 0],
    ["no text", Uint8Array.from([0xff, 0x00]), 0],
  ])("%s is refused", (_name, bytes, at) => {
    expect(loadCatalogueNdjson(bytes)).toMatchObject({ ok: false, error: { code: "catalogue-invalid", line: at } });
  });
});

test("a shipped text without definitions knows nothing", () => {
  expect(parseShippedCatalogue("a\nb\nc\n").acquaintance("x_y")).toBe("unknown");
});
