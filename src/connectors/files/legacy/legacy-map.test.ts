import { describe, expect, test } from "vitest";
import type { Json } from "../../../kit/canonical-json.ts";
import type { PolicyId, VersionHash } from "../../../kit/ids.ts";
import { INTUNE_CONFLICT_RULE } from "../../../policy/conflict-rule.ts";
import { comparableValue } from "../../../policy/node.ts";
import { resolveEffective } from "../../../policy/resolve.ts";
import { nodeValues } from "../../../policy/setting.ts";
import { loadShippedCatalogue } from "../../catalogue/shipped-catalogue.ts";
import { factsOfNode } from "../node-setting.ts";
import { createSourceFileReader } from "../source-file-reader.ts";
import { loadLegacyMap, parseLegacyMap } from "./legacy-map.ts";
import { mapValue, parseValueMap } from "./value-map.ts";

const GRAPH = "#microsoft.graph.";
const POLICY = "device_vendor_msft_policy_config_";
const FIREWALL = "device_vendor_msft_firewall_mdmstore_domainprofile_enablefirewall";

/** Nodes that the shipped catalogue does not list: not in Windows' own policy table, and Android has no catalogue. */
const UNLISTED =
  /^(?:android_|device_vendor_msft_(?:firewall|bitlocker)_|device_vendor_msft_policy_config_defender_attacksurfacereductionrules_)/;

describe("the map of legacy properties", () => {
  const map = loadLegacyMap();
  const catalogue = loadShippedCatalogue();

  test("every line reaches a node that is known, by a source that is named, once", () => {
    const unknown = map.rows.filter(({ node }) => !UNLISTED.test(node) && factsOfNode(catalogue, node) === undefined);
    expect(unknown.map(({ node }) => node)).toEqual([]);
    expect([...new Set(map.rows.map(({ source }) => source))].sort()).toEqual(["amapi", "apple", "csp"]);
    const keys = map.rows.map(({ graphType, property, node }) => `${graphType} ${property} ${node}`.toLowerCase());
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    expect(map.rows.length).toBeGreaterThan(500);
  });

  test("every value that the map writes is an option of the node, where the catalogue lists its options", () => {
    const strangers = map.rows.flatMap(({ node, values }) => {
      const options = factsOfNode(catalogue, node)?.options;
      if (values.kind !== "words" || !options) return [];
      const given = new Set([...options.values()].map(({ value }) => value));
      if (given.has(null)) return [];
      return [...values.values.values()]
        .filter((value) => value !== undefined && !given.has(value))
        .map((value) => `${node} = ${JSON.stringify(value)}`);
    });
    expect(strangers).toEqual([]);
  });

  test("a line that cannot be read is a bug, and said to be", () => {
    expect(() => parseLegacyMap("t\tp\tn\tnumber*\tcsp")).toThrow("line 1");
    expect(() => parseLegacyMap("# c\nt\tp\tn\ta=1 a=2\tcsp")).toThrow("line 2");
  });
});

describe("values", () => {
  test.each<[string, Json, Json | undefined]>([
    ["number", 8, 8],
    ["number", "8", undefined],
    ["number*60", 15, 900],
    ["number*86400", 1e15, undefined],
    ["join |", ["a", "b"], "a|b"],
    ["join |", ["a|b"], undefined],
    ["list", ["a"], ["a"]],
    ["text", 3, undefined],
    ["boolean", false, false],
    ["true=0 false=-", true, 0],
    ["block=1 audit=2", "audit", 2],
    ["block=1 audit=2", "warn", undefined],
  ])("%s of %j is %j", (text, value, wanted) => {
    const mapped = mapValue(parseValueMap(text) as NonNullable<ReturnType<typeof parseValueMap>>, value);
    expect(mapped).toEqual(wanted === undefined ? { kind: "unmapped" } : { kind: "value", value: wanted });
  });

  test.each<[string, Json]>([
    ["true=0 false=-", false],
    ["block=1", "userDefined"],
    ["number", null],
    ["join |", []],
  ])("%s of %j is not configured", (text, value) => {
    const mapped = mapValue(parseValueMap(text) as NonNullable<ReturnType<typeof parseValueMap>>, value);
    expect(mapped).toEqual({ kind: "not-configured" });
  });
});

