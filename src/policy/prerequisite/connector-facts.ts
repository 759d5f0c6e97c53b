import type { Platform } from "../../estate/platform.ts";
import type { NodeId } from "../node.ts";
import type { PolicyContent, PolicyKind } from "../policy.ts";

/** Something that somebody sets up once for the tenant, and that stops everything behind it when it runs out. */
export type ConnectorFact = Readonly<{
  id: string;
  words: string;
  /** A device of one of these platforms under management shows that it works; null: no fact of the estate shows it. */
  shownBy: readonly Platform[] | null;
  source: string;
  needs: (content: PolicyContent, nodes: ReadonlySet<NodeId>) => boolean;
}>;

const APPLE: readonly Platform[] = ["iOS", "iPadOS", "macOS"];
/** Goes to applications by way of the person; no device has to be under management. */
const WITHOUT_DEVICES: readonly PolicyKind[] = ["app-protection"];

const isForDevices = ({ kind }: PolicyContent) => !WITHOUT_DEVICES.includes(kind);
const isFor = (platforms: readonly Platform[]) => (content: PolicyContent) =>
  isForDevices(content) && content.platforms.some((platform) => platforms.includes(platform));
const hasType = (pattern: RegExp) => (content: PolicyContent) => pattern.test(content.sourceType);
const hasNode = (pattern: RegExp) => (_: PolicyContent, nodes: ReadonlySet<NodeId>) =>
  [...nodes].some((node) => pattern.test(node));

/** Source of all: Intune's documentation of the named connector. */
export const CONNECTOR_FACTS: readonly ConnectorFact[] = [
  {
    id: "apple-mdm-push-certificate",
    words: "An Apple MDM push certificate that has not run out (it does after a year).",
    shownBy: APPLE,
    source: "Intune: Apple MDM push certificate",
    needs: isFor(APPLE),
  },
  {
    id: "managed-google-play",
    words: "The tenant is connected with Managed Google Play.",
    shownBy: ["android"],
    source: "Intune: connect an account to Managed Google Play",
    needs: isFor(["android"]),
  },
  {
    id: "certificate-connector",
    words: "The certificate connector runs beside the certification authority, and its certificate has not run out.",
    shownBy: null,
    source: "Intune: certificate connector",
    needs: hasType(/(?:Scep|Pkcs|PFX|Imported)[A-Za-z]*CertificateProfile$/i),
  },
  {
    id: "defender-connector",
    words: "The tenant is connected with Microsoft Defender for Endpoint, or with another partner for mobile threats.",
    shownBy: null,
    source: "Intune: mobile threat defence connectors",
    needs: hasNode(/deviceThreatProtection|mobileThreatDefense|^device_vendor_msft_windowsadvancedthreatprotection_/i),
  },
  {
    id: "volume-purchase",
    words:
      "The applications that are configured are assigned to the same people, from Apple's or Google's store for organisations.",
    shownBy: null,
    source: "Intune: app configuration policies",
    needs: ({ kind }) => kind === "app-configuration",
  },
  {
    id: "company-portal",
    words: "The Company Portal is on each Android device, enrolled or not: without it no application is protected.",
    shownBy: null,
    source: "Intune: app protection on Android",
    needs: ({ kind, platforms }) => kind === "app-protection" && platforms.includes("android"),
  },
];

/** Built-in roles and permissions, by what is written. */
export type RightFact = Readonly<{ role: string; permission: string }>;

const PROTECTION: RightFact = { role: "Application Manager", permission: "DeviceManagementApps.ReadWrite.All" };
const SECURITY: RightFact = { role: "Endpoint Security Manager", permission: "DeviceManagementConfiguration.ReadWrite.All" };
const CONFIGURATION: RightFact = {
  role: "Policy and Profile Manager",
  permission: "DeviceManagementConfiguration.ReadWrite.All",
};

export function rightsFor(kind: PolicyKind): RightFact {
  if (kind === "app-protection" || kind === "app-configuration") return PROTECTION;
  return kind === "endpoint-security" || kind === "security-baseline" ? SECURITY : CONFIGURATION;
}
