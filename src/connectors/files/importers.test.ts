import { describe, expect, test } from "vitest";
import { nodeValues } from "../../policy/setting.ts";
import { createSourceFileReader } from "./source-file-reader.ts";
import { catalogueOf, choice, file, GRAPH, one, property, reader } from "./importers.fixture.ts";

describe("endpoint security and baselines made of settings catalog instances", () => {
  const made = (templateReference: object) =>
    one({ name: "p", platforms: "windows10", settings: [], technologies: "mdm", templateReference });

  test.each([
    [{ templateFamily: "endpointSecurityFirewall" }, "endpoint-security", "endpointSecurityFirewall"],
    [{ templateFamily: "baseline" }, "security-baseline", "baseline"],
    [{ templateFamily: "none", templateId: "" }, "settings-catalog", undefined],
    [{ templateId: "66df8dce-0166-4b82-92f7-1f74e3ca17a3_1" }, "security-baseline", "baseline"],
    [{ templateFamily: "enrollmentConfiguration" }, "settings-catalog", "enrollmentConfiguration"],
  ])("%j", (reference, kind, family) => {
    const { content } = made(reference);
    expect([content.kind, content.templateFamily]).toEqual([kind, family]);
  });
});

describe("intents", () => {
  const setting = (definitionId: string, value: unknown) => ({ definitionId, valueJson: JSON.stringify(value) });
  const UNKNOWN = "deviceConfiguration--windows10GeneralConfiguration_noSuchProperty";

  test("settings, settingsDelta, and the settings in a file beside the policy are the same policy", () => {
    const settings = [
      setting(UNKNOWN, "on"),
      setting("deviceConfiguration--macOSGeneralDeviceConfiguration_other", { deep: { er: 3 }, off: null }),
    ];
    const read = (object: object, beside: object[] = []) => {
      const files = [file("i/x.json", object), ...beside.map((value) => file("i/x_Settings.json", value))];
      const { policies, problems } = reader.readPolicies(files);
      return { policy: policies.map(({ content }) => content), problems: problems.map(({ code }) => code) };
    };
    const intent = {
      "@odata.type": `${GRAPH}deviceManagementIntent`,
      displayName: "x",
      templateId: "0e237410-1367-4844-bd7f-15fb0f08943b",
    };
    const whole = read({ ...intent, settings });
    expect(whole.policy[0]).toMatchObject({
      kind: "endpoint-security",
      templateFamily: "endpointSecurityAttackSurfaceReduction",
      platforms: ["windows", "macOS"],
      settings: [
        { definitionId: "windows10GeneralConfiguration.noSuchProperty", value: { kind: "property", value: "on" } },
        { definitionId: "macOSGeneralDeviceConfiguration.other.deep.er", value: { kind: "property", value: 3 } },
      ],
    });
    expect(read({ ...intent, settingsDelta: settings })).toEqual(whole);
    expect(read(intent, [{ settings }])).toEqual({ ...whole, problems: ["policy-copy"] });
    expect(read({ ...intent, settings }, [{ settings }])).toEqual({ ...whole, problems: ["policy-copy"] });
    expect(read({ ...intent, settings }, [{ settings: [settings[0]] }]).problems).toEqual(["policy-part-kept-out"]);
    expect(read(intent).problems).toEqual(["policy-settings-missing"]);
  });

  test("a PowerShell table in a backup entry; the template comes from the address", () => {
    const table = {
      displayName: "t",
      Keys: ["settingsDelta", "displayName"],
      Values: [{ value: [setting(UNKNOWN, true)], Count: 1 }, "t"],
    };
    const address =
      "https://graph.microsoft.com/beta/deviceManagement/templates/034ccd46-190c-4afc-adf1-ad7cc11262eb/createInstance";
    const { policies, problems } = reader.readPolicies([
      file("a.json", { value: [JSON.stringify(table), address, "t", ["id"], {}], Count: 5 }),
    ]);
    expect(problems).toEqual([]);
    expect(policies[0]?.content).toMatchObject({ kind: "security-baseline", templateFamily: "baseline" });
    expect(policies[0]?.content.settings).toHaveLength(1);
  });

  test("settings of a template meet the catalogue's node where it is listed", () => {
    const edge = "device_vendor_msft_policy_config_microsoft_edge~policy~microsoft_edge_sslversionmin";
    const withEdge = createSourceFileReader(catalogueOf([choice(edge), choice(`${edge}_sslversionmin`, ["tls1.2"])]));
    const { policies } = withEdge.readPolicies([
      file("a.json", {
        displayName: "edge",
        settingsDelta: [
          setting("admx--microsoftedge_SSLVersionMin", "enabled"),
          setting("admx--microsoftedgeSSLVersionMin_SSLVersionMin", "tls1.2"),
          setting("admx--microsoftedge_NotListed", "disabled"),
          setting("admx--microsoftedge_SitePerProcess", "notConfigured"),
        ],
      }),
    ]);
    expect(nodeValues(policies[0]?.content.settings ?? [])).toEqual([
      { node: "admx--microsoftedge_NotListed", value: "disabled" },
      { node: edge, value: `${edge}_1` },
      { node: `${edge}_sslversionmin`, value: `${edge}_sslversionmin_tls1.2` },
    ]);
  });
});