describe("one node, many roads", () => {
  const reader = createSourceFileReader(loadShippedCatalogue());
  const asked = (policy: object): ReadonlyMap<string, string> => {
    const { policies } = reader.readPolicies([{ path: "a.json", bytes: Buffer.from(JSON.stringify(policy)) }]);
    const values = nodeValues(policies[0]?.content.settings ?? []);
    return new Map(values.map(({ node, value }) => [node, comparableValue(node, value)]));
  };
  const legacy = (type: string, properties: object) => asked({ "@odata.type": GRAPH + type, displayName: "l", ...properties });
  const intent = (definitionId: string, value: unknown) =>
    asked({
      displayName: "i",
      settingsDelta: [{ definitionId: `deviceConfiguration--${definitionId}`, valueJson: JSON.stringify(value) }],
    });
  const omaUri = (uri: string, type: string, value: unknown) =>
    asked({
      "@odata.type": `${GRAPH}windows10CustomConfiguration`,
      displayName: "o",
      omaSettings: [{ "@odata.type": `${GRAPH}omaSetting${type}`, omaUri: `./Device/Vendor/MSFT/${uri}`, value }],
    });
  const catalog = (settingInstance: object, platforms = "windows10") =>
    asked({ name: "c", platforms, settings: [{ settingInstance }] });
  const CONFIGURATION = `${GRAPH}deviceManagementConfiguration`;
  const choice = (id: string, option: string) => ({
    "@odata.type": `${CONFIGURATION}ChoiceSettingInstance`,
    settingDefinitionId: id,
    choiceSettingValue: { value: `${id}_${option}`, children: [] },
  });
  const integer = (id: string, value: number) => ({
    "@odata.type": `${CONFIGURATION}SimpleSettingInstance`,
    settingDefinitionId: id,
    simpleSettingValue: { "@odata.type": `${CONFIGURATION}IntegerSettingValue`, value },
  });

  test("the camera, blocked on four roads", () => {
    const node = `${POLICY}camera_allowcamera`;
    const wanted = new Map([[node, "0"]]);
    expect(catalog(choice(node, "0"))).toEqual(wanted);
    expect(legacy("windows10GeneralConfiguration", { cameraBlocked: true })).toEqual(wanted);
    expect(intent("windows10GeneralConfiguration_cameraBlocked", true)).toEqual(wanted);
    expect(omaUri("Policy/Config/Camera/AllowCamera", "Integer", 0)).toEqual(wanted);
    expect(legacy("windows10GeneralConfiguration", { cameraBlocked: false })).toEqual(new Map());
  });

  test("the password's length, as a number", () => {
    const node = `${POLICY}devicelock_mindevicepasswordlength`;
    const wanted = new Map([[node, "8"]]);
    expect(catalog(integer(node, 8))).toEqual(wanted);
    expect(legacy("windows10GeneralConfiguration", { passwordMinimumLength: 8 })).toEqual(wanted);
    expect(intent("windows10GeneralConfiguration_passwordMinimumLength", 8)).toEqual(wanted);
    expect(omaUri("Policy/Config/DeviceLock/MinDevicePasswordLength", "Integer", 8)).toEqual(wanted);
  });

  test("the firewall of domain networks, nested in a profile", () => {
    const wanted = new Map([[FIREWALL, "true"]]);
    expect(catalog(choice(FIREWALL.replace("device_", ""), "true"))).toEqual(wanted);
    expect(legacy("windows10EndpointProtectionConfiguration", { firewallProfileDomain: { firewallEnabled: "allowed" } })).toEqual(
      wanted,
    );
    expect(intent("windows10EndpointProtectionConfiguration_firewallProfileDomain", { firewallEnabled: "allowed" })).toEqual(
      wanted,
    );
    expect(omaUri("Firewall/MdmStore/DomainProfile/EnableFirewall", "Boolean", true)).toEqual(wanted);
  });

  test("attack surface reduction rules, in their collection", () => {
    const group = `${POLICY}defender_attacksurfacereductionrules`;
    const rule = `${group}_blockwin32apicallsfromofficemacros`;
    const instance = {
      "@odata.type": `${CONFIGURATION}GroupSettingCollectionInstance`,
      settingDefinitionId: group,
      groupSettingCollectionValue: [{ children: [choice(rule, "audit")] }],
    };
    const wanted = catalog(instance);
    expect([...wanted.keys()]).toEqual([rule]);
    expect(intent("windows10EndpointProtectionConfiguration_defenderOfficeMacroCodeAllowWin32ImportsType", "auditMode")).toEqual(
      wanted,
    );
  });

  test("BitLocker's method, below the choice that switches it on, by property and by ADMX text", () => {
    const node = "device_vendor_msft_bitlocker_encryptionmethodbydrivetype";
    const text = '<enabled/><data id="EncryptionMethodWithXtsOsDropDown_Name" value="7"/>';
    const wanted = new Map([
      [node, "1"],
      [`${node}_encryptionmethodwithxtsosdropdown_name`, "7"],
    ]);
    expect(
      legacy("windows10EndpointProtectionConfiguration", { bitLockerSystemDrivePolicy: { encryptionMethod: "xtsAes256" } }),
    ).toEqual(wanted);
    expect(omaUri("BitLocker/EncryptionMethodByDriveType", "String", text)).toEqual(wanted);
  });

  test("Apple's restrictions and FileVault, whose options are numbered", () => {
    const camera = "com.apple.applicationaccess_allowcamera";
    expect(legacy("iosGeneralDeviceConfiguration", { cameraBlocked: true })).toEqual(catalog(choice(camera, "false"), "iOS"));
    const vault = "com.apple.mcx.filevault2_enable";
    expect(legacy("macOSEndpointProtectionConfiguration", { fileVaultEnabled: true })).toEqual(
      catalog(choice(vault, "0"), "macOS"),
    );
  });

  test("update rings and the catalogue's update settings", () => {
    const node = `${POLICY}update_deferqualityupdatesperiodindays`;
    expect(legacy("windowsUpdateForBusinessConfiguration", { qualityUpdatesDeferralPeriodInDays: 3 })).toEqual(
      catalog(integer(node, 3)),
    );
  });

  test("Android restrictions of two enrolment types", () => {
    const wanted = new Map([["android_passwordrequirements_passwordminimumlength", "6"]]);
    expect(legacy("androidDeviceOwnerGeneralDeviceConfiguration", { passwordMinimumLength: 6 })).toEqual(wanted);
    expect(legacy("androidWorkProfileGeneralDeviceConfiguration", { passwordMinimumLength: 6 })).toEqual(wanted);
  });
});

