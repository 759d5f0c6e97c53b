import type { RolloutPlanBody } from "../../../http/contract/plans.ts";
import { AssignmentWords } from "../../kit/assignment-words.tsx";
import { CountLink, KeyValueList } from "../../kit/facts.tsx";
import { Folded } from "../../kit/folded.tsx";
import { Section } from "../../kit/layout.tsx";
import { countOf, formatCount, formatShare } from "../../words/numbers.ts";
import { platformText } from "../../words/platforms.ts";
import { byPlatform, sensitivityWord } from "./plan-words.ts";
import css from "./plan.module.css";

/** Which devices, of whom, on which systems. */
export function Audience({ plan }: { plan: RolloutPlanBody }) {
  const { devices, change } = plan.policyPlan;
  return (
    <Section title="For whom">
      <div className={css["columns"]}>
        <KeyValueList items={countsOf(plan)} />
        <div className={css["block"]}>
          <h3>By system</h3>
          <Platforms rows={devices.byPlatform} inScope={devices.inScope} />
        </div>
      </div>
      {change.kind === "retire" || plan.assignments === null ? null : (
        <p>
          Assigned <AssignmentWords lines={plan.assignments} />
        </p>
      )}
    </Section>
  );
}

function countsOf({ policyPlan: { devices, change } }: RolloutPlanBody) {
  const { estate, inScope, gained, lost, users, withoutUser, bySensitivity, stale } = devices;
  const ofScope = (count: number, label: string) => <CountLink count={count} of={inScope} label={label} />;
  return [
    {
      name: change.kind === "retire" ? "Hold it and lose it" : "Will hold it",
      value: <CountLink count={inScope} of={estate} label="devices" withShare />,
    },
    { name: "Gain it", value: ofScope(gained, "did not hold it before") },
    { name: "Lose it", value: <CountLink count={lost} of={estate} label="devices" /> },
    { name: "People", value: `${countOf(users, "person", "people")} on ${formatCount(inScope - withoutUser)} devices` },
    { name: "Without a person", value: ofScope(withoutUser, "devices") },
    ...bySensitivity.map((one) => ({ name: sensitivityWord(one.sensitivity), value: ofScope(one.devices, "devices") })),
    { name: "Not seen for 30 days", value: ofScope(stale, "devices") },
  ];
}

type PlatformsProps = Readonly<{ rows: RolloutPlanBody["policyPlan"]["devices"]["byPlatform"]; inScope: number }>;

function Platforms({ rows, inScope }: PlatformsProps) {
  if (rows.length === 0) return <p>No device.</p>;
  return (
    <ul className={css["platforms"]}>
      {byPlatform(rows).map(({ platform, devices, versions }) => (
        <li key={platform}>
          <strong>
            {platformText(platform)}: {formatCount(devices)} of {formatCount(inScope)}
          </strong>
          <Folded items={versions} what="versions" first={6}>
            {(shown) => (
              <ul>
                {shown.map(({ version, devices: count }) => (
                  <li key={version} className={css["version"]}>
                    <span>{version}</span>
                    <span className={css["track"]} aria-hidden>
                      <span style={{ width: `${(100 * count) / devices}%` }} />
                    </span>
                    <span>
                      {formatCount(count)} <span className={css["quiet"]}>({formatShare(count, devices)})</span>
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </Folded>
        </li>
      ))}
    </ul>
  );
}
