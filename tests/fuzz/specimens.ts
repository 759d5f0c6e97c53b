import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadShippedCatalogue } from "../../src/connectors/catalogue/shipped-catalogue.ts";
import { createImportReader } from "../../src/connectors/files/import-reader.ts";
import type { Loose } from "./broken-json.ts";
import { utf8 } from "./broken-text.ts";

const DATA = fileURLToPath(new URL("../../../shared/data/", import.meta.url));
const SETS = ["intune-oib", "intune-acsc", "intune-hydrationkit", "intune-packt", "intune-andrewtaylor"];
/** Large ones take the time of a hundred small ones, and break in no other way. */
const SPECIMEN_CHARACTERS_MAX = 60_000;

export const hasRealFiles = existsSync(DATA);

/** Real objects and whole files by what the reader takes them for: a kind of policy, `group` or `assignment-filter`. */
export function realSpecimens(): ReadonlyMap<string, readonly Loose[]> {
  const reader = createImportReader(loadShippedCatalogue());
  const byKind = new Map<string, Loose[]>();
  for (const value of SETS.flatMap(valuesOf)) {
    const text = JSON.stringify(value);
    if (text.length > SPECIMEN_CHARACTERS_MAX) continue;
    const { policies, references } = reader.readPolicies([{ path: "specimen.json", bytes: utf8(text) }]);
    const kind = policies[0]?.content.kind ?? references[0]?.kind;
    if (kind === undefined) continue;
    const known = byKind.get(kind);
    if (known === undefined) byKind.set(kind, [value]);
    else known.push(value);
  }
  return byKind;
}

