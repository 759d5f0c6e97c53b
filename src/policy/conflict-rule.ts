import type { Platform } from "../estate/platform.ts";
import type { ContributionRole } from "./contribution.ts";
import type { NodeId } from "./node.ts";
import type { PolicyKind } from "./policy.ts";

/**
 * What a backend does when different values are asked of one node. Data of the backend, not code of the engine: rows in order,
 * the first that fits decides (requirements.md 2.8). What no row fits, and what a row cannot decide with the facts at hand, is
 * undetermined: no winner is promised, the device gets none of the values, and a person has to resolve it.
 */
export type ConflictRule = Readonly<{ id: string; rows: readonly ConflictRuleRow[] }>;

export type ConflictRuleRow = Readonly<{
  id: string;
  when: ConflictCondition;
  then: ConflictStrategy;
  /** The rule as a sentence for people. */
  words: string;
  source: string;
}>;

/** Everything that is named has to hold. */
export type ConflictCondition = Readonly<{
  /** Each of these roles is among those who ask. */
  present?: readonly ContributionRole[];
  /** Nobody with another role is. */
  only?: readonly ContributionRole[];
  /** At least one who asks is of one of these kinds. */
  kinds?: readonly PolicyKind[];
  /** Everybody who asks is for these platforms alone. */
  platforms?: readonly Platform[];
  /** Patterns of nodes; `*` stands for any text. */
  nodes?: readonly string[];
  /** Whether this device lets MDM win over Group Policy. */
  mdmWins?: MdmWins;
}>;

/** `unknown`: a policy turns it on, and the device's version or edition, on which it depends, is not known. */
export type MdmWins = "yes" | "no" | "unknown";

export type ConflictStrategy =
  /** Everybody of the roles `over` loses to those of the role `winners`; those that are left go on to the next row. */
  | Readonly<{ kind: "role-wins"; winners: readonly ContributionRole[]; over: readonly ContributionRole[] }>
  /** The more restrictive value, as the node's merge rule says which that is. */
  | Readonly<{ kind: "most-restrictive" }>
  /** As the platform joins values of this node: Windows merge algorithms, Apple's combinetype. */
  | Readonly<{ kind: "merge" }>
  /** A collection takes the entries of all. */
  | Readonly<{ kind: "union" }>
  /** The most restrictive value, but numeric entry fields fall back to the recommended default. */
  | Readonly<{ kind: "most-restrictive-or-default" }>
  /** The policy that stands first in the tenant's order. */
  | Readonly<{ kind: "priority" }>
  /** The same setting in both scopes: the user's is in effect (requirements.md 2.1). Looked up by the resolver across two nodes. */
  | Readonly<{ kind: "user-over-device" }>
  | Readonly<{ kind: "undetermined" }>;

/** On Windows: turns Group Policy's precedence round. Policy CSP nodes only. */
export const MDM_WINS_NODE: NodeId = "device_vendor_msft_policy_config_controlpolicyconflict_mdmwinsovergp";
/** Windows 10 1803. Requirements.md 2.8, rule 6. */
export const MDM_WINS_VERSION_MIN: readonly number[] = [10, 0, 17134];

const WINDOWS_NODES = ["device_vendor_*", "user_vendor_*"];
const POLICY_CSP_NODES = ["device_vendor_msft_policy_config_*", "user_vendor_msft_policy_config_*"];
const MDM_ROLES: readonly ContributionRole[] = ["configuration", "compliance"];

const COMPLIANCE_FIRST: ConflictRuleRow = {
  id: "compliance-over-configuration",
  when: { present: ["compliance", "configuration"] },
  then: { kind: "role-wins", winners: ["compliance"], over: ["configuration"] },
  words: "A compliance policy wins over a configuration, even where the configuration is stricter.",
  source: "requirements.md 2.8, rule 1",
};

const GROUP_POLICY: readonly ConflictRuleRow[] = [
  {
    id: "mdm-over-group-policy",
    when: { present: ["group-policy"], nodes: POLICY_CSP_NODES, mdmWins: "yes" },
    then: { kind: "role-wins", winners: MDM_ROLES, over: ["group-policy"] },
    words: "The device is told to let MDM win over Group Policy, which holds for nodes of the Policy CSP.",
    source: "requirements.md 2.8, rule 6",
  },
  {
    id: "group-policy-or-mdm",
    when: { present: ["group-policy"], nodes: POLICY_CSP_NODES, mdmWins: "unknown" },
    then: { kind: "undetermined" },
    words: "Whether MDM wins over Group Policy depends on the device's version and edition, which are not known.",
    source: "requirements.md 2.8, rule 6",
  },
  {
    id: "group-policy-over-mdm",
    when: { present: ["group-policy"], nodes: WINDOWS_NODES },
    then: { kind: "role-wins", winners: ["group-policy"], over: MDM_ROLES },
    words: "Group Policy wins over MDM on Windows unless the device is told otherwise.",
    source: "requirements.md 2.8, rule 6",
  },
];

const OTHER_MDM: ConflictRuleRow = {
  id: "windows-merge-algorithm",
  when: { present: ["other-mdm"], nodes: WINDOWS_NODES },
  then: { kind: "merge" },
  words: "Windows joins the values of several management authorities by the merge algorithm of the setting.",
  source: "Windows PolicyManager, merge algorithms 1 to 5",
};