describe("administrative templates", () => {
  const ID = "3a1b2c3d-0000-4000-8000-000000000001";
  const bound = {
    enabled: true,
    "definition@odata.bind": `https://graph.microsoft.com/beta/deviceManagement/groupPolicyDefinitions('${ID}')`,
    presentationValues: [
      {
        "@odata.type": `${GRAPH}groupPolicyPresentationValueText`,
        value: "https://x",
        "presentation@odata.bind": `https://graph.microsoft.com/beta/x('1')/presentations('p-1')`,
      },
    ],
  };
  const expanded = {
    enabled: true,
    definition: { id: ID, displayName: "Home page", classType: "machine", categoryPath: "\\Browser" },
    presentationValues: [{ value: "https://x", presentation: { id: "p-1", label: "URL" } }],
  };

  test("bound by address or expanded, with a policy around them or without: one set of nodes", () => {
    const nodes = (value: unknown) => nodeValues(one(value).content.settings);
    const wanted = [
      { node: `groupPolicyDefinition.${ID}`, value: true },
      { node: `groupPolicyDefinition.${ID}.p-1`, value: "https://x" },
    ];
    expect(nodes({ "@odata.type": `${GRAPH}groupPolicyConfiguration`, displayName: "a", definitionValues: [bound] })).toEqual(
      wanted,
    );
    expect(nodes({ displayName: "a", definitionValues: [expanded] })).toEqual(wanted);
    expect(nodes([bound])).toEqual(wanted);
    expect(one([bound]).content).toMatchObject({ name: "a", kind: "administrative-template", platforms: ["windows"] });
  });

  test("a complete catalogue tells the node by the definition's name and scope", () => {
    const node = "device_vendor_msft_policy_config_browserx~policy~browser_homepage";
    const complete = createSourceFileReader(catalogueOf([{ ...choice(node), displayName: "Home page" }]));
    const { policies } = complete.readPolicies([file("a.json", { displayName: "a", definitionValues: [expanded] })]);
    expect(nodeValues(policies[0]?.content.settings ?? [])[0]).toEqual({ node, value: `${node}_1` });
  });
});

describe("compliance", () => {
  test("settings catalog instances with actions", () => {
    const { content } = one({
      "@odata.type": `${GRAPH}deviceManagementCompliancePolicy`,
      name: "linux",
      platforms: "linux",
      settings: [],
      scheduledActionsForRule: [{ scheduledActionConfigurations: [{ actionType: "block", gracePeriodHours: 6 }] }],
    });
    expect(content).toMatchObject({
      kind: "compliance",
      platforms: ["linux"],
      noncomplianceActions: [{ action: "block", graceHours: 6, notificationTemplateId: null }],
    });
  });
});