function valuesOf(set: string): readonly Loose[] {
  const folder = join(DATA, set);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
    .flatMap((bytes) => entitiesIn(parsed(new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-8").decode(bytes))));
}

function parsed(text: string): Loose {
  try {
    return JSON.parse(text) as Loose;
  } catch {
    return null;
  }
}

/** The value, and each of those that it is a list of: a backup's entry stays one. */
function entitiesIn(value: Loose): readonly Loose[] {
  if (typeof value === "string" && /^\s*[[{]/.test(value)) return [value, ...entitiesIn(parsed(value))];
  if (Array.isArray(value)) return typeof value[1] === "string" ? [value as Loose] : (value as Loose[]).flatMap(entitiesIn);
  if (typeof value !== "object" || value === null) return [];
  const { value: inner } = value as { value?: Loose };
  return Array.isArray(inner) ? [value, ...entitiesIn(inner)] : [value];
}

const GRAPH = "#microsoft.graph.";

/** Kinds of which the real exports hold none, or one: written as Graph documents them. */
export const WRITTEN: Readonly<Record<string, readonly Loose[]>> = {
  "administrative-template": [
    {
      "@odata.type": `${GRAPH}groupPolicyConfiguration`,
      id: "6d6f1f0a-0000-4000-8000-000000000001",
      displayName: "Browser",
      policyConfigurationIngestionType: "builtIn",
      definitionValues: [
        {
          enabled: true,
          configurationType: "policy",
          "definition@odata.bind":
            "https://graph.microsoft.com/beta/deviceManagement/groupPolicyDefinitions('3a1b2c3d-0000-4000-8000-000000000001')",
          presentationValues: [
            {
              "@odata.type": `${GRAPH}groupPolicyPresentationValueText`,
              value: "https://example.com",
              "presentation@odata.bind": "https://graph.microsoft.com/beta/x('1')/presentations('p-1')",
            },
            {
              "@odata.type": `${GRAPH}groupPolicyPresentationValueList`,
              values: [{ name: "a", value: "b" }],
              presentation: { id: "p-2", label: "List" },
            },
          ],
        },
        {
          enabled: false,
          definition: {
            id: "3a1b2c3d-0000-4000-8000-000000000002",
            displayName: "Home page",
            classType: "user",
            categoryPath: "\\Browser",
          },
        },
      ],
    },
    [
      {
        enabled: true,
        "#Definition_Id": "3a1b2c3d-0000-4000-8000-000000000003",
        definition: { displayName: "X", classType: "machine" },
        presentationValues: [{ value: 3, "#Presentation_Label": "Minutes" }],
      },
    ],
  ],
  "app-configuration": [
    {
      "@odata.type": `${GRAPH}androidManagedStoreAppConfiguration`,
      displayName: "Mail",
      packageId: "com.example.mail",
      payloadJson: Buffer.from(
        JSON.stringify({
          kind: "androidenterprise#managedConfiguration",
          managedProperty: [
            { key: "url", valueString: "https://example.com" },
            { key: "on", valueBool: true },
          ],
        }),
      ).toString("base64"),
    },
    {
      "@odata.type": `${GRAPH}iosMobileAppConfiguration`,
      displayName: "Chat",
      targetedMobileApps: ["app-1", "app-2"],
      settings: [{ appConfigKey: "k", appConfigKeyType: "stringType", appConfigKeyValue: "v" }],
      encodedSettingXml: "PGRpY3QvPg==",
    },
    {
      "@odata.type": `${GRAPH}targetedManagedAppConfiguration`,
      displayName: "Edge",
      customSettings: [{ name: "k", value: "v" }],
      apps: [{ mobileAppIdentifier: { "@odata.type": `${GRAPH}iosMobileAppIdentifier`, bundleId: "com.example.b" } }],
      settings: [],
    },
  ],
  "wifi-and-vpn": [
    {
      "@odata.type": `${GRAPH}windowsWifiEnterpriseEAPConfiguration`,
      displayName: "Office",
      ssid: "Office",
      connectAutomatically: true,
      eapType: "eapTls",
      trustedServerCertificateNames: ["radius.example.com"],
    },
    {
      "@odata.type": `${GRAPH}iosVpnConfiguration`,
      displayName: "VPN",
      connectionName: "VPN",
      connectionType: "ikEv2",
      server: { address: "vpn.example.com", isDefaultServer: true },
      customData: [{ key: "a", value: "b" }],
    },
    {
      "@odata.type": `${GRAPH}iosCustomConfiguration`,
      displayName: "Custom",
      payloadName: "c",
      payloadFileName: "c.mobileconfig",
      payload: Buffer.from("<plist version='1.0'><dict/></plist>").toString("base64"),
    },
  ],
  custom: [
    {
      "@odata.type": `${GRAPH}windows10CustomConfiguration`,
      displayName: "Rows",
      omaSettings: [
        {
          "@odata.type": `${GRAPH}omaSettingInteger`,
          displayName: "Camera",
          omaUri: "./Device/Vendor/MSFT/Policy/Config/Camera/AllowCamera",
          value: 0,
        },
        {
          "@odata.type": `${GRAPH}omaSettingString`,
          omaUri: "./Vendor/MSFT/Policy/Config/X",
          value: "<enabled/><data id='a' value='1'/>",
        },
        { "@odata.type": `${GRAPH}omaSettingStringXml`, omaUri: "./User/Vendor/MSFT/X", value: "PGEvPg==" },
      ],
    },
  ],
};

export const ASSIGNMENTS: readonly Loose[] = [
  { target: { "@odata.type": `${GRAPH}groupAssignmentTarget`, groupId: "0f0f0f0f-0000-4000-8000-000000000001" } },
  { target: { "@odata.type": `${GRAPH}exclusionGroupAssignmentTarget`, groupId: "0f0f0f0f-0000-4000-8000-000000000002" } },
  {
    target: {
      "@odata.type": `${GRAPH}allLicensedUsersAssignmentTarget`,
      deviceAndAppManagementAssignmentFilterId: "f",
      deviceAndAppManagementAssignmentFilterType: "include",
    },
  },
  { target: { "@odata.type": `${GRAPH}allDevicesAssignmentTarget` } },
  { target: { "@odata.type": `${GRAPH}groupAssignmentTarget`, groupName: "HR" } },
];

export const PROFILES: readonly string[] = [
  payload(
    "com.apple.mobiledevice.passwordpolicy",
    "<key>minLength</key><integer>6</integer><key>forcePIN</key><true/><key>maxInactivity</key><real>2.5</real>",
  ),
  payload(
    "com.apple.wifi.managed",
    "<key>SSID_STR</key><string>Office</string><key>Password</key><string>s3cret</string><key>EAPClientConfiguration</key><dict><key>AcceptEAPTypes</key><array><integer>13</integer></array><key>UserPassword</key><string>p</string></dict>",
  ),
  payload(
    "com.apple.ManagedClient.preferences",
    "<key>PayloadContent</key><dict><key>com.example.app</key><dict><key>Forced</key><array><dict><key>mcx_preference_settings</key><dict><key>On</key><true/><key>Since</key><date>2026-01-01T00:00:00Z</date></dict></dict></array></dict></dict>",
  ),
  payload("com.apple.security.pkcs12", "<key>PayloadContent</key><data>AAECAwQ=</data><key>Password</key><string>p</string>"),
  payload("org.example.unknown", "<key>a</key><array><dict><key>b</key><string>c</string></dict><integer>0x1F</integer></array>"),
];

function payload(type: string, keys: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string><key>PayloadDisplayName</key><string>P</string><key>PayloadIdentifier</key><string>com.example.p</string><key>PayloadScope</key><string>System</string><key>PayloadContent</key><array>
<dict><key>PayloadType</key><string>${type}</string><key>PayloadUUID</key><string>1</string>${keys}</dict>
<dict><key>PayloadType</key><string>com.apple.dock</string><key>autohide</key><false/></dict>
</array></dict></plist>`;
}

const GROUP_POLICY = "http://www.microsoft.com/GroupPolicy/";

/** A report of one Group Policy object, as `Get-GPOReport` lays it out. */
export const REPORTS: readonly string[] = [
  `<?xml version="1.0" encoding="utf-8"?>
<GPO xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="${GROUP_POLICY}Settings"><Identifier><Identifier xmlns="${GROUP_POLICY}Types">{3C9F2A11-0000-4000-8000-000000000001}</Identifier></Identifier>
<Name>Workstations</Name><ReadTime>2026-03-14T09:26:53.1234567Z</ReadTime><Computer><Enabled>true</Enabled><ExtensionData>
<Extension xmlns:q1="${GROUP_POLICY}Settings/Registry" xsi:type="q1:RegistrySettings">
<q1:Policy><q1:Name>Prevent lock screen slide show</q1:Name><q1:State>Enabled</q1:State><q1:Category>x</q1:Category></q1:Policy>
<q1:RegistrySetting><q1:KeyPath>Software\\Policies\\Microsoft\\Windows Defender\\Real-Time Protection</q1:KeyPath><q1:Value><q1:Name>DisableRealtimeMonitoring</q1:Name><q1:Number>1</q1:Number></q1:Value></q1:RegistrySetting>
</Extension></ExtensionData><ExtensionData><Extension xmlns:q2="${GROUP_POLICY}Settings/Windows/Registry" xsi:type="q2:RegistrySettings">
<q2:RegistrySettings><q2:Registry name="a"><q2:Properties action="U" hive="HKEY_LOCAL_MACHINE" key="System\\CurrentControlSet\\Control\\Lsa" name="NoLMHash" type="REG_DWORD" value="00000001"/></q2:Registry></q2:RegistrySettings>
</Extension></ExtensionData></Computer></GPO>`,
];

export const MASTER_TABLE = `master,setting,value,group,name
group-policy,HKLM\\Software\\Policies\\Microsoft\\Windows\\Windows Search\\AllowCortanaAboveLock,0,g1,Search
other-mdm,./Device/Vendor/MSFT/Policy/Config/Camera/AllowCamera,0,,
configuration-manager,device-configuration,,g1,
`;
