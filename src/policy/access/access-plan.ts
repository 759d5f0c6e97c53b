import type { PolicyId } from "../../kit/ids.ts";

/** People and devices; a device without a person is in `devices` alone. */
export type AccessCount = Readonly<{ people: number; devices: number }>;

/**
 * What a compliance change does to access by way of Conditional Access, before anybody is hit. `certain` follows from facts that are
 * known; `unknown` cannot be known before the devices report. Source: requirements.md 2.12 and 3.4, story 2.
 */
export type AccessConsequence = Readonly<{
  /** Compliant as far as is known today, and not after the change. */
  noncompliant: Readonly<{ certain: AccessCount; unknown: AccessCount }>;
  /** Checks that only the devices can answer, as sentences. */
  uncertainChecks: readonly string[];
  /** From failing to being noncompliant; 0: at once. */
  graceHours: number;
  /** Policies that ask for a compliant device, enforced ones first. Empty: none was imported. */
  policies: readonly AccessOfPolicy[];
  /** Kept out of something by a policy that is enforced; `mail`: of mail among it. */
  lose: Readonly<{ people: number; mail: number }>;
  mayLose: Readonly<{ people: number; mail: number }>;
  /** All of this for people, one fact a sentence. */
  sentences: readonly string[];
}>;

export type AccessOfPolicy = Readonly<{
  policyId: PolicyId;
  name: string;
  state: "enabled" | "report-only";
  apps: readonly string[];
  mail: boolean;
  lose: AccessCount;
  mayLose: AccessCount;
  /** Would have to prove themselves in another way. */
  anotherProof: AccessCount;
  excepted: AccessCount;
  /** Break-glass accounts that would be kept out: the way back in is closed too. */
  breakGlass: number;
  narrowedBy: readonly string[];
}>;
