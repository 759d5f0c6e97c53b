import { describe, expect, test } from "vitest";
import { nodeValues } from "../../policy/setting.ts";
import { createSourceFileReader } from "./source-file-reader.ts";
import { loadShippedCatalogue } from "../catalogue/shipped-catalogue.ts";
import { CAMERA, file, GRAPH, one, property, reader } from "./importers.fixture.ts";

describe("legacy device configurations", () => {
  test("untouched properties are no settings; nested ones are; secrets are dropped; the applicability rule is kept", () => {
    const { content } = one({
      "@odata.type": `${GRAPH}windows10TeamGeneralConfiguration`,
      displayName: "hub",
      welcomeScreenBlockAutomaticWakeUp: true,
      azureOperationalInsightsBlockTelemetry: false,
      miracastChannel: "userDefined",
      maintenanceWindowDurationInHours: 0,
      connectAppBlockAutoLaunch: null,
      welcomeScreenMeetingInformation: "showOrganizerAndTimeOnly",
      deviceManagementApplicabilityRuleOsEdition: {
        osEditionTypes: ["windows10Enterprise", "windows10Home"],
        ruleType: "exclude",
      },
      deviceManagementApplicabilityRuleOsVersion: { minOSVersion: "10.0.19041", maxOSVersion: "10.0.19045", ruleType: "include" },
    });
    expect(content).toEqual({
      name: "hub",
      kind: "device-configuration",
      platforms: ["windows"],
      sourceType: `${GRAPH}windows10TeamGeneralConfiguration`,
      settings: [
        property("windows10TeamGeneralConfiguration.maintenanceWindowDurationInHours", 0),
        property("windows10TeamGeneralConfiguration.welcomeScreenBlockAutomaticWakeUp", true),
        property("windows10TeamGeneralConfiguration.welcomeScreenMeetingInformation", "showOrganizerAndTimeOnly"),
      ],
      raw: null,
      applicabilityRule: {
        editions: { mode: "exclude", names: ["Enterprise", "Core"] },
        versionMin: "10.0.19041",
        versionMax: "10.0.19045",
      },
    });
  });

  test.each([
    ["iosWiFiConfiguration", { ssid: "corp", preSharedKey: "hunter2" }, "iosWiFiConfiguration.corp.preSharedKey"],
    [
      "windows10VpnConfiguration",
      { connectionName: "hq", servers: [{ address: "vpn" }] },
      "windows10VpnConfiguration.hq.servers",
    ],
    [
      "androidEasEmailProfileConfiguration",
      { accountName: "mail", hostName: "eas" },
      "androidEasEmailProfileConfiguration.mail.hostName",
    ],
    ["iosScepCertificateProfile", { scepServerUrls: ["https://x"] }, "iosScepCertificateProfile.p.scepServerUrls"],
    [
      "windows10PkcsCertificateProfile",
      { certificateTemplateName: "c" },
      "windows10PkcsCertificateProfile.p.certificateTemplateName",
    ],
    ["macOSTrustedRootCertificate", { certFileName: "root.cer" }, "macOSTrustedRootCertificate.p.certFileName"],
    [
      "windowsHealthMonitoringConfiguration",
      { configDeviceHealthMonitoringCustomScope: "x" },
      "windowsHealthMonitoringConfiguration.configDeviceHealthMonitoringCustomScope",
    ],
    ["windowsKioskConfiguration", { kioskBrowserDefaultUrl: "https://x" }, "windowsKioskConfiguration.kioskBrowserDefaultUrl"],
  ])("%s: a profile of its own, by what it makes on the device", (type, properties, node) => {
    const policy = one({ "@odata.type": GRAPH + type, displayName: "p", ...properties });
    expect(policy.content.kind).toBe("device-configuration");
    expect(policy.content.settings.map(({ definitionId }) => definitionId)).toContain(node);
    expect(JSON.stringify(policy)).not.toContain("hunter2");
  });

  test.each([
    ["windowsUpdateForBusinessConfiguration", { updateWeeks: "everyWeek" }],
    ["windowsFeatureUpdateProfile", { featureUpdateVersion: "Windows 11, version 24H2" }],
    ["windowsQualityUpdateProfile", { expeditedUpdateSettings: { daysUntilForcedReboot: 1 } }],
    ["windowsDriverUpdateProfile", { approvalType: "automatic" }],
    ["iosUpdateConfiguration", { updateScheduleType: "alwaysUpdate" }],
    ["macOSSoftwareUpdateConfiguration", { updateScheduleType: "alwaysUpdate" }],
  ])("%s is an update policy", (type, properties) => {
    const { content } = one({ "@odata.type": GRAPH + type, displayName: "p", ...properties });
    expect([content.kind, content.settings.length]).toEqual(["update", 1]);
  });
});

