import { describe, expect, it } from "vitest";
import { applicableOn, bareFacts, type SettingApplicability, type SettingCatalogue } from "../catalogue.ts";
import { appliesAt, type ApplicabilityDevice } from "./applicability.ts";
import { withinPolicyRule } from "./policy-rule.ts";

const WINDOWS: ApplicabilityDevice = {
  platform: "windows",
  osVersion: "10.0.22631.6199",
  edition: "Enterprise",
  supervised: null,
  joinType: "entra-joined",
  enrolment: "automated",
};
const IPHONE: ApplicabilityDevice = {
  ...WINDOWS,
  platform: "iOS",
  osVersion: "18.7.7",
  edition: null,
  supervised: true,
  joinType: "entra-registered",
};

const OTHER_AREA = "device_vendor_msft_policy_config_system_x";

function catalogueOf(facts: Readonly<Record<string, Partial<SettingApplicability>>>): SettingCatalogue {
  const find = (id: string) => {
    const own = facts[id];
    return own === undefined
      ? undefined
      : { ...bareFacts(id, id), applicability: { ...applicableOn(["windows", "iOS"]), editions: ["windowsEnterprise"], ...own } };
  };
  return { size: 0, complete: false, find, acquaintance: () => "known", ids: () => Object.keys(facts) };
}

/** The verdict on one setting with these limits. */
function verdictOf(limits: Partial<SettingApplicability>, device: ApplicabilityDevice, node = OTHER_AREA) {
  return appliesAt(catalogueOf({ [node]: limits }))(node, device);
}

