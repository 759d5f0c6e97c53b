import { existsSync, readFileSync, statSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Json } from "../../kit/canonical-json.ts";
import { loadCatalogueNdjson } from "./definition-catalogue.ts";
import { factsOfDefinition } from "./graph-definition.ts";
import { asObject } from "./json-fields.ts";
import { openCatalogue, packCatalogue } from "./packed-catalogue.ts";
import { loadRegistryFacts } from "./registry-facts.ts";
import { loadShippedCatalogue } from "./shipped-catalogue.ts";

const DEFINITIONS = ["dcv2-compliance", "dcv2-inventory"].map(
  (set) => new URL(`../../../../shared/data/settings-catalog/${set}.ndjson.gz`, import.meta.url),
);

describe("the shipped catalogue", () => {
  const catalogue = loadShippedCatalogue();

  test("is small, loaded once, and does not claim to be complete", () => {
    expect(statSync(new URL("./generated/settings.gz", import.meta.url)).size).toBeLessThan(400_000);
    expect(loadShippedCatalogue()).toBe(catalogue);
    expect(catalogue.complete).toBe(false);
    expect(catalogue.size).toBeGreaterThan(8_000);
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
      kind: "choice",
      integerMin: 0,
      integerMax: 1,
      merge: "lowest",
      scope: "device",
    });
    for (const id of ["device_vendor_msft_policy_config_devicelock_maxinactivitytimedevicelock", "linux_x"]) {
      const facts = catalogue.find(id);
      expect(facts === undefined || facts.integerMax === null || facts.integerMax >= (facts.integerMin ?? 0)).toBe(true);
    }
  });

  test.skipIf(!DEFINITIONS.every(existsSync))(
    "says of every full definition what its source says (skipped where ../shared/data is absent)",
    () => {
      const lines = DEFINITIONS.flatMap((url) => gunzipSync(readFileSync(url)).toString("utf8").trim().split("\n"));
      expect(lines.length).toBe(311);
      for (const line of lines) {
        const said = factsOfDefinition(asObject(JSON.parse(line) as Json));
        const shipped = catalogue.find(said?.definitionId ?? "");
        // Windows' own table knows how values merge, which Graph does not say.
        expect({ ...shipped, merge: null }).toEqual({ ...said, merge: null });
      }
    },
  );

  test("the full facts of one setting of each source", () => {
    expect(catalogue.find("device_vendor_msft_policy_config_devicelock_mindevicepasswordlength")).toMatchObject({
      displayName: "Min Device Password Length",
      kind: "simple",
      valueType: "integer",
      integerMin: 4,
      integerMax: 16,
      defaultValue: 4,
      merge: "highest-or-zero",
      dependsOn: [
        {
          definitionId: "device_vendor_msft_policy_config_devicelock_devicepasswordenabled",
          option: "device_vendor_msft_policy_config_devicelock_devicepasswordenabled_0",
        },
      ],
      applicability: { platforms: ["windows"], versionMin: { windows: "10.0.10240" }, joinTypes: null },
      address: "./Device/Vendor/MSFT/Policy/Config/DeviceLock/MinDevicePasswordLength",
    });
    expect(catalogue.find("passcode_minimumlength")).toMatchObject({
      displayName: "Minimum Passcode Length",
      merge: "highest",
      defaultValue: 0,
      applicability: { platforms: ["iOS", "iPadOS", "macOS"], versionMin: { iOS: "15.0", iPadOS: "15.0", macOS: "13.0" } },
      address: "com.apple.configuration.passcode.settings/MinimumLength",
    });
    expect(catalogue.find("com.apple.applicationaccess_allowairdrop")?.applicability).toMatchObject({
      byPlatform: { iOS: { supervised: true }, macOS: { supervised: false } },
    });
    const screenSaver = "user_vendor_msft_policy_config_admx_controlpaneldisplay_cpl_personalization_screensavertimeout";
    expect(catalogue.find(screenSaver)).toMatchObject({
      kind: "choice",
      children: [`${screenSaver}_screensavertimeoutfreqspin`],
    });
    expect(catalogue.find(`${screenSaver}_screensavertimeoutfreqspin`)).toMatchObject({
      kind: "simple",
      valueType: "integer",
      dependsOn: [{ definitionId: screenSaver, option: `${screenSaver}_1` }],
    });
    const deferred = catalogue.find("device_vendor_msft_policy_config_update_deferupdateperiod")?.applicability;
    expect(deferred?.successors.map((id) => catalogue.acquaintance(id))).toEqual(["known"]);
    expect(catalogue.find("chrome_incognitomodeavailability")).toMatchObject({
      kind: "choice",
      valueType: "integer",
      address: "IncognitoModeAvailability",
      applicability: { platforms: ["linux"] },
    });
    expect(catalogue.find("firefox_dnsoverhttps")?.children).toContain("firefox_dnsoverhttps_enabled");
    expect([...(catalogue.find("firefox_sanitizeonshutdown_cache")?.options?.values() ?? [])].map(({ value }) => value)).toEqual([
      true,
      false,
    ]);
  });

  test("every definition can be read, has a name, and speaks only of what exists or of what is open", () => {
    const wrong: string[] = [];
    for (const id of catalogue.ids()) {
      const facts = catalogue.find(id);
      if (facts === undefined || facts.displayName === "" || facts.displayName.length > 130) wrong.push(id);
      if (facts?.options?.size === 0) wrong.push(`${id}: no options`);
      for (const { name } of facts?.options?.values() ?? []) if (name === "") wrong.push(`${id}: a nameless option`);
      const named = [...(facts?.children ?? []), ...(facts?.dependsOn ?? []).map(({ definitionId }) => definitionId)];
      for (const other of named) if (catalogue.acquaintance(other) === "unknown") wrong.push(`${id}: ${other}`);
      const isChoice = facts?.kind === "choice" || facts?.kind === "choices";
      const standard = facts?.defaultValue ?? null;
      if (isChoice && standard !== null && !(typeof standard === "string" && (facts.options?.has(standard) ?? true)))
        wrong.push(`${id}: its default is no option`);
    }
    expect(wrong).toEqual([]);
  });

  test("registry places lead to nodes, the switch and its elements", () => {
    const facts = loadRegistryFacts();
    expect(facts.length).toBeGreaterThan(4_000);
    const at = (key: string, value: string) =>
      facts
        .filter((one) => one.key.toLowerCase() === key.toLowerCase() && one.value === value)
        .map(({ node, role }) => `${role} ${node}`);
    expect(at("Software\\Policies\\Microsoft\\Windows\\DeviceInstall\\Restrictions", "DenyDeviceIDsRetroactive")).toEqual([
      "value device_vendor_msft_policy_config_deviceinstallation_preventinstallationofmatchingdeviceids_deviceinstall_ids_deny_retroactive",
    ]);
    expect(at("SOFTWARE\\Policies\\Microsoft\\Windows\\Windows Search", "AllowCortanaAboveLock")).toEqual([
      "group-policy device_vendor_msft_policy_config_abovelock_allowcortanaabovelock",
    ]);
  });
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
    ["a broken line", Buffer.from(`${line}\n{"id":`), "line 2"],
    ["a line without a type", Buffer.from(`${line}\n\n{"id":"x"}\n`), "line 3"],
    ["an object that is no definition", Buffer.from("{}"), ""],
    ["a page with a stranger", Buffer.from(`{"value":[${line},{"id":7}]}`), "/value/1"],
    ["the second of two pages", Buffer.from(`[{"value":[${line}]},{"value":[{}]}]`), "/1/value/0"],
    ["a list with a stranger", Buffer.from(`[${line},[]]`), "/1"],
    ["a broken list", Buffer.from(`[\n${line},\n{]`), ""],
    ["nothing", Buffer.from(""), ""],
    ["broken gzip", gzipSync(line).subarray(0, 30), ""],
    ["no text", Uint8Array.from([0xff, 0x00]), ""],
  ])("%s is refused, with its place", (_name, bytes, at) => {
    expect(loadCatalogueNdjson(bytes)).toMatchObject({ ok: false, error: { code: "catalogue-invalid", faults: [{ at }] } });
  });

  test.each([
    ["a list", `[${line}]`],
    ["one page", `{"@odata.context":"x","value":[${line}]}`],
    ["one definition over many lines", JSON.stringify(JSON.parse(line), null, 2)],
  ])("%s is read", (_name, text) => {
    const loaded = loadCatalogueNdjson(Buffer.from(text));
    expect(loaded.ok && loaded.value.ids()).toEqual(["a_b"]);
  });
});

describe("the packed form", () => {
  const shipped = loadShippedCatalogue();
  const all = shipped
    .ids()
    .map((id) => shipped.find(id))
    .filter((facts) => facts !== undefined);

  test("gives back every fact of every definition that was put in", () => {
    const { catalogue, origins } = openCatalogue(packCatalogue({ origins: [], families: null }, all.toReversed()));
    expect(origins).toEqual([]);
    expect(catalogue.ids()).toEqual(shipped.ids());
    for (const facts of all) expect(catalogue.find(facts.definitionId)).toEqual(facts);
  });

  test("another format is refused, and so is what is no catalogue", () => {
    expect(() => openCatalogue(gzipSync('{"format":1}\n'))).toThrow("format 1");
    expect(() => openCatalogue(gzipSync("hello\n"))).toThrow("JSON");
  });
});
