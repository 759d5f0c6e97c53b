import { choice, groups, simple, type CataloguePlan, type SettingPlan } from "./graph-policy.ts";

/** Apple policies. Payloads and keys are Apple's, in the spelling of the settings catalogue; the values are ours. */
const APPLE_BASE = { kind: "catalogue", exclude: [] } as const;

export const APPLE: readonly CataloguePlan[] = [
  {
    ...APPLE_BASE,
    name: "macOS - Restrictions and Firewall",
    description: "Firewall on and hidden, no sharing over the air, a camera for the meetings.",
    ageDays: 119,
    platforms: "macOS",
    include: ["all-devices"],
    settings: [
      payload("com.apple.applicationaccess", [
        ["allowcamera", true],
        ["allowairdrop", false],
        ["allowcloudkeychainsync", false],
      ]),
      payload("com.apple.security.firewall", [
        ["enablefirewall", true],
        ["enablestealthmode", true],
      ]),
    ],
  },
  {
    ...APPLE_BASE,
    name: "iOS - Passcode",
    description: "A passcode on every iPhone and iPad of a person.",
    ageDays: 301,
    platforms: "iOS",
    include: ["all-users"],
    settings: [passcode(6)],
  },
  {
    ...APPLE_BASE,
    name: "iOS - Leadership - Long Passcode",
    description: "Eight digits for those whose phone is worth stealing.",
    ageDays: 52,
    platforms: "iOS",
    include: ["vip-leadership"],
    settings: [passcode(8)],
  },
];

export const APPLE_ORPHANS: readonly CataloguePlan[] = [
  {
    ...APPLE_BASE,
    name: "macOS - Login Window (training room)",
    description: "For the training room that became a laboratory. Assigned to nobody.",
    ageDays: 640,
    platforms: "macOS",
    include: [],
    settings: [
      payload("com.apple.loginwindow", [
        ["hideadminusers", true],
        ["disableconsoleaccess", true],
      ]),
    ],
  },
];

function passcode(minLength: number): SettingPlan {
  return payload("com.apple.mobiledevice.passwordpolicy", [
    ["forcepin", true],
    ["allowsimple", false],
    ["minlength", minLength],
  ]);
}

/** One payload is a collection with one instance; its keys are the children. */
function payload(type: string, keys: readonly (readonly [key: string, value: boolean | number])[]): SettingPlan {
  const children = keys.map(([key, value]) =>
    typeof value === "boolean" ? choice(`${type}_${key}`, String(value)) : simple(`${type}_${key}`, value),
  );
  return groups(`${type}_${type}`, [children]);
}
