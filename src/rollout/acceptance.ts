import { INTENT_PERCENT_MIN } from "../policy/applicability/intent.ts";
import type { PolicyPlan } from "../policy/plan.ts";

/** What the author of a rollout has to say that they know before it is created. Source: S9, requirements.md 2.12. */
export const ACCEPTANCES = ["irreversible", "destructive", "no-known-way-back", "intent"] as const;
export type AcceptanceKind = (typeof ACCEPTANCES)[number];

/** `words`: one sentence for people. */
export type Acceptance = Readonly<{ kind: AcceptanceKind; words: string }>;

/**
 * In the order of `ACCEPTANCES`; empty: nothing has to be accepted. A catalogue that says nothing asks for no signature: it is shown.
 * What stays on devices after a removal is shown too; only what goes with it counts here.
 */
export function acceptancesOf({ undo, applicability }: Pick<PolicyPlan, "undo" | "applicability">): readonly Acceptance[] {
  const ofKind = (reversal: string) => undo.settings.filter((one) => one.reversal === reversal);
  const irreversible = ofKind("irreversible").filter(({ taken }) => taken === "by-rollback");
  const destructive = ofKind("destructive-on-removal");
  const unknown = new Set(ofKind("unknown").map(({ node }) => node));
  const open = new Set(undo.rollback.flatMap((one) => one.open.filter((node) => unknown.has(node))));
  const found: (Acceptance | null)[] = [
    irreversible.length === 0
      ? null
      : { kind: "irreversible", words: `${settingsWords(irreversible.length)} cannot be taken back by any policy` },
    destructive.length === 0
      ? null
      : { kind: "destructive", words: `${settingsWords(destructive.length)} would take something else away when removed` },
    open.size === 0 ? null : { kind: "no-known-way-back", words: `For ${settingsWords(open.size)} no way back is known` },
    intentAcceptance(applicability),
  ];
  return found.filter((one) => one !== null);
}

/** Devices on which something surely does not apply, or that never said what decides, keep the share down. */
function intentAcceptance(applicability: PolicyPlan["applicability"]): Acceptance | null {
  if (applicability === null) return null;
  const { devices, short, unknown, unknownByCatalogue } = applicability;
  const lacking = short + unknown - unknownByCatalogue;
  if (100 * (devices - lacking) >= INTENT_PERCENT_MIN * devices) return null;
  const words = `The policy would not wholly hold, or may not, on ${lacking.toLocaleString("en-US")} of ${devices.toLocaleString("en-US")} devices`;
  return { kind: "intent", words };
}

function settingsWords(count: number): string {
  return count === 1 ? "1 setting" : `${count} settings`;
}
