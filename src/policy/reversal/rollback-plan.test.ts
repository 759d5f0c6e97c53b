import { describe, expect, it } from "vitest";
import type { Platform } from "../../estate/platform.ts";
import type { SettingChange } from "../plan.ts";
import { reversalOf } from "./reversal.ts";
import { undoPlan, type UndoPlan } from "./rollback-plan.ts";

const POLICY = "device_vendor_msft_policy_config_system_allowlocation";
const GUARD = "device_vendor_msft_policy_config_deviceguard_lsacfgflags";
const CAMERA = "com.apple.applicationaccess_allowcamera";
const FIREWALL = "device_vendor_msft_firewall_mdmstore_x";

function undoOf(
  settings: readonly SettingChange[],
  more: Readonly<{ sourceType?: string; platforms?: readonly Platform[]; defaults?: Readonly<Record<string, number>> }> = {},
): UndoPlan {
  const { sourceType = "#microsoft.graph.deviceManagementConfigurationPolicy", platforms = ["windows"], defaults = {} } = more;
  return undoPlan({
    settings,
    sourceType,
    devices: new Map(platforms.map((platform) => [platform, 7])),
    platformsOf: () => null,
    defaultOf: (node) => defaults[node],
  });
}

describe("what becomes of a value that nobody asks for any more", () => {
  it.each([
    [GUARD, 1, "windows", "irreversible"],
    [GUARD, `${GUARD}_1`, "windows", "irreversible"],
    [GUARD, 2, "windows", "explicit-value"],
    ["device_vendor_msft_bitlocker_requiredeviceencryption", 1, "windows", "irreversible"],
    ["device_vendor_msft_bitlocker_systemdrivesminimumpinlength", 1, "windows", "tattoos"],
    ["com.apple.security.scep_pin", 1, "iOS", "destructive-on-removal"],
    ["com.apple.wifi.managed_ssid_str", "x", "iOS", "reverts"],
    ["com.apple.applicationaccess_allowvoiceroaming", true, "iOS", "tattoos"],
    [CAMERA, false, "iOS", "reverts"],
    [CAMERA, false, "macOS", "reverts"],
    ["androidDeviceOwnerGeneralDeviceConfiguration.cameraBlocked", true, "android", "tattoos"],
    ["androidDeviceOwnerCompliancePolicy.passwordRequired", true, "android", "reverts"],
    ["chrome_homepagelocation", "x", "linux", "reverts"],
    [POLICY, 1, "windows", "explicit-value"],
    [FIREWALL, 1, "windows", "unknown"],
  ] as const)("%s = %s on %s: %s", (node, value, platform, reversal) => {
    const claim = reversalOf({ node, value, platform, sourceType: "#microsoft.graph.x" });
    expect(claim.reversal).toBe(reversal);
    // Every claim names who makes it; only "unknown" has nobody.
    expect(claim.source === null).toBe(reversal === "unknown");
  });

  it.each([
    ["#microsoft.graph.windows81SCEPCertificateProfile", "windows", "destructive-on-removal"],
    ["#microsoft.graph.windows10PkcsCertificateProfile", "windows", "tattoos"],
    ["#microsoft.graph.androidWorkProfileWiFiConfiguration", "android", "reverts"],
    ["#microsoft.graph.iosEasEmailProfileConfiguration", "iOS", "reverts"],
  ] as const)("%s on %s: %s", (sourceType, platform, reversal) => {
    expect(reversalOf({ node: "x.y", value: 1, platform, sourceType }).reversal).toBe(reversal);
  });
});

describe("the way back", () => {
  it("asks for the value before, for the default, or leaves the decision open", () => {
    const undo = undoOf(
      [
        { kind: "changed", node: POLICY, before: 0, after: 1 },
        { kind: "added", node: `${POLICY}_a`, after: 1 },
        { kind: "added", node: `${POLICY}_b`, after: 1 },
        { kind: "removed", node: FIREWALL, before: 5 },
      ],
      { defaults: { [`${POLICY}_a`]: 3 } },
    );
    expect(undo.rollback).toEqual([
      {
        platform: "windows",
        devices: 7,
        unassign: [],
        counter: [
          { node: POLICY, value: 0, from: "before" },
          { node: `${POLICY}_a`, value: 3, from: "default" },
          { node: FIREWALL, value: 5, from: "before" },
        ],
        byHand: [],
        open: [`${POLICY}_b`],
      },
    ]);
    expect(undo.settings.map(({ node, taken }) => [node, taken])).toEqual([
      [FIREWALL, "by-this-change"],
      [POLICY, "by-rollback"],
      [`${POLICY}_a`, "by-rollback"],
      [`${POLICY}_b`, "by-rollback"],
    ]);
  });

  it("takes the policy away where that undoes, and says in words where nothing does, each platform for itself", () => {
    const undo = undoOf(
      [
        { kind: "added", node: CAMERA, after: false },
        { kind: "changed", node: GUARD, before: 0, after: 1 },
      ],
      { platforms: ["windows", "iOS"] },
    );
    expect(undo.settings[0]).toMatchObject({ node: GUARD, reversal: "irreversible", words: "Cannot be undone" });
    const ios = undo.rollback.find(({ platform }) => platform === "iOS");
    expect(ios).toMatchObject({ unassign: [CAMERA], byHand: [{ node: GUARD }] });
  });

  it("puts every setting of a platform in exactly one list", () => {
    const settings: readonly SettingChange[] = [POLICY, GUARD, CAMERA, FIREWALL].flatMap((node) => [
      { kind: "added", node: `${node}1`, after: 1 },
      { kind: "changed", node, before: 2, after: 1 },
      { kind: "removed", node: `${node}2`, before: 1 },
    ]);
    for (const one of undoOf(settings, { platforms: ["windows", "android", "linux"] }).rollback) {
      const listed = [
        ...one.unassign,
        ...one.counter.map(({ node }) => node),
        ...one.byHand.map(({ node }) => node),
        ...one.open,
      ];
      expect([...listed].sort()).toEqual(settings.map(({ node }) => node).sort());
    }
  });

  it("leaves out platforms without the setting", () => {
    const undo = undoPlan({
      settings: [{ kind: "added", node: CAMERA, after: false }],
      sourceType: "",
      devices: new Map([
        ["macOS", 1],
        ["iOS", 2],
        ["android", 0],
      ] as const),
      platformsOf: () => ["iOS", "android"],
      defaultOf: () => undefined,
    });
    expect(undo.rollback.map(({ platform }) => platform)).toEqual(["iOS"]);
  });
});
