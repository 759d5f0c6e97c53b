import type { RolloutPlanBody } from "../../../http/contract/plans.ts";
import { Folded } from "../../kit/folded.tsx";
import { Section } from "../../kit/layout.tsx";
import { SettingName, SettingValue } from "../../kit/setting-value.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { countOf, formatCount } from "../../words/numbers.ts";
import css from "./plan.module.css";

type Deletion = RolloutPlanBody["policyPlan"]["deletions"][number];

/** What is taken away: last, red, and counted. */
export function Deletions({ plan: { policyPlan } }: { plan: RolloutPlanBody }) {
  const { deletions, settings, devices, change } = policyPlan;
  if (deletions.length === 0)
    return (
      <Section title="No deletions">
        <p>Nothing is taken away from any device.</p>
      </Section>
    );
  const before = new Map(settings.flatMap((one) => (one.kind === "removed" ? [[one.node, one.before] as const] : [])));
  return (
    <div className={css["deletions"]}>
      <Section title={countOf(deletions.length, "deletion")} aside={<ToneBadge tone="bad">Taken away</ToneBadge>}>
        <Folded items={deletions} what="deletions">
          {(shown) => (
            <ul className={css["rows"]}>
              {shown.map((one) => (
                <li key={one.kind === "setting" ? one.node : one.kind} className={css["deletion"]}>
                  {one.kind === "setting" ? (
                    <>
                      <SettingName node={one.node} />
                      <span>
                        is {before.has(one.node) ? <SettingValue node={one.node} value={before.get(one.node)} /> : "set"}
                      </span>
                      <span>{takenFrom(one, devices.estate)}</span>
                    </>
                  ) : (
                    <span>
                      {formatCount(one.devices)} of {countOf(devices.estate, "device")} lose {change.name}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          )}
        </Folded>
      </Section>
    </div>
  );
}

function takenFrom({ devices }: Deletion, estate: number): string {
  return `taken from ${formatCount(devices)} of ${countOf(estate, "device")}`;
}
