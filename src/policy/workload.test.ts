import { expect, test } from "vitest";
import { workloadOf } from "./workload.ts";

const CONFIG = "device_vendor_msft_policy_config_";

test("the more exact workload comes before device configuration", () => {
  expect(workloadOf("settings-catalog", `${CONFIG}update_activehoursend`)).toBe("windows-update");
  expect(workloadOf("settings-catalog", `${CONFIG}defender_allowarchivescanning`)).toBe("endpoint-protection");
  expect(workloadOf("custom", "device_vendor_msft_wifi_profile_office_wlanxml")).toBe("resource-access");
  expect(workloadOf("settings-catalog", `${CONFIG}camera_allowcamera`)).toBe("device-configuration");
  expect(workloadOf("endpoint-security", `${CONFIG}camera_allowcamera`)).toBe("endpoint-protection");
});

test("a compliance check belongs to compliance, whatever its node", () => {
  expect(workloadOf("compliance", `${CONFIG}defender_allowarchivescanning`)).toBe("compliance");
});

test("app protection and values of other masters belong to no workload", () => {
  expect(workloadOf("app-protection", "windowsInformationProtection.x")).toBeNull();
  expect(workloadOf(null, `${CONFIG}camera_allowcamera`)).toBeNull();
});
