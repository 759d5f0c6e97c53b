import { describe, expect, test } from "vitest";
import { behaviourOf, behavioursOf, type NodeStep } from "./behaviour-of.ts";
import { unfolded } from "./unfold.ts";

const CONFIG = "device_vendor_msft_policy_config";
const LENGTH = `${CONFIG}_devicelock_mindevicepasswordlength`;
const word = (app: string, file: string) =>
  `user_vendor_msft_policy_config_${file}16v2~policy~l_microsoftoffice${app}~l_security~l_trustcenter_l_blockmacroexecutionfrominternet`;

const step = (node: string, before: NodeStep["before"], after: NodeStep["after"], role: NodeStep["role"] = "configuration") => ({
  node,
  before,
  after,
  role,
});
const sentences = (...steps: readonly NodeStep[]) => behavioursOf(steps).map(({ sentence }) => sentence);

describe("behaviourOf", () => {
  test.each([
    [LENGTH, 6, "a password or PIN of at least 6 characters is asked for"],
    [`${CONFIG}_camera_allowcamera`, `${CONFIG}_camera_allowcamera_0`, "the camera is blocked"],
    // DeviceLock counts backwards: 0 switches the password on.
    [
      `${CONFIG}_devicelock_devicepasswordenabled`,
      `${CONFIG}_devicelock_devicepasswordenabled_0`,
      "a password or PIN is asked for",
    ],
    [
      `${CONFIG}_localpoliciessecurityoptions_interactivelogon_machineinactivitylimit`,
      900,
      "the screen is locked after 15 minutes without use",
    ],
    ["com.apple.mobiledevice.passwordpolicy_minlength", 8, "a passcode of at least 8 characters is asked for"],
    ["com.apple.applicationaccess_allowcamera", "com.apple.applicationaccess_allowcamera_false", "the camera is blocked"],
    ["com.apple.mcx.filevault2_enable", "com.apple.mcx.filevault2_enable_0", "the Mac's disk is encrypted (FileVault)"],
    ["iosCompliancePolicy.osMinimumVersion", "17.7", "version 17.7 of the system or a newer one is needed"],
    ["androidManagedAppProtection.allowedOutboundClipboardSharingLevel", "blocked", "copying out of work apps is blocked"],
    ["linux_passwordpolicy_minimumlength", "12", "a password or PIN of at least 12 characters is asked for"],
    ["chrome_incognitomodeavailability", 1, "private windows in Chrome are blocked"],
    ["firefox_disableprivatebrowsing", true, "private windows in Firefox are blocked"],
    [
      `${CONFIG}_microsoft_edge~policy~microsoft_edge~passwordmanager_passwordmanagerenabled`,
      `${CONFIG}_microsoft_edge~policy~microsoft_edge~passwordmanager_passwordmanagerenabled_0`,
      "saving passwords in Edge is blocked",
    ],
    [`${CONFIG}_update_deferqualityupdatesperiodindays`, 1, "monthly updates are offered 1 day after they come out"],
  ])("%s = %s", (node, value, sentence) => {
    expect(behaviourOf(node, value)).toBe(sentence);
  });

  test("what the table does not know, and a value that it does not know, has no phrase", () => {
    expect(behaviourOf(`${CONFIG}_nosucharea_nosuchpolicy`, 1)).toBeNull();
    expect(behaviourOf(`${CONFIG}_camera_allowcamera`, "perhaps")).toBeNull();
  });
});

describe("behavioursOf", () => {
  test("asked now, no longer asked, changed from 4 to 6", () => {
    expect(sentences(step(LENGTH, undefined, 6))).toEqual(["a password or PIN of at least 6 characters will be asked for"]);
    expect(sentences(step(LENGTH, 6, undefined))).toEqual([
      "a password or PIN of at least 6 characters will no longer be asked for",
    ]);
    expect(sentences(step(LENGTH, 4, 6))).toEqual([
      "a password or PIN of at least 6 characters will be asked for (until now 4 characters)",
    ]);
    expect(sentences(step(LENGTH, 6, 6))).toEqual([]);
  });

  test("another sentence before is told as it was", () => {
    const camera = `${CONFIG}_camera_allowcamera`;
    expect(sentences(step(camera, 1, 0))).toEqual(["the camera will be blocked (until now the camera was allowed)"]);
  });

  test("several nodes of one behaviour are one sentence, which names them all", () => {
    const profiles = ["domainprofile", "privateprofile", "publicprofile"].map(
      (profile) => `device_vendor_msft_firewall_mdmstore_${profile}_enablefirewall`,
    );
    const [only, ...others] = behavioursOf(profiles.map((node) => step(node, undefined, true)));
    expect(others).toEqual([]);
    expect(only).toMatchObject({ behaviour: "firewall", area: "firewall", sentence: "the firewall will be on", nodes: profiles });
  });

  test("apps with the same setting share a sentence", () => {
    const nodes = [word("word", "word"), word("excel", "excel"), word("powerpoint", "ppt")];
    expect(sentences(...nodes.map((node) => step(node, undefined, 1)))).toEqual([
      "macros in files from the internet will be blocked in Excel, PowerPoint and Word",
    ]);
  });

  test("a node that only switches another on says nothing of its own", () => {
    const downloads = `${CONFIG}_microsoft_edge~policy~microsoft_edge_downloadrestrictions`;
    expect(sentences(step(downloads, undefined, 1), step(`${downloads}_downloadrestrictions`, undefined, 3))).toEqual([
      "all downloads in Edge will be blocked",
    ]);
  });

  test("compliance says what counts, and people notice it", () => {
    const [only] = behavioursOf([step("windows10CompliancePolicy.bitLockerEnabled", undefined, true, "compliance")]);
    expect(only).toMatchObject({ sentence: "a device will count as compliant only if the drive is encrypted", noticed: true });
  });

  test("the rest falls back to name and value: the catalogue's name, else one made of the identifier", () => {
    const node = `${CONFIG}_nosucharea_nosuchpolicy`;
    expect(sentences(step(node, undefined, 3))).toEqual(['"nosucharea nosuchpolicy" will be set to 3']);
    const named = behavioursOf([step(node, 3, undefined)], () => "Such a [thing]");
    expect(named).toMatchObject([
      { sentence: '"Such a  thing " will no longer be set to 3', source: "fallback", noticed: false },
    ]);
  });

  test("an Apple payload is taken apart into its keys", () => {
    const payload = "com.apple.security.firewall_com.apple.security.firewall";
    const instance = {
      "com.apple.security.firewall_enablefirewall": "com.apple.security.firewall_enablefirewall_true",
      "com.apple.security.firewall_enablestealthmode": "com.apple.security.firewall_enablestealthmode_true",
    };
    expect(unfolded({ node: payload, value: [instance] }).flatMap(({ node, value }) => behaviourOf(node, value) ?? [])).toEqual([
      "the firewall is on",
      "the device is hidden from whoever scans the network",
    ]);
    // Two instances are no set of keys any more.
    expect(unfolded({ node: payload, value: [instance, instance] })).toHaveLength(1);
  });
});