describe("compliance and configuration", () => {
  test.each([
    ["windows10CompliancePolicy", { passwordMinimumLength: 6 }, "windows10GeneralConfiguration", { passwordMinimumLength: 8 }],
    ["iosCompliancePolicy", { passcodeMinimumLength: 6 }, "iosGeneralDeviceConfiguration", { passcodeMinimumLength: 8 }],
    ["macOSCompliancePolicy", { passwordMinimumLength: 6 }, "macOSGeneralDeviceConfiguration", { passwordMinimumLength: 8 }],
  ])(
    "%s meets %s at the device node, where compliance wins although the configuration is stricter",
    (check, checked, type, set) => {
      const text = (graphType: string, properties: object) =>
        JSON.stringify({ "@odata.type": GRAPH + graphType, displayName: graphType, ...properties });
      const files = [
        { path: "a.json", bytes: Buffer.from(text(check, checked)) },
        { path: "b.json", bytes: Buffer.from(text(type, set)) },
      ];
      const { policies } = createSourceFileReader(loadShippedCatalogue()).readPolicies(files);
      const resolved = policies.map(({ content }) => {
        const id = content.name as PolicyId;
        return { policyId: id, versionHash: id as string as VersionHash, name: content.name, content };
      });
      const { nodes } = resolveEffective(resolved, INTUNE_CONFLICT_RULE);
      expect(nodes).toMatchObject([{ kind: "value", value: 6, policyIds: [check], losers: [{ policyId: type, value: 8 }] }]);
    },
  );
});
