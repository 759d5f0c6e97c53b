import { describe, expect, test } from "vitest";
import type { DeclaredRow } from "../../../policy/declared-fact.ts";
import { loadRegistryFacts } from "../../catalogue/registry-facts.ts";
import { loadShippedCatalogue } from "../../catalogue/shipped-catalogue.ts";
import { makeZip } from "../zip/make-zip.fixture.ts";
import { createMasterReader } from "./master-reader.ts";

const reader = createMasterReader(loadShippedCatalogue(), loadRegistryFacts);
const CONFIG = "device_vendor_msft_policy_config_";

function readText(path: string, text: string) {
  return reader.readMasters([{ path, bytes: Buffer.from(text) }]);
}

const REPORT = `<?xml version="1.0" encoding="utf-8"?>
<GPO xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://www.microsoft.com/GroupPolicy/Settings">
  <Identifier><Identifier xmlns="http://www.microsoft.com/GroupPolicy/Types">{3C9F2A11-0000-4000-8000-000000000001}</Identifier></Identifier>
  <Name>Workstations: hardening</Name>
  <ReadTime>2026-03-14T09:26:53.1234567Z</ReadTime>
  <Computer>
    <Enabled>true</Enabled>
    <ExtensionData>
      <Extension xmlns:q1="http://www.microsoft.com/GroupPolicy/Settings/Registry" xsi:type="q1:RegistrySettings">
        <q1:Policy><q1:Name>Prevent lock screen slide show</q1:Name><q1:State>Enabled</q1:State><q1:Category>x</q1:Category></q1:Policy>
        <q1:Policy><q1:Name>A policy nobody knows</q1:Name><q1:State>Disabled</q1:State></q1:Policy>
        <q1:RegistrySetting>
          <q1:KeyPath>SOFTWARE\\Policies\\Microsoft\\Windows\\Windows Search</q1:KeyPath>
          <q1:Value><q1:Name>AllowCortanaAboveLock</q1:Name><q1:Number>0</q1:Number></q1:Value>
        </q1:RegistrySetting>
        <q1:RegistrySetting>
          <q1:KeyPath>Software\\Policies\\Microsoft\\Windows Defender\\Real-Time Protection</q1:KeyPath>
          <q1:Value><q1:Name>DisableRealtimeMonitoring</q1:Name><q1:Number>1</q1:Number></q1:Value>
        </q1:RegistrySetting>
      </Extension>
      <Name>Registry</Name>
    </ExtensionData>
    <ExtensionData>
      <Extension xmlns:q2="http://www.microsoft.com/GroupPolicy/Settings/Security" xsi:type="q2:SecuritySettings">
        <q2:SecurityOptions>
          <q2:KeyName>MACHINE\\Software\\Microsoft\\Windows\\CurrentVersion\\Policies\\System\\InactivityTimeoutSecs</q2:KeyName>
          <q2:SettingNumber>600</q2:SettingNumber>
        </q2:SecurityOptions>
        <q2:Account><q2:Name>MinimumPasswordAge</q2:Name><q2:SettingNumber>1</q2:SettingNumber><q2:Type>Password</q2:Type></q2:Account>
        <q2:Blocked>false</q2:Blocked>
      </Extension>
    </ExtensionData>
    <ExtensionData>
      <Extension xmlns:q3="http://www.microsoft.com/GroupPolicy/Settings/Auditing" xsi:type="q3:AuditSettings">
        <q3:AuditSetting><q3:SubcategoryName>Audit Credential Validation</q3:SubcategoryName><q3:SettingValue>3</q3:SettingValue></q3:AuditSetting>
      </Extension>
    </ExtensionData>
    <ExtensionData>
      <Extension xmlns:q4="http://www.microsoft.com/GroupPolicy/Settings/Windows/Registry" xsi:type="q4:RegistrySettings">
        <q4:RegistrySettings>
          <q4:Collection name="c">
            <q4:Registry name="LmCompatibilityLevel"><q4:Properties action="U" hive="HKEY_LOCAL_MACHINE" key="System\\CurrentControlSet\\Control\\Lsa" name="LmCompatibilityLevel" type="REG_DWORD" value="00000005"/></q4:Registry>
            <q4:Registry name="gone"><q4:Properties action="D" hive="HKEY_LOCAL_MACHINE" key="System\\CurrentControlSet\\Control\\Lsa" name="NoLMHash" type="REG_DWORD" value="00000001"/></q4:Registry>
          </q4:Collection>
        </q4:RegistrySettings>
      </Extension>
    </ExtensionData>
  </Computer>
  <User><Enabled>false</Enabled><ExtensionData><Extension><Policy><Name>x</Name><State>Enabled</State></Policy></Extension></ExtensionData></User>
  <LinksTo><SOMPath>corp.example/Workstations</SOMPath><Enabled>true</Enabled></LinksTo>
</GPO>`;

