import { describe, expect, it } from "vitest";
import {
  comparableValue,
  deviceValue,
  nodeOfDefinition,
  nodeOfOmaUri,
  nodeOfPayloadKey,
  otherScopeOf,
  scopeOfNode,
} from "./node.ts";

const LENGTH = "device_vendor_msft_policy_config_devicelock_mindevicepasswordlength";

describe("a device node", () => {
  it("is the same for an OMA-URI and for the catalogue's id, whatever the spelling", () => {
    for (const uri of [
      "./Device/Vendor/MSFT/Policy/Config/DeviceLock/MinDevicePasswordLength",
      "./Vendor/MSFT/Policy/Config/DeviceLock/MinDevicePasswordLength/",
      "Device/Vendor/MSFT/policy/config/devicelock/mindevicepasswordlength",
    ])
      expect(nodeOfOmaUri(uri)).toBe(LENGTH);
    expect(nodeOfOmaUri("./User/Vendor/MSFT/Policy/Config/Start/HideSleep")).toBe(
      "user_vendor_msft_policy_config_start_hidesleep",
    );
  });

  it("is none where the text is no OMA-URI", () => {
    for (const text of ["", "Vendor", "./Device", "HKLM\\Software", "./Device/Vendor/"]) expect(nodeOfOmaUri(text)).toBeNull();
  });

  it("of a definition without a scope is the device's", () => {
    const id = "vendor_msft_firewall_mdmstore_domainprofile_enablefirewall";
    expect(nodeOfDefinition(id)).toBe(nodeOfOmaUri("./Vendor/MSFT/Firewall/MdmStore/DomainProfile/EnableFirewall"));
    expect(nodeOfDefinition(LENGTH)).toBe(LENGTH);
    expect(deviceValue(nodeOfDefinition(id), `${id}_true`)).toBe(true);
  });

  it("of an Apple payload is its type and its keys", () => {
    expect(nodeOfPayloadKey("com.apple.applicationaccess", ["allowCamera"])).toBe("com.apple.applicationaccess_allowcamera");
  });

  it("says its scope and its twin in the other one", () => {
    expect(scopeOfNode(LENGTH)).toBe("device");
    expect(otherScopeOf("user_vendor_msft_policy_config_start_hidesleep")).toBe(
      "device_vendor_msft_policy_config_start_hidesleep",
    );
    expect(scopeOfNode("com.apple.applicationaccess_allowcamera")).toBeNull();
    expect(otherScopeOf("com.apple.applicationaccess_allowcamera")).toBeNull();
  });
});

describe("a device value", () => {
  it("does not depend on the road it came by", () => {
    const node = "device_vendor_msft_policy_config_devicelock_allowsimpledevicepassword";
    expect(deviceValue(node, `${node}_0`)).toBe(0);
    expect(comparableValue(node, `${node}_0`)).toBe(comparableValue(node, 0));
    expect(comparableValue("x", "x_True")).toBe(comparableValue("x", true));
    expect(comparableValue(node, [`${node}_1`, `${node}_0`])).toBe("[1,0]");
  });

  it("keeps what only looks like a number", () => {
    for (const text of ["007", "1.0", "1e3", "12345678901234567890"]) expect(deviceValue("x", `x_${text}`)).toBe(text);
    for (const text of ["6", "true", ""]) expect(deviceValue("x", text)).toBe(text);
  });
});