describe("custom policies", () => {
  const rows = (...omaSettings: object[]) =>
    one({ "@odata.type": `${GRAPH}windows10CustomConfiguration`, displayName: "c", omaSettings });
  const row = (type: string, omaUri: string, value: unknown, rest: object = {}) => ({
    "@odata.type": `${GRAPH}omaSetting${type}`,
    omaUri,
    value,
    ...rest,
  });
  const DEVICE = "./Device/Vendor/MSFT/";

  test("every type of value reaches its node as the device is given it", () => {
    const { content } = rows(
      row("Integer", `${DEVICE}Policy/Config/Camera/AllowCamera`, 0),
      row("Integer", "./Vendor/MSFT/Policy/Config/Update/DeferQualityUpdatesPeriodInDays", "3"),
      row("String", "./User/Vendor/MSFT/Policy/Config/Education/DefaultPrinterName", "p1"),
      row("Boolean", `${DEVICE}Firewall/MdmStore/DomainProfile/EnableFirewall`, true),
      row("Base64", `${DEVICE}Thing/Blob`, "aGk="),
      row("StringXml", `${DEVICE}Thing/Xml`, "<a><b/></a>"),
      row("String", `${DEVICE}Thing/Secret`, "****", { isEncrypted: true, secretReferenceValueId: "s" }),
    );
    expect(content.kind).toBe("custom");
    expect(nodeValues(content.settings)).toEqual([
      {
        node: "device_vendor_msft_firewall_mdmstore_domainprofile_enablefirewall",
        value: "vendor_msft_firewall_mdmstore_domainprofile_enablefirewall_true",
      },
      { node: CAMERA, value: `${CAMERA}_0` },
      { node: "device_vendor_msft_policy_config_update_deferqualityupdatesperiodindays", value: 3 },
      { node: "device_vendor_msft_thing_blob", value: "aGk=" },
      { node: "device_vendor_msft_thing_secret", value: { secret: true, state: "encryptedValueToken" } },
      { node: "device_vendor_msft_thing_xml", value: "<a><b/></a>" },
      { node: "user_vendor_msft_policy_config_education_defaultprintername", value: "p1" },
    ]);
  });

  test("an ADMX-backed text becomes the choice and its fields", () => {
    const id = "device_vendor_msft_bitlocker_systemdrivesrequirestartupauthentication";
    const { content } = rows(
      row(
        "String",
        `${DEVICE}BitLocker/SystemDrivesRequireStartupAuthentication`,
        '<![CDATA[<enabled/><data id="ConfigureTPMUsageDropDown_Name" value="2"/><data id="Note" value="a &amp; b"/><data id="Sites" value="1&#xF000;x&#xF000;2&#xF000;y"/>]]>',
      ),
      row("String", `${DEVICE}Policy/Config/Desktop/Other`, " <disabled/> "),
      row("String", `${DEVICE}Policy/Config/Desktop/Broken`, '<enabled/><data value="no id"/>'),
    );
    expect(content.settings[0]).toEqual({
      definitionId: id,
      value: {
        kind: "choice",
        option: `${id}_1`,
        children: [
          { definitionId: `${id}_configuretpmusagedropdown_name`, value: { kind: "simple", value: 2 } },
          { definitionId: `${id}_note`, value: { kind: "simple", value: "a & b" } },
          { definitionId: `${id}_sites`, value: { kind: "simples", values: ["x", "y"] } },
        ],
      },
    });
    expect(nodeValues(content.settings).slice(-2)).toEqual([
      { node: "device_vendor_msft_policy_config_desktop_broken", value: '<enabled/><data value="no id"/>' },
      { node: "device_vendor_msft_policy_config_desktop_other", value: "device_vendor_msft_policy_config_desktop_other_0" },
    ]);
  });

  test("one node twice, a foreign URI and a row without one are told, with their places", () => {
    const uri = `${DEVICE}Policy/Config/Camera/AllowCamera`;
    const text = {
      "@odata.type": `${GRAPH}windows10CustomConfiguration`,
      displayName: "c",
      omaSettings: [row("Integer", uri, 0), row("Integer", uri, 1), row("String", "./Knox/X", "1"), {}],
    };
    const { policies, problems } = reader.readPolicies([file("a.json", text)]);
    expect(problems.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      "setting-node-twice /omaSettings/1",
      "oma-uri-foreign /omaSettings/2/omaUri",
      "setting-invalid /omaSettings/3",
    ]);
    expect(policies).toEqual([]);
  });

  test("an Apple profile is handed to the reader of profiles, and stays opaque without one", () => {
    const text = {
      "@odata.type": `${GRAPH}iosCustomConfiguration`,
      displayName: "ios",
      payload: Buffer.from("<plist/>").toString("base64"),
      payloadFileName: "a.mobileconfig",
    };
    const setting = property("com.apple.applicationaccess_allowcamera", false);
    const withProfiles = createSourceFileReader(loadShippedCatalogue(), (bytes) =>
      Buffer.from(bytes).toString() === "<plist/>" ? [setting] : null,
    );
    expect(withProfiles.readPolicies([file("a.json", text)]).policies[0]?.content).toMatchObject({
      kind: "custom",
      platforms: ["iOS", "iPadOS"],
      settings: [setting],
      raw: null,
    });
    const { policies, problems } = reader.readPolicies([file("a.json", text)]);
    expect(policies[0]?.content).toMatchObject({ kind: "opaque", settings: [] });
    expect(problems.map(({ code }) => code)).toEqual(["policy-kind-opaque"]);
  });
});
