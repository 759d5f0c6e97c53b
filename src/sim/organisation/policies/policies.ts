import { APPLE, APPLE_ORPHANS } from "./apple.ts";
import { COMPLIANCE } from "./compliance.ts";
import type { PolicyPlan } from "./graph-policy.ts";
import { WINDOWS_EVERYWHERE } from "./windows-everywhere.ts";
import { WINDOWS_ORPHANS, WINDOWS_SPECIAL } from "./windows-special.ts";

/** All twenty-four policies as they stand today. */
export const POLICIES: readonly PolicyPlan[] = [
  ...WINDOWS_EVERYWHERE,
  ...WINDOWS_SPECIAL,
  ...APPLE,
  ...COMPLIANCE,
  ...WINDOWS_ORPHANS,
  ...APPLE_ORPHANS,
];
