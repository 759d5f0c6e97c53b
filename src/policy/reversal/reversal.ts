import type { Json } from "../../kit/canonical-json.ts";
import type { Platform } from "../../estate/platform.ts";
import { deviceValue, type NodeId } from "../node.ts";

/**
 * What becomes of a value when nobody asks for it any more (requirements.md 2.9).
 * - `reverts`: the device goes back by itself;
 * - `tattoos`: the value stays;
 * - `explicit-value`: whether it goes back is not promised; asking for another value is the documented way;
 * - `destructive-on-removal`: something else goes with it, for example a certificate;
 * - `irreversible`: no policy can take it back;
 * - `unknown`: nobody known to us says anything.
 */
export const REVERSALS = ["irreversible", "destructive-on-removal", "unknown", "tattoos", "explicit-value", "reverts"] as const;
export type Reversal = (typeof REVERSALS)[number];

/** One or two words for a badge. */
export const REVERSAL_WORDS: Readonly<Record<Reversal, string>> = {
  irreversible: "Cannot be undone",
  "destructive-on-removal": "Removal destroys",
  unknown: "Not known",
  tattoos: "Stays",
  "explicit-value": "Needs another value",
  reverts: "Goes back",
};

/** `because`: one sentence for people without a full stop; `source`: who says so, null where nobody does. */
export type ReversalClaim = Readonly<{ reversal: Reversal; because: string; source: string | null }>;

type Asked = Readonly<{ node: NodeId; value: Json; platform: Platform; sourceType: string }>;
type Row = Readonly<{
  reversal: Reversal;
  because: string;
  source: string;
  platforms?: readonly Platform[];
  node?: RegExp;
  sourceType?: RegExp;
  /** Device values, as numbers or truth values. */
  values?: readonly Json[];
}>;

const INTUNE_REMOVAL = "Microsoft, Intune: troubleshooting of policies and profiles";
const INTUNE_CERTIFICATES = "Microsoft, Intune: removing SCEP and PKCS certificates";
const APPLE_FAMILY: readonly Platform[] = ["iOS", "iPadOS", "macOS"];

/** The first that fits says it. */
const ROWS: readonly Row[] = [
  {
    reversal: "irreversible",
    because: "The lock lies in the firmware: it cannot be turned off remotely, only at the machine",
    source: "Microsoft, Policy provider: DeviceGuard, VirtualizationBasedTechnology, LocalSecurityAuthority",
    node: /_(?:deviceguard_lsacfgflags|virtualizationbasedtechnology_hypervisorenforcedcodeintegrity|localsecurityauthority_configurelsaprotectedprocess)$/,
    values: [1],
  },
  {
    reversal: "irreversible",
    because: "Drives stay encrypted: turning the setting off does not turn the encryption off",
    source: "Microsoft, BitLocker configuration service provider",
    node: /^device_vendor_msft_(?:policy_config_)?bitlocker_requiredeviceencryption$/,
    values: [1, true],
  },
  {
    reversal: "tattoos",
    because: "Encrypted drives keep the method and protectors that they have",
    source: "Microsoft, BitLocker configuration service provider",
    node: /^device_vendor_msft_(?:policy_config_)?bitlocker_/,
  },
  {
    reversal: "tattoos",
    because: "The disk stays encrypted until somebody turns FileVault off at the Mac",
    source: "Apple, FileVault payload",
    node: /^com\.apple\.mcx\.filevault2_/,
  },
  {
    reversal: "destructive-on-removal",
    because: "The certificate is revoked and removed, and also when the profile changes",
    source: INTUNE_CERTIFICATES,
    platforms: ["windows", "iOS", "iPadOS"],
    sourceType: /scep/i,
  },
  {
    reversal: "destructive-on-removal",
    because: "The certificate is removed with its profile",
    source: INTUNE_CERTIFICATES,
    node: /^com\.apple\.security\.scep_|_clientcertificateinstall_scep_/,
  },
  {
    reversal: "tattoos",
    because: "The certificate stays on the device",
    source: INTUNE_CERTIFICATES,
    platforms: ["windows"],
    sourceType: /pkcs/i,
  },
  {
    reversal: "reverts",
    because: "Wi-Fi, VPN, certificate and e-mail profiles are removed on every platform",
    source: INTUNE_REMOVAL,
    sourceType: /wifi|wirednetwork|vpn|email|trustedroot/i,
  },
  {
    reversal: "reverts",
    because: "Wi-Fi, VPN, certificate and e-mail profiles are removed on every platform",
    source: INTUNE_REMOVAL,
    node: /^com\.apple\.(?:wifi|vpn|eas|mail|security)\.|^(?:device|user)_vendor_msft_(?:wifi|vpnv2|email2|rootcatrustedcertificates)_/,
  },
  {
    reversal: "reverts",
    because: "The device is no longer checked for it",
    source: "Microsoft, Intune: compliance policies",
    node: /^[a-z0-9]*compliancepolicy\./i,
  },
  {
    reversal: "tattoos",
    because: "Android keeps settings of this kind until another value is asked for",
    source: INTUNE_REMOVAL,
    platforms: ["android"],
  },
  {
    reversal: "tattoos",
    because: "Roaming settings stay as they are",
    source: INTUNE_REMOVAL,
    platforms: ["iOS", "iPadOS"],
    node: /(?:voiceroaming|dataroaming|automaticsyncwhileroaming|allowglobalbackgroundfetchwhenroaming)/i,
  },
  {
    reversal: "reverts",
    because: "The setting goes with its profile",
    source: INTUNE_REMOVAL,
    platforms: APPLE_FAMILY,
    node: /^com\.apple\./,
  },
  {
    reversal: "reverts",
    because: "The browser reads the policy file again and finds the setting gone",
    source: "Google and Mozilla, managed browsers on Linux",
    platforms: ["linux"],
    node: /^(?:chrome|firefox)_/,
  },
  {
    reversal: "explicit-value",
    because:
      "Some Windows settings go back and some stay, and no list says which: asking for another value is the documented way",
    source: INTUNE_REMOVAL,
    platforms: ["windows"],
    node: /^(?:device|user)_vendor_msft_policy_config_/,
  },
];

const NOBODY_SAYS: ReversalClaim = {
  reversal: "unknown",
  because: "No source known to us says what becomes of it",
  source: null,
};

export function reversalOf(asked: Asked): ReversalClaim {
  const found = ROWS.find((row) => fits(row, asked));
  return found === undefined ? NOBODY_SAYS : { reversal: found.reversal, because: found.because, source: found.source };
}

function fits({ platforms, node, sourceType, values }: Row, asked: Asked): boolean {
  return (
    (platforms?.includes(asked.platform) ?? true) &&
    (node?.test(asked.node) ?? true) &&
    (sourceType?.test(asked.sourceType) ?? true) &&
    (values?.includes(deviceValue(asked.node, asked.value)) ?? true)
  );
}