function brief(row: DeclaredRow): unknown[] {
  const node = row.kind === "opaque" ? [] : [row.node.replace(CONFIG, "")];
  return [row.kind, ...node, ...(row.kind === "value" ? [row.value] : [])];
}

describe("a Group Policy report", () => {
  test("its settings come to nodes, and what cannot be compared or placed stays visible", () => {
    const { masters, problems } = readText("hardening.xml", REPORT);
    expect(problems.map(({ code, severity, pointer }) => [code, severity, pointer])).toEqual([
      ["report-part-off", "warning", "line 49, column 3"],
    ]);
    expect(masters).toHaveLength(1);
    const [object] = masters;
    expect(object).toMatchObject({ name: "Workstations: hardening", master: "group-policy", group: null });
    expect(object?.readAt).toBe(Date.parse("2026-03-14T09:26:53Z"));
    expect(object?.rows.map(brief)).toEqual([
      ["value", "devicelock_preventlockscreenslideshow", `${CONFIG}devicelock_preventlockscreenslideshow_1`],
      ["opaque"],
      ["value", "abovelock_allowcortanaabovelock", `${CONFIG}abovelock_allowcortanaabovelock_0`],
      // The registry says "disable", the node says "allow": the same number means the opposite.
      ["node", "admx_microsoftdefenderantivirus_disablerealtimemonitoring"],
      ["node", "defender_allowrealtimemonitoring"],
      ["value", "localpoliciessecurityoptions_interactivelogon_machineinactivitylimit", 600],
      ["value", "devicelock_minimumpasswordage", 1],
      ["value", "audit_accountlogon_auditcredentialvalidation", `${CONFIG}audit_accountlogon_auditcredentialvalidation_3`],
      ["value", "localpoliciessecurityoptions_networksecurity_lanmanagerauthenticationlevel", expect.anything()],
    ]);
    expect(object?.rows.map(({ line }) => line)).toEqual([10, 11, 12, 16, 16, 25, 29, 35, 42]);
  });

  test("a report of a whole domain gives one master for each object, and UTF-16 is read", () => {
    const second = REPORT.replace("Workstations: hardening", "Second").replace(/<\?xml.*\?>/, "");
    const all = `<?xml version="1.0" encoding="utf-16"?><report>${REPORT.replace(/<\?xml.*\?>/, "")}${second}</report>`;
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(all, "utf16le")]);
    expect(reader.readMasters([{ path: "all.xml", bytes }]).masters.map(({ name }) => name)).toEqual([
      "Workstations: hardening",
      "Second",
    ]);
  });

  test("an object with every link switched off is left out with a warning", () => {
    const { masters, problems } = readText(
      "a.xml",
      REPORT.replace("Workstations</SOMPath><Enabled>true", "W</SOMPath><Enabled>false"),
    );
    expect([masters, problems.map(({ code }) => code)]).toEqual([[], ["report-part-off"]]);
  });

  test("passwords of preferences and texts at secret places are not taken in", () => {
    const secret = "hunter2-not-to-be-kept";
    const text = REPORT.replace(
      'name="LmCompatibilityLevel" type="REG_DWORD" value="00000005"',
      `name="DefaultPassword" type="REG_SZ" value="${secret}"`,
    );
    expect(JSON.stringify(readText("a.xml", text))).not.toContain(secret);
  });
});

