import { describe, expect, test } from "vitest";
import { makeRequirement } from "../../../tests/helpers/make-requirement.ts";
import { ALL_DEVICES, makeContent, makePolicy } from "../../../tests/helpers/random-estate.ts";
import type { SettingCatalogue } from "../catalogue.ts";
import { requirementSlug } from "./requirement-slug.ts";
import { settingFamily } from "./setting-family.ts";
import { starterRegister } from "./starter-register.ts";

const CONFIG = "device_vendor_msft_policy_config";
const LENGTH = `${CONFIG}_devicelock_mindevicepasswordlength`;
const CAMERA = `${CONFIG}_camera_allowcamera`;
const NOBODY_TELLS = `${CONFIG}_harbour_quaylength`;
const NOTHING: SettingCatalogue = {
  size: 0,
  complete: false,
  find: () => undefined,
  acquaintance: () => "unverified",
  ids: () => [],
};
const windows = { platforms: ["windows"] as const };
const policies = [
  makePolicy("b", { ...makeContent({ [LENGTH]: 8, [NOBODY_TELLS]: 3 }, windows), name: "Codes" }, [ALL_DEVICES]),
  makePolicy("a", { ...makeContent({ [LENGTH]: 10, [CAMERA]: 0 }, windows), name: "Cameras" }, [ALL_DEVICES]),
];
const starter = (registered: Parameters<typeof starterRegister>[1] = []) => starterRegister(policies, registered, NOTHING);

describe("a starter register", () => {
  test("has one requirement for what people meet, and one for each family that no phrase tells about", () => {
    const found = starter();
    expect(found.map(({ standing }) => standing)).toEqual(["new", "new", "new"]);
    expect(found.map(({ requirement }) => requirement)).toMatchObject([
      { area: "camera", kind: "behaviour", title: "The camera is blocked", priority: "should", platforms: ["windows"] },
      { id: "settings-harbour", area: "other", kind: "security", expected: [{ node: NOBODY_TELLS }] },
      { area: "password", kind: "security", source: '"Cameras", "Codes"' },
    ]);
    const code = found[2]?.requirement;
    expect(code?.title).toBe(
      "A password or PIN of at least 10 characters is asked for; a password or PIN of at least 8 characters is asked for",
    );
    expect(code?.expected).toEqual([{ node: LENGTH, platforms: ["windows"], accept: { kind: "one-of", values: [10, 8] } }]);
  });

  test("is the same whatever the order of the policies", () => {
    expect(starterRegister([...policies].reverse(), [], NOTHING)).toEqual(starter());
  });

  test("proposes nothing twice, never changes what somebody wrote, and says what is new", () => {
    const [camera, , code] = starter();
    const id = camera?.requirement.id ?? "";
    const mine = makeRequirement({ id, title: "No pictures", expected: camera?.requirement.expected ?? [] });
    const bare = makeRequirement({ id: code?.requirement.id ?? "", expected: [] });
    const found = starter([mine, bare]);
    expect(found.map(({ standing, missing }) => [standing, missing])).toEqual([
      ["known", []],
      ["new", [NOBODY_TELLS]],
      ["grown", [LENGTH]],
    ]);
    const elsewhere = makeRequirement({ id: "pictures", expected: camera?.requirement.expected ?? [] });
    expect(starter([elsewhere])[0]?.standing).toBe("covered");
    expect(starter([{ ...mine, retired: true }])[0]?.standing).toBe("retired");
  });

  test("proposes of a family only what no requirement asks for", () => {
    const half = makePolicy("c", makeContent({ [NOBODY_TELLS]: 3, [`${CONFIG}_harbour_craneheight`]: 9 }, windows), [
      ALL_DEVICES,
    ]);
    const known = makeRequirement({
      id: "quay",
      expected: [{ node: NOBODY_TELLS, platforms: ["windows"], accept: { kind: "any" } }],
    });
    const [proposal] = starterRegister([half], [known], NOTHING);
    expect(proposal).toMatchObject({ standing: "new", requirement: { expected: [{ node: `${CONFIG}_harbour_craneheight` }] } });
  });
});

describe("ids and families", () => {
  test.each([
    ["A code of at least 8!", "a-code-of-at-least-8"],
    ["  Überall -- an ", "u-berall-an"],
    ["x".repeat(90), "x".repeat(60)],
  ])("%s -> %s", (title, id) => expect(requirementSlug(title)).toBe(id));

  test("a title without Latin letters has an id too", () =>
    expect(requirementSlug("暗号化")).toMatch(/^requirement-[0-9a-f]{8}$/));

  test.each([
    ["device_vendor_msft_policy_config_defender_allowarchivescanning", "defender"],
    ["device_vendor_msft_policy_config_admx_help_x", "admx_help"],
    ["device_vendor_msft_laps_policies_backupdirectory", "laps"],
    ["user_vendor_msft_policy_config_word16v2~policy~l_microsoftofficeword_l_x", "word"],
    ["com.apple.applicationaccess_allowcamera", "com.apple.applicationaccess"],
    ["chrome_incognitomodeavailability", "chrome"],
    ["windows10CompliancePolicy.bitLockerEnabled", "windows10compliancepolicy"],
  ])("%s belongs to %s", (node, key) => expect(settingFamily(node).key).toBe(key));
});
