import { describe, expect, it } from "vitest";
import { settingLine, valueText } from "./settings.ts";

describe("what changes, for people", () => {
  it("names the setting by the end of its path, before and after", () => {
    const node = "./Device/Vendor/MSFT/Policy/Config/DeviceLock/MaxInactivityTimeDeviceLock";
    expect(settingLine({ kind: "changed", node, before: 15, after: 10 })).toEqual({
      name: "Max inactivity time device lock",
      path: node,
      before: "15",
      after: "10",
    });
    expect(settingLine({ kind: "removed", node: "./A/UseVPNAlways", before: true })).toMatchObject({
      name: "Use VPN always",
      before: "on",
      after: "not set any more",
    });
  });

  it("reads administrative templates, and leaves other texts as they are", () => {
    expect(valueText('<enabled/><data id="Minutes" value="10"/>')).toBe("enabled, Minutes = 10");
    expect(valueText("<disabled />")).toBe("disabled");
    expect(valueText("<html>")).toBe("<html>");
    expect(valueText("")).toBe("empty");
    expect(valueText([1])).toBe("[1]");
  });

  it("reads a choice whose id goes without the scope of its node", () => {
    const id = "vendor_msft_firewall_mdmstore_domainprofile_enablefirewall";
    expect(valueText(`${id}_true`, `device_${id}`)).toBe("true");
  });

  it("reads the ids of a settings catalogue, and the choice behind them", () => {
    const node = "device_vendor_msft_bitlocker_removabledrivesrequireencryption_rdvcrossorg";
    expect(settingLine({ kind: "changed", node, before: `${node}_0`, after: `${node}_1` })).toEqual({
      name: "Bitlocker: removabledrivesrequireencryption, rdvcrossorg",
      path: node,
      before: "0",
      after: "1",
    });
    expect(settingLine({ kind: "added", node: "device_vendor_msft_policy_config_power_standby", after: 5 }).name).toBe(
      "Power: standby",
    );
  });

  it("takes the catalogue's names of settings and options where the answer has them", () => {
    const node = "device_vendor_msft_policy_config_camera_allowcamera";
    const names = { [node]: "Allow camera", [`${node}_0`]: "Not allowed" };
    expect(settingLine({ kind: "changed", node, before: `${node}_0`, after: `${node}_1` }, names)).toEqual({
      name: "Allow camera",
      path: node,
      before: "Not allowed",
      after: "1",
    });
  });
});
