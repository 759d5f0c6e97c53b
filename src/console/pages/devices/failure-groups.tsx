import type { DeviceGroupsAnswer } from "../../../http/contract/live.ts";
import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { AsOf } from "../../kit/facts.tsx";
import { Section } from "../../kit/layout.tsx";
import { useUrlState } from "../../kit/use-url-state.ts";
import { paths } from "../../paths.ts";
import { capitalised } from "../../words/capitalised.ts";
import { countOf, formatCount, formatShare } from "../../words/numbers.ts";
import { platformText } from "../../words/platforms.ts";
import css from "./devices.module.css";

type Props = Readonly<{ rollout: Pick<RolloutDetail, "id" | "totals">; groups: DeviceGroupsAnswer }>;

/** Why devices are not well, most frequent first, and the models that suffer; each bar is a filter of the table below. */
export function FailureGroups({ rollout, groups }: Props) {
  const [{ reason: chosen }] = useUrlState();
  const { reasons, models, others, total } = groups;
  if (reasons.length === 0 && models.length === 0) return <AllWell rollout={rollout} groups={groups} />;
  const unwell = reasons.reduce((sum, { devices }) => sum + devices, others);
  return (
    <Section title="Why devices are not well" aside={<AsOf at={groups.asOf} />}>
      {unwell === 0 ? (
        <p>No device reports a problem.</p>
      ) : (
        <p>
          {formatCount(unwell)} of {countOf(total, "device")} ({formatShare(unwell, total)}) fail, or failed when they last spoke
          of the change.
        </p>
      )}
      <ul className={css["reasons"]}>
        {reasons.map(({ key, text, devices, platforms }) => (
          <li key={key}>
            <AppLink
              href={paths.rolloutDevices(rollout.id, { reason: key === chosen ? undefined : key })}
              aria-current={key === chosen}
              className={css["reason"]}
            >
              <span className={css["reasonText"]}>{capitalised(text)}</span>
              <span className={css["reasonCount"]}>
                {formatCount(devices)} of {formatCount(unwell)}
                {platforms.length === 0 ? "" : `, ${platforms.map(platformText).join(", ")}`}
              </span>
              <span className={css["bar"]} aria-hidden>
                <span style={{ width: `${(100 * devices) / unwell}%` }} />
              </span>
            </AppLink>
          </li>
        ))}
      </ul>
      {others === 0 ? null : <p>{countOf(others, "device")} for other reasons.</p>}
      <Models models={models} />
    </Section>
  );
}

function Models({ models }: Pick<DeviceGroupsAnswer, "models">) {
  if (models.length === 0) return null;
  return (
    <div>
      <h3 className={css["modelsTitle"]}>Models with devices that ever failed</h3>
      <ul className={css["models"]}>
        {models.map(({ model, devices, harmed }) => (
          <li key={model}>
            <strong>{model}</strong>: {formatCount(harmed)} of {countOf(devices, "device")} failed ({formatShare(harmed, devices)}
            )
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Nothing to list is good news only where somebody has answered. */
function AllWell({ rollout, groups }: Props) {
  const { everVerified, exposed } = rollout.totals;
  if (groups.total === 0) return null;
  return (
    <Section title="Why devices are not well" aside={<AsOf at={groups.asOf} />}>
      <p>
        {everVerified === 0
          ? "No device has answered yet, so nothing is known of failures."
          : `No device reports a problem: ${formatCount(everVerified)} of ${countOf(exposed, "exposed device")} read the change back.`}
      </p>
    </Section>
  );
}
