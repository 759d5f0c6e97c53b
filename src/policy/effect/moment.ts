import type { NodeId } from "../node.ts";

/**
 * When a value takes effect once a device has it. `new-encryption`: only on drives that are encrypted from then on;
 * `new-enrolment`: only on devices that enrol from then on. Source: requirements.md 2.9 and 2.12.
 */
export const MOMENTS = ["at-once", "next-sign-in", "restart", "new-enrolment", "new-encryption", "not-documented"] as const;
export type Moment = (typeof MOMENTS)[number];

/** For people: begins with a capital, without a full stop. */
export const MOMENT_WORDS: Readonly<Record<Moment, string>> = {
  "at-once": "At once",
  "next-sign-in": "At the person's next sign-in",
  restart: "After a restart",
  "new-enrolment": "Only on devices that enrol from then on",
  "new-encryption": "Only on drives that are encrypted from then on",
  "not-documented": "Not documented: expect it between the check-in and the next restart",
};

/** `source`: who says so; null: nobody known to us. */
export type MomentClaim = Readonly<{ moment: Moment; source: string | null }>;

const BITLOCKER = "Microsoft, BitLocker configuration service provider";
const DEVICE_GUARD = "Microsoft, Policy provider, area DeviceGuard";

/** The first that fits. */
const CLAIMS: readonly (readonly [RegExp, Moment, string])[] = [
  [/^device_vendor_msft_(?:policy_config_)?bitlocker_requiredeviceencryption$/, "at-once", BITLOCKER],
  [/^device_vendor_msft_(?:policy_config_)?bitlocker_/, "new-encryption", BITLOCKER],
  [
    /^device_vendor_msft_policy_config_deviceguard_(?:enablevirtualizationbasedsecurity|lsacfgflags|requireplatformsecurityfeatures)$/,
    "restart",
    DEVICE_GUARD,
  ],
  [/^com\.apple\.mcx\.filevault2_/, "next-sign-in", "Apple, FileVault payload: deferred to when the person signs in or out"],
  [
    /^(?:windows10enrollmentcompletionpage|deviceenrollment)[a-z]*configuration\./i,
    "new-enrolment",
    "Microsoft, enrolment options of Intune",
  ],
  [/^ade_/, "new-enrolment", "Apple, automated device enrolment"],
  [/^user_vendor_/, "next-sign-in", "Microsoft, settings catalog: user scope waits for the person's sign-in and sync"],
  [/^[a-z0-9]*compliancepolicy\./i, "at-once", "Microsoft, compliance policies: judged at the check-in"],
  [/^com\.apple\./, "at-once", "Apple, configuration profiles: in force once installed"],
];

export function momentOf(node: NodeId): MomentClaim {
  const found = CLAIMS.find(([pattern]) => pattern.test(node));
  return found === undefined ? { moment: "not-documented", source: null } : { moment: found[1], source: found[2] };
}
