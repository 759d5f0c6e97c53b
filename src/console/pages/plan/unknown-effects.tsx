import type { PolicyPlanBody } from "../../../http/contract/plans.ts";
import { CountLink } from "../../kit/facts.tsx";
import { Folded } from "../../kit/folded.tsx";
import { Section } from "../../kit/layout.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { countOf } from "../../words/numbers.ts";
import css from "./plan.module.css";

type Props = Readonly<{ effects: PolicyPlanBody["unknownEffects"]; inScope: number }>;

/** Policies on the same devices that nobody could read: a conflict with them would not be seen. */
export function UnknownEffects({ effects, inScope }: Props) {
  if (effects.length === 0) return null;
  return (
    <Section title={`${countOf(effects.length, "policy", "policies")} that cannot be read`}>
      <p>
        They reach the same devices, and what they do there is not known. A conflict with them would not be seen in this plan.
      </p>
      <Folded items={effects} what="policies">
        {(shown) => (
          <ul className={css["unknown"]}>
            {shown.map(({ policyId, name, devices }) => (
              <li key={policyId}>
                <ToneBadge tone="held">Unknown</ToneBadge>
                <span>{name}</span>
                <CountLink count={devices} of={inScope} label="devices in common" />
              </li>
            ))}
          </ul>
        )}
      </Folded>
    </Section>
  );
}
