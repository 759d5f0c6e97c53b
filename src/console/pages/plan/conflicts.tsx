import type { PolicyPlanBody } from "../../../http/contract/plans.ts";
import { Folded } from "../../kit/folded.tsx";
import { Section } from "../../kit/layout.tsx";
import { countOf, formatCount } from "../../words/numbers.ts";
import { ConflictCard } from "./conflict-card.tsx";
import css from "./plan.module.css";

/** Where no value is promised after the change. New ones first. */
export function Conflicts({ plan: { conflicts, devices } }: { plan: PolicyPlanBody }) {
  const fresh = conflicts.filter(({ standing }) => standing === "new");
  const ordered = [...fresh, ...conflicts.filter(({ standing }) => standing === "existing")];
  return (
    <Section
      title={
        conflicts.length === 0 ? "No conflicts" : `${countOf(conflicts.length, "conflict")}, ${formatCount(fresh.length)} new`
      }
    >
      {conflicts.length === 0 ? (
        <p>No other policy that can be read asks the same devices for something else without one of the two winning.</p>
      ) : (
        <>
          <p>No value wins: such a device gets neither.</p>
          <Folded items={ordered} what="conflicts">
            {(shown) => (
              <ul className={css["cards"]}>
                {shown.map((one) => (
                  <ConflictCard key={`${one.id} ${one.standing}`} conflict={one} inScope={devices.inScope} />
                ))}
              </ul>
            )}
          </Folded>
        </>
      )}
    </Section>
  );
}