describe("a resultant set", () => {
  const rsop = (precedence: string, state: string) =>
    `<q:Policy><q:GPO/><q:Precedence>${precedence}</q:Precedence><q:Name>Prevent lock screen slide show</q:Name><q:State>${state}</q:State></q:Policy>`;
  const text = (rows: string) =>
    `<Rsop xmlns="http://www.microsoft.com/GroupPolicy/Rsop"><ReadTime>2026-03-14T09:26:53</ReadTime><ComputerResults><Name>CORP\\WS-1</Name><ExtensionData><Extension xmlns:q="http://www.microsoft.com/GroupPolicy/Settings/Registry">${rows}</Extension></ExtensionData></ComputerResults></Rsop>`;

  test("only what won is in force; a time without its zone is none", () => {
    const [set] = readText("ws1.xml", text(rsop("1", "Enabled") + rsop("2", "Disabled"))).masters;
    expect([set?.name, set?.readAt, set?.rows.map(brief)]).toEqual([
      "Resultant set of CORP\\WS-1",
      null,
      [["value", "devicelock_preventlockscreenslideshow", `${CONFIG}devicelock_preventlockscreenslideshow_1`]],
    ]);
  });
});

describe("a table", () => {
  test("registry values, OMA-URIs and nodes come to one node; workloads belong to Configuration Manager", () => {
    const table = [
      "master,group,name,setting,value",
      "group-policy,Field staff,,HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Windows Search\\AllowCortanaAboveLock,0",
      "other-mdm,Field staff,Old MDM,./Device/Vendor/MSFT/Policy/Config/DeviceLock/MinDevicePasswordLength,8",
      "other-mdm,Field staff,Old MDM,device_vendor_msft_policy_config_devicelock_mindevicepasswordlength,8",
      "other-mdm,Field staff,Old MDM,something of their own,yes",
      "configuration-manager,Field staff,,windows-update,",
    ].join("\n");
    const { masters, problems } = readText("masters.csv", table);
    expect(problems).toEqual([]);
    expect(masters.map(({ master, name, group, rows, workloads }) => [master, name, group, rows.map(brief), workloads])).toEqual([
      [
        "group-policy",
        "Group Policy",
        "Field staff",
        [["value", "abovelock_allowcortanaabovelock", `${CONFIG}abovelock_allowcortanaabovelock_0`]],
        [],
      ],
      [
        "other-mdm",
        "Old MDM",
        "Field staff",
        [["value", "devicelock_mindevicepasswordlength", 8], ["value", "devicelock_mindevicepasswordlength", 8], ["opaque"]],
        [],
      ],
      ["configuration-manager", "Configuration Manager", "Field staff", [], ["windows-update"]],
    ]);
  });

  test("every fault is told at once, with its line and column", () => {
    const table = "master,setting,value\nnobody,a,1\ngroup-policy,,1\nother-mdm,x,\nconfiguration-manager,printing,\n";
    const { masters, problems } = readText("masters.csv", table);
    expect([masters, problems.map(({ code, pointer }) => [code, pointer])]).toEqual([
      [],
      [
        ["csv-row-invalid", "line 2, column master"],
        ["csv-row-invalid", "line 3, column setting"],
        ["csv-row-invalid", "line 4, column value"],
        ["csv-row-invalid", "line 5, column setting"],
      ],
    ]);
  });
});

describe("files that are none of these", () => {
  test("each has its problem; archives are opened", () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><GPO>&a;</GPO>';
    const codes = (path: string, text: string) => readText(path, text).problems.map(({ code }) => code);
    expect(codes("a.xml", bomb)).toEqual(["xml-declares-entities"]);
    expect(codes("a.xml", "<html/>")).toEqual(["report-shape-unknown"]);
    expect(codes("a.xml", "<GPO/>")).toEqual(["report-name-missing"]);
    expect(codes("a.txt", "x")).toEqual(["report-kind-unknown"]);
    const bytes = makeZip([{ path: "in/a.xml", bytes: Buffer.from(REPORT) }]);
    expect(reader.readMasters([{ path: "all.zip", bytes }]).masters).toHaveLength(1);
  });

  test("200,000 elements are read, and one more is refused", () => {
    const rows = (count: number) => `<GPO><Name>n</Name><Computer>${"<x/>".repeat(count - 3)}</Computer></GPO>`;
    expect(readText("big.xml", rows(200_000)).problems).toEqual([]);
    expect(readText("big.xml", rows(200_001)).problems.map(({ code }) => code)).toEqual(["xml-too-large"]);
    const settings = `<GPO><Name>n</Name><Computer><ExtensionData><Extension>${"<Other/>".repeat(20_001)}</Extension></ExtensionData></Computer></GPO>`;
    expect(readText("long.xml", settings).problems.map(({ code }) => code)).toEqual(["report-too-long"]);
  });
});