describe("apps", () => {
  test("app protection: by its type or by its keys; a false is a choice, the apps are no settings", () => {
    const body = {
      displayName: "m",
      periodOfflineBeforeAccessCheck: "PT12H",
      allowedOutboundDataTransferDestinations: "managedApps",
      pinRequired: false,
      customBrowserProtocol: "",
      apps: [],
    };
    const android = {
      ...body,
      apps: [{ mobileAppIdentifier: { "@odata.type": `${GRAPH}androidMobileAppIdentifier`, packageId: "x" } }],
    };
    for (const [policy, type, platforms] of [
      [{ ...body, "@odata.type": `${GRAPH}iosManagedAppProtection` }, "iosManagedAppProtection", ["iOS", "iPadOS"]],
      [android, "androidManagedAppProtection", ["android"]],
    ] as const) {
      const { content } = one(policy);
      expect([content.kind, content.platforms, content.sourceType]).toEqual(["app-protection", platforms, GRAPH + type]);
      expect(content.settings).toEqual([
        property(`${type}.allowedOutboundDataTransferDestinations`, "managedApps"),
        property(`${type}.periodOfflineBeforeAccessCheck`, "PT12H"),
        property(`${type}.pinRequired`, false),
      ]);
    }
  });

  test("app configuration: managed devices of both kinds, and managed apps", () => {
    const payload = {
      kind: "androidenterprise#managedConfiguration",
      managedProperty: [
        { key: "url", valueString: "https://x" },
        { key: "on", valueBool: true },
      ],
    };
    const nodes = (value: object) => nodeValues(one(value).content.settings);
    expect(
      nodes({
        "@odata.type": `${GRAPH}androidManagedStoreAppConfiguration`,
        displayName: "a",
        packageId: "com.x",
        payloadJson: Buffer.from(JSON.stringify(payload)).toString("base64"),
      }),
    ).toEqual([
      { node: "appConfiguration.com.x.on", value: true },
      { node: "appConfiguration.com.x.url", value: "https://x" },
    ]);
    expect(
      nodes({
        "@odata.type": `${GRAPH}iosMobileAppConfiguration`,
        displayName: "a",
        targetedMobileApps: ["app-1"],
        settings: [{ appConfigKey: "k", appConfigKeyType: "stringType", appConfigKeyValue: "v" }],
      }),
    ).toEqual([{ node: "appConfiguration.app-1.k", value: "v" }]);
    const managed = one({
      "@odata.type": `${GRAPH}targetedManagedAppConfiguration`,
      displayName: "a",
      customSettings: [{ name: "k", value: "v" }],
      apps: [{ mobileAppIdentifier: { bundleId: "b" } }],
    });
    expect([managed.content.kind, managed.content.platforms]).toEqual(["app-configuration", ["iOS", "iPadOS"]]);
    expect(nodeValues(managed.content.settings)).toEqual([{ node: "appConfiguration.b.k", value: "v" }]);
  });
});

describe("kept whole", () => {
  test.each([
    [
      {
        "@odata.context": "https://graph.microsoft.com/beta/$metadata#deviceManagement/deviceManagementScripts/$entity",
        displayName: "s",
        scriptContent: "ZXZpbA==",
      },
      ["windows"],
    ],
    [{ "@odata.type": `${GRAPH}deviceShellScript`, displayName: "s", scriptContent: "ZXZpbA==" }, ["macOS"]],
    [{ displayName: "s", detectionScriptContent: "ZXZpbA==", remediationScriptContent: "ZXZpbA==" }, ["windows"]],
  ])("a script is never run and only its hash is kept: %j", (object, platforms) => {
    const { policies, problems } = reader.readPolicies([file("a.json", object)]);
    expect(policies[0]?.content).toMatchObject({ kind: "script", platforms, settings: [] });
    expect(JSON.stringify(policies)).not.toContain("ZXZpbA");
    expect(JSON.stringify(policies)).toContain("sha256");
    expect(problems.map(({ code }) => code)).toEqual(["policy-kind-opaque"]);
  });

  test("Conditional Access is read for what it says of access, without a warning", () => {
    const access = {
      displayName: "ca",
      conditions: { platforms: { includePlatforms: ["android", "iOS"] } },
      grantControls: { builtInControls: ["compliantDevice"] },
      sessionControls: null,
    };
    const { policies, problems } = reader.readPolicies([file("a.json", access)]);
    expect(problems).toEqual([]);
    expect(policies[0]?.content).toMatchObject({
      kind: "conditional-access",
      platforms: ["android", "iOS", "iPadOS"],
      raw: { displayName: "ca" },
    });
  });

  test("types that nobody reads are opaque, with the reason", () => {
    const { policies, problems } = reader.readPolicies([
      file("a.json", {
        "@odata.type": `${GRAPH}windows10EnrollmentCompletionPageConfiguration`,
        displayName: "esp",
        priority: 1,
      }),
    ]);
    expect(policies[0]?.content).toMatchObject({ kind: "opaque", raw: { priority: 1 } });
    expect(problems[0]).toMatchObject({ code: "policy-kind-opaque", severity: "warning", pointer: "" });
  });
});