describe("S9 a setting on a device", () => {
  it("applies where every limit is kept", () => {
    expect(verdictOf({ versionMin: { windows: "10.0.19041" }, joinTypes: ["entra-joined"] }, WINDOWS)).toEqual({
      kind: "applies",
    });
    expect(verdictOf({ supervised: true, versionMin: { iOS: "17.0" } }, IPHONE)).toEqual({ kind: "applies" });
  });

  it.each([
    ["another platform", { platforms: ["macOS"] as const }, WINDOWS, { kind: "platform" }],
    ["too old", { versionMin: { windows: "10.0.26100" } }, WINDOWS, { kind: "version-too-old", versionMin: "10.0.26100" }],
    [
      "too new, with the successor",
      { versionMax: { windows: "10.0.10586" }, successors: ["device_vendor_msft_policy_config_update_new"] },
      WINDOWS,
      {
        kind: "version-too-new",
        versionMax: "10.0.10586",
        successors: [{ node: "device_vendor_msft_policy_config_update_new" }],
      },
    ],
    ["another edition", {}, { ...WINDOWS, edition: "Professional" }, { kind: "edition", editions: ["windowsEnterprise"] }],
    ["not supervised", { supervised: true }, { ...IPHONE, supervised: false }, { kind: "supervision" }],
    ["joined in another way", { joinTypes: ["hybrid-joined"] }, WINDOWS, { kind: "join-type", joinTypes: ["hybrid-joined"] }],
    ["enrolled in another way", { enrolments: ["user"] }, IPHONE, { kind: "enrolment", enrolments: ["user"] }],
  ])("does not apply: %s", (_, limits, device, reason) => {
    expect(verdictOf(limits, device)).toEqual({ kind: "not-applicable", reason });
  });

  it.each([
    ["version", { versionMin: { windows: "10.0.1" } }, { ...WINDOWS, osVersion: null }, { of: "device", fact: "osVersion" }],
    ["edition", {}, { ...WINDOWS, edition: null }, { of: "device", fact: "edition" }],
    ["edition that nobody knows", {}, { ...WINDOWS, edition: "Chromium" }, { of: "device", fact: "edition" }],
    ["supervision", { supervised: true }, { ...IPHONE, supervised: null }, { of: "device", fact: "supervised" }],
    ["join type", { joinTypes: ["none"] }, { ...WINDOWS, joinType: null }, { of: "device", fact: "joinType" }],
    ["enrolment", { enrolments: ["user"] }, { ...IPHONE, enrolment: null }, { of: "device", fact: "enrolment" }],
    ["platforms of the catalogue", { platforms: [] }, WINDOWS, { of: "catalogue", fact: "platform" }],
    [
      "editions of the catalogue",
      { editions: null },
      { ...WINDOWS, edition: "Professional" },
      { of: "catalogue", fact: "editions" },
    ],
    ["a version that is not out", { versionMin: { windows: "88.8.88888" } }, WINDOWS, { of: "catalogue", fact: "version" }],
  ])("is unknown, never a match, without the %s", (_, limits, device, missing) => {
    expect(verdictOf(limits, device)).toEqual({ kind: "unknown", missing });
  });

  it("is unknown where the catalogue does not list it, and a part applies where the whole does", () => {
    expect(appliesAt(catalogueOf({}))("device_vendor_msft_x_y", WINDOWS)).toEqual({
      kind: "unknown",
      missing: { of: "catalogue", fact: "setting" },
    });
    const applies = appliesAt(catalogueOf({ [OTHER_AREA]: { platforms: ["macOS"] } }));
    expect(applies(`${OTHER_AREA}_part`, WINDOWS)).toEqual({ kind: "not-applicable", reason: { kind: "platform" } });
  });

  it("a limit that is surely not kept beats a fact that is missing", () => {
    const limits = { versionMin: { windows: "10.0.26100" } };
    expect(verdictOf(limits, { ...WINDOWS, edition: null })).toMatchObject({ kind: "not-applicable" });
  });

  it("editions come from our own tables where the catalogue is silent, and Enterprise takes every desktop setting", () => {
    const node = "device_vendor_msft_policy_config_deviceguard_lsacfgflags";
    const on = (edition: string, at = node) => verdictOf({ editions: null }, { ...WINDOWS, edition }, at).kind;
    expect([on("Enterprise"), on("EnterpriseS"), on("Professional")]).toEqual(["applies", "applies", "not-applicable"]);
    expect([on("Enterprise", OTHER_AREA), on("Core", OTHER_AREA)]).toEqual(["applies", "unknown"]);
    expect(on("Enterprise", "device_vendor_msft_surfacehub_x_y")).toBe("unknown");
  });

  it("app protection needs a licence of the person", () => {
    const applies = appliesAt(catalogueOf({}));
    const on = (licences: readonly string[] | null) => applies("iosManagedAppProtection.pinRequired", { ...IPHONE, licences });
    expect(on(["INTUNE_A"])).toEqual({ kind: "applies" });
    expect(on([])).toMatchObject({ kind: "not-applicable", reason: { kind: "licence" } });
    expect(on(null)).toEqual({ kind: "unknown", missing: { of: "person", fact: "licences" } });
  });

  it("compliance is read on the platform of its type, Android's for one manner of enrolment", () => {
    const applies = appliesAt(catalogueOf({}));
    const android: ApplicabilityDevice = { ...IPHONE, platform: "android", osVersion: "15", enrolment: "dedicated" };
    expect(applies("windows10CompliancePolicy.bitLockerEnabled", WINDOWS).kind).toBe("applies");
    expect(applies("iosCompliancePolicy.passcodeRequired", IPHONE).kind).toBe("applies");
    expect(applies("androidDeviceOwnerCompliancePolicy.passwordRequired", android).kind).toBe("applies");
    expect(applies("androidWorkProfileCompliancePolicy.passwordRequired", android)).toMatchObject({
      reason: { kind: "enrolment", enrolments: ["work-profile"] },
    });
  });
});

describe("a policy's own rule", () => {
  const rule = { editions: { mode: "exclude" as const, names: ["Core"] }, versionMin: "10.0.19041", versionMax: "10.0.22631" };
  it.each([
    [WINDOWS, "applies"],
    [{ ...WINDOWS, edition: "core" }, "not-applicable"],
    [{ ...WINDOWS, osVersion: "10.0.26100.1" }, "not-applicable"],
    [{ ...WINDOWS, osVersion: null }, "unknown"],
    [{ ...WINDOWS, edition: null }, "unknown"],
    [IPHONE, "applies"],
  ])("%#", (device, kind) => {
    expect(withinPolicyRule(rule, device).kind).toBe(kind);
  });
});
