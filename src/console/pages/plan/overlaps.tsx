import type { PolicyPlanBody } from "../../../http/contract/plans.ts";
import { Folded } from "../../kit/folded.tsx";
import { Section } from "../../kit/layout.tsx";
import { SettingName } from "../../kit/setting-value.tsx";
import { countOf, formatCount } from "../../words/numbers.ts";
import { ConflictCard } from "./conflict-card.tsx";
import css from "./plan.module.css";

/** Where one value wins, or both are the same: what wants a look is shown, what is only tidying can be opened. */
export function Overlaps({ plan: { overlaps, devices } }: { plan: PolicyPlanBody }) {
  if (overlaps.length === 0) return null;
  const wantsLook = overlaps.filter(({ severity }) => severity !== "low");
  const tidying = overlaps.filter(({ severity }) => severity === "low");
  const cards = (shown: PolicyPlanBody["overlaps"]) => (
    <ul className={css["cards"]}>
      {shown.map((one) => (
        <ConflictCard key={`${one.id} ${one.class}`} conflict={one} inScope={devices.inScope} />
      ))}
    </ul>
  );
  return (
    <Section title={`${countOf(overlaps.length, "overlap")} with other policies`}>
      <p>
        {countOf(wantsLook.length, "setting")} not settled as somebody asks; {formatCount(tidying.length)} asked for twice without
        harm.
      </p>
      <Folded items={wantsLook} what="overlaps">
        {(shown) => cards([...shown])}
      </Folded>
      {tidying.length === 0 ? null : (
        <details className={css["fold"]}>
          <summary>Asked for twice without harm: {countOf(tidying.length, "setting")}</summary>
          <Folded items={tidying} what="settings">
            {(shown) => cards([...shown])}
          </Folded>
        </details>
      )}
    </Section>
  );
}

/** What stands today and is gone after the change. */
export function ResolvedConflicts({ plan: { resolvedConflicts, devices } }: { plan: PolicyPlanBody }) {
  if (resolvedConflicts.length === 0) return null;
  return (
    <Section title={`${countOf(resolvedConflicts.length, "conflict")} that it ends`}>
      <Folded items={resolvedConflicts} what="conflicts">
        {(shown) => (
          <ul className={css["ended"]}>
            {shown.map(({ id, node, theirs, devices: count }) => (
              <li key={id}>
                {node === "" ? <span>Everything in “{theirs.name}”</span> : <SettingName node={node} />}
                <span>
                  with “{theirs.name}”, on {formatCount(count)} of {countOf(devices.estate, "device")}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Folded>
    </Section>
  );
}