describe("what policies refer to", () => {
  test("groups and filters: alone, in lists, in the exporter's table of ids", () => {
    const { references, policies, problems } = reader.readPolicies([
      file("a.json", {
        groups: [
          {
            displayName: "All Dell",
            membershipRule: '(device.deviceManufacturer -eq "Dell")',
            groupTypes: ["DynamicMembership"],
          },
          {},
        ],
      }),
      file("b.json", { "@odata.type": `${GRAPH}group`, id: "g2", displayName: "Pilot", groupTypes: [] }),
      file("c.json", { filters: [{ displayName: "iPhones", platform: "iOS", rule: '(device.model -startsWith "iPhone")' }] }),
      file("MigrationTable.json", {
        TenantId: "t",
        Objects: [{ Type: "Group", Id: "g3", DisplayName: "HR" }, { Type: "Other" }],
      }),
    ]);
    expect(policies).toEqual([]);
    expect(references.map(({ kind, externalId, name, rule, platform }) => [kind, externalId, name, rule, platform])).toEqual([
      ["group", "g3", "HR", null, null],
      ["group", null, "All Dell", '(device.deviceManufacturer -eq "Dell")', null],
      ["group", "g2", "Pilot", null, null],
      ["assignment-filter", null, "iPhones", '(device.model -startsWith "iPhone")', "iOS"],
    ]);
    expect(problems.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(["reference-invalid /groups/1"]);
  });

  test("assignments in a folder of their own; by name only; left behind", () => {
    const include = { target: { "@odata.type": `${GRAPH}groupAssignmentTarget`, groupId: "g1" } };
    const policy = (name: string, rest: object = {}) => ({
      "@odata.type": `${GRAPH}iosCompliancePolicy`,
      displayName: name,
      ...rest,
    });
    const byName = { target: { "@odata.type": `${GRAPH}groupAssignmentTarget`, groupName: "HR" } };
    const { policies, problems } = reader.readPolicies([
      file("Device Compliance Policies/iOS.json", policy("iOS")),
      file("Device Compliance Policies/Assignments/0f0f0f0f-0000-4000-8000-000000000000 - iOS.json", [include]),
      file("Device Compliance Policies/Assignments/gone.json", [include]),
      file("cd.json", policy("by name", { assignments: [include, byName] })),
    ]);
    expect(policies.map(({ content, assignments }) => [content.name, assignments])).toEqual([
      ["iOS", [{ mode: "include", target: { kind: "group", groupId: "g1" } }]],
      ["by name", []],
    ]);
    expect(problems.map(({ code, file: path }) => [code, path])).toEqual([
      ["policy-companion-orphaned", "Device Compliance Policies/Assignments/gone.json"],
      ["assignment-group-unresolved", "cd.json"],
    ]);
  });
});

describe("YAML", () => {
  test("an exporter's YAML is read as its JSON", () => {
    const yaml =
      "'@odata.type': '#microsoft.graph.iosCompliancePolicy'\ndisplayName: iOS\nosMinimumVersion: '18.1'\nassignments: []\n";
    const { policies, problems } = reader.readPolicies([{ path: "a.yaml", bytes: Buffer.from(yaml) }]);
    expect(problems).toEqual([]);
    expect(policies[0]?.content.settings).toEqual([property("iosCompliancePolicy.osMinimumVersion", "18.1")]);
  });

  test.each([
    ["an anchor that grows", "a: &a [x,x]\nb: &b [*a,*a]\ndisplayName: *b\n", "yaml-invalid"],
    ["a key twice", "a: 1\na: 2\n", "yaml-invalid"],
    ["a tag", "a: !!js/function 'x'\n", "yaml-invalid"],
    ["two documents", "a: 1\n---\nb: 2\n", "yaml-invalid"],
    ["deep flow", `a: ${"[".repeat(100_000)}`, "json-too-deep"],
    ["deep block", `${Array.from({ length: 150 }, (_line, level) => `${" ".repeat(level)}a:`).join("\n")} 1`, "json-too-deep"],
    ["not a number", "a: .nan\n", "yaml-invalid"],
  ])("%s is refused", (_name, yaml, code) => {
    const { policies, problems } = reader.readPolicies([{ path: "a.yml", bytes: Buffer.from(yaml) }]);
    expect(policies).toEqual([]);
    expect(problems.map((problem) => problem.code)).toContain(code);
  });
});