/** Lists whose entries add up, so that two policies with different entries do not fight. */
const COLLECTIONS: readonly ConflictRuleRow[] = [
  {
    id: "firewall-rules-add-up",
    when: {
      nodes: ["device_vendor_msft_firewall_mdmstore_firewallrules*", "device_vendor_msft_firewall_mdmstore_dynamickeywords*"],
    },
    then: { kind: "union" },
    words: "Firewall rules of several policies add up on the device.",
    source: "Windows Firewall CSP: every rule is a node of its own",
  },
  {
    id: "exclusions-add-up",
    when: {
      nodes: [
        "device_vendor_msft_policy_config_defender_excluded*",
        "device_vendor_msft_policy_config_defender_attacksurfacereductiononlyexclusions",
        "device_vendor_msft_policy_config_defender_controlledfolderaccess*applications",
        "device_vendor_msft_policy_config_defender_controlledfolderaccessprotectedfolders",
        "device_vendor_msft_policy_config_defender_attacksurfacereductionrules_*_perruleexclusions",
      ],
    },
    then: { kind: "union" },
    words: "Lists of exclusions of several antivirus and attack surface reduction policies add up on the device.",
    source: "Intune's policy merge of endpoint security",
  },
  {
    id: "device-ids-add-up",
    when: {
      nodes: [
        "device_vendor_msft_policy_config_deviceinstallation_*installationofmatchingdevice*_list",
        "device_vendor_msft_defender_configuration_devicecontrol_policy*",
      ],
    },
    then: { kind: "union" },
    words: "Lists of device ids and device control entries of several policies add up on the device.",
    source: "Intune's policy merge of endpoint security",
  },
];

const APPLE: ConflictRuleRow = {
  id: "apple-combine",
  when: { only: ["configuration"], nodes: ["com.apple.configuration.*", "ddm-*", "passcode_*"] },
  then: { kind: "merge" },
  words: "Apple devices join declarations of several policies by the combine type of the key.",
  source: "requirements.md 2.8, rule 7; Apple's declaration schema",
};

const SAME_ROLE: readonly ConflictRuleRow[] = [
  {
    id: "compliance-most-restrictive",
    when: { only: ["compliance"] },
    then: { kind: "most-restrictive" },
    words: "Of several compliance policies the most restrictive value counts.",
    source: "requirements.md 2.8, rule 2",
  },
  {
    id: "app-protection-most-restrictive",
    when: { only: ["app-protection"] },
    then: { kind: "most-restrictive-or-default" },
    words:
      "Of several app protection policies the most restrictive value counts; numeric entry fields fall back to the recommended default.",
    source: "requirements.md 2.8, rule 4",
  },
];

const USER_SCOPE: ConflictRuleRow = {
  id: "user-over-device",
  when: { nodes: WINDOWS_NODES },
  then: { kind: "user-over-device" },
  words: "Where one setting is set for the device and for the user, the user's value is in effect.",
  source: "requirements.md 2.1",
};

const CONFIGURATION: ConflictRuleRow = {
  id: "configuration-undetermined",
  when: {},
  then: { kind: "undetermined" },
  words: "Two configurations with different values: no winner is promised, so that a person has to decide.",
  source: "requirements.md 2.8, rule 3",
};

/** How an Intune estate settles different values. */
export const INTUNE_CONFLICT_RULE: ConflictRule = {
  id: "intune",
  rows: [
    COMPLIANCE_FIRST,
    ...GROUP_POLICY,
    OTHER_MDM,
    {
      id: "custom-undetermined",
      when: { kinds: ["custom"] },
      then: { kind: "undetermined" },
      words: "Intune does not evaluate what a custom profile holds, so that the order in which it meets other values is random.",
      source: "requirements.md 2.8, rule 5",
    },
    ...COLLECTIONS,
    APPLE,
    ...SAME_ROLE,
    {
      id: "enrolment-priority",
      when: {
        only: ["configuration"],
        nodes: [
          "windows10EnrollmentCompletionPageConfiguration.*",
          "deviceEnrollment*",
          "deviceComanagementAuthorityConfiguration.*",
        ],
      },
      then: { kind: "priority" },
      words: "Of several enrolment configurations the one with the highest place in the tenant's order counts.",
      source: "requirements.md 2.8, rule 8",
    },
    USER_SCOPE,
    CONFIGURATION,
  ],
};

/** The embedded backend keeps to Intune's words; it reads what it delivers and enrols nobody, so that two rows have no place. */
export const EMBEDDED_CONFLICT_RULE: ConflictRule = {
  id: "embedded",
  rows: [COMPLIANCE_FIRST, ...GROUP_POLICY, OTHER_MDM, ...COLLECTIONS, APPLE, ...SAME_ROLE, USER_SCOPE, CONFIGURATION],
};

/** Why a value stands that nobody disputes. */
export const UNDISPUTED_RULES: Readonly<Record<"only-one" | "same-value", string>> = {
  "only-one": "One policy asks for it.",
  "same-value": "Everybody asks for the same value.",
};

/** A rule's sentence, whatever backend it belongs to. */
export function wordsOfRule(rule: ConflictRule, id: string): string {
  if (id === "only-one" || id === "same-value") return UNDISPUTED_RULES[id];
  return rule.rows.find((row) => row.id === id)?.words ?? CONFIGURATION.words;
}

export function matchesPattern(node: NodeId, pattern: string): boolean {
  const parts = pattern.split("*");
  const [head = ""] = parts;
  if (parts.length === 1) return node === pattern;
  if (!node.startsWith(head)) return false;
  let at = head.length;
  for (const part of parts.slice(1, -1)) {
    const found = node.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  const tail = parts.at(-1) ?? "";
  return node.length - tail.length >= at && node.endsWith(tail);
}
