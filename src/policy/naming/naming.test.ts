import { describe, expect, test } from "vitest";
import { bareFacts, type SettingCatalogue } from "../catalogue.ts";
import { derivedName, wordsOf } from "./derived-name.ts";
import { nameBelow, nameOfNode, namesOfNodes } from "./name-of-node.ts";
import { splitRunTogether } from "./split-words.ts";

describe("names made from identifiers", () => {
  test.each([
    ["mindevicepasswordlength", "Min device password length"],
    ["MinDevicePasswordLength", "Min device password length"],
    ["passwordMinimumLength", "Password minimum length"],
    ["maxinactivitytimedevicelock", "Max inactivity time device lock"],
    ["allow-screen-shot", "Allow screen shot"],
    ["UseVPNAlways", "Use VPN always"],
    ["pol_secguide_smb1clientdriver", "Secguide SMB 1 client driver"],
    ["disablevbaforofficeapplications", "Disable VBA for Office applications"],
    ["DefaultJavaScriptSetting", "Default JavaScript setting"],
    ["enableBitLockerEncryption", "Enable BitLocker encryption"],
    ["restrictactivexinstall", "Restrict ActiveX install"],
    ["ipv6source", "IPv6 source"],
    ["xqzjwk", "Xqzjwk"],
    ["7", "7"],
  ])("%s -> %s", (identifier, name) => {
    expect(derivedName(identifier)).toBe(name);
  });

  test("what holds no letter gives no name, and a hostile one neither hangs nor grows", () => {
    expect(derivedName("___")).toBe("");
    expect(derivedName("a".repeat(20_000)).length).toBeLessThanOrEqual(100);
    expect(derivedName("word ".repeat(200)).length).toBeLessThanOrEqual(100);
  });

  test("letters are neither lost nor made", () => {
    for (const letters of ["blockuseofcopiedorimpersonatedsystemtools", "qqqpasswordqqq", "x"])
      expect(splitRunTogether(letters).join("")).toBe(letters);
    expect(splitRunTogether("qqqpasswordqqq")).toEqual(["qqq", "password", "qqq"]);
    expect(wordsOf("AllowTPM2Usage").join("")).toBe("allowtpm2usage");
  });
});

describe("names of nodes", () => {
  const known = [
    bareFacts("device_vendor_msft_policy_config_camera_allowcamera", "Allow camera"),
    bareFacts("vendor_msft_firewall_mdmstore_global_x", "Global X"),
  ];
  const byId = new Map(known.map((facts) => [facts.definitionId, facts]));
  const catalogue: SettingCatalogue = {
    size: byId.size,
    complete: false,
    find: (id) => byId.get(id),
    acquaintance: (id) => (byId.has(id) ? "known" : "unverified"),
    ids: () => [...byId.keys()],
  };

  test.each([
    ["device_vendor_msft_policy_config_camera_allowcamera", "Allow camera"],
    ["device_vendor_msft_firewall_mdmstore_global_x", "Global X"],
    ["device_vendor_msft_policy_config_camera_allowcamera_v2", "Allow camera"],
    ["device_vendor_msft_policy_config_camera_allowcamera_usersincontrol", "Allow camera: users in control"],
    ["device_vendor_msft_policy_config_devicelock_mindevicepasswordlength", "Min device password length"],
    ["user_vendor_msft_policy_config_admx_desktop_wallpaper", "Wallpaper"],
    [
      "user_vendor_msft_policy_config_word16v2~policy~l_microsoftofficeword~l_security~l_trustcenter_l_vbawarningspolicy_l_warning",
      "VBA warnings policy: warning",
    ],
    ["device_vendor_msft_policy_config_microsoft_edge~policy~microsoft_edge_importhomepage", "Import home page"],
    ["windows10GeneralConfiguration.passwordMinimumLength", "Password minimum length"],
    ["com.apple.applicationaccess_allowairdrop", "Allow AirDrop"],
    ["linux_deviceencryption_required", "Device encryption required"],
    ["__proto__", "Pro to"],
    ["___", "___"],
  ])("%s -> %s", (node, name) => {
    expect(nameOfNode(catalogue, node)).toBe(name);
  });

  test("a list of nodes is a record without a prototype", () => {
    const names = namesOfNodes(catalogue, ["__proto__", "device_vendor_msft_policy_config_camera_allowcamera"]);
    expect(Object.keys(names)).toEqual(["__proto__", "device_vendor_msft_policy_config_camera_allowcamera"]);
  });

  test("a part that repeats the whole says it once", () => {
    expect(nameBelow("Tracking prevention", "trackingprevention")).toBe("Tracking prevention");
    expect(nameBelow("Max patch cache size", "maxpatchcachesizelimit")).toBe("Max patch cache size limit");
  });
});
