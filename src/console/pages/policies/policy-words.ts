import type { PolicySummary } from "../../../http/contract/policies.ts";

const KIND_WORDS: Readonly<Record<PolicySummary["kind"], string>> = {
  "settings-catalog": "Settings catalog",
  "endpoint-security": "Endpoint security",
  "security-baseline": "Security baseline",
  "administrative-template": "Administrative template",
  "device-configuration": "Device configuration",
  custom: "Custom",
  compliance: "Compliance",
  "app-protection": "App protection",
  "app-configuration": "App configuration",
  update: "Update",
  "conditional-access": "Conditional Access",
  script: "Script",
  opaque: "Not readable",
};

/** The type as Intune calls it. */
export function kindText(kind: PolicySummary["kind"]): string {
  return KIND_WORDS[kind];
}
