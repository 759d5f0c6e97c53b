import type { PolicyPlanBody } from "../../../http/contract/plans.ts";
import { Folded } from "../../kit/folded.tsx";
import { Section } from "../../kit/layout.tsx";
import { SettingName, SettingValue } from "../../kit/setting-value.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { countOf, formatCount } from "../../words/numbers.ts";
import css from "./plan.module.css";

type Conflict = PolicyPlanBody["conflicts"][number];

/** Where this policy and another one ask for different things. New ones first. */
export function Conflicts({ conflicts }: { conflicts: readonly Conflict[] }) {
  const fresh = conflicts.filter(({ standing }) => standing === "new");
  const ordered = [...fresh, ...conflicts.filter(({ standing }) => standing === "existing")];
  return (
    <Section
      title={
        conflicts.length === 0 ? "No conflicts" : `${countOf(conflicts.length, "conflict")}, ${formatCount(fresh.length)} new`
      }
    >
      {conflicts.length === 0 ? (
        <p>No other policy that can be read asks the same devices for something else.</p>
      ) : (
        <>
          <p>No value wins: such a device gets neither.</p>
          <Folded items={ordered} what="conflicts">
            {(shown) => (
              <ul className={css["cards"]}>
                {shown.map((one) => (
                  <ConflictCard key={`${one.node} ${one.theirs.policyId} ${one.standing}`} conflict={one} />
                ))}
              </ul>
            )}
          </Folded>
        </>
      )}
    </Section>
  );
}

function ConflictCard({ conflict: { node, ours, theirs, devices, standing } }: { conflict: Conflict }) {
  return (
    <li className={css["conflict"]}>
      <div className={css["conflictHead"]}>
        <SettingName node={node} />
        <ToneBadge tone={standing === "new" ? "conflict" : "quiet"}>{standing === "new" ? "New" : "Stands already"}</ToneBadge>
      </div>
      <p>{countOf(devices, "device")}</p>
      <dl className={css["sides"]}>
        <div>
          <dt>{ours.name} would ask</dt>
          <dd>
            <SettingValue node={node} value={ours.value} tone="after" />
          </dd>
        </div>
        <div>
          <dt>{theirs.name} asks</dt>
          <dd>
            <SettingValue node={node} value={theirs.value} tone="after" />
          </dd>
        </div>
      </dl>
    </li>
  );
}
