import type { DeviceWhy } from "../../../http/contract/devices.ts";
import { AsOf } from "../../kit/facts.tsx";
import { Section } from "../../kit/layout.tsx";
import { SettingName, SettingValue } from "../../kit/setting-value.tsx";
import { EmptyState } from "../../kit/standing.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { countOf } from "../../words/numbers.ts";
import css from "./device.module.css";
import { PolicyDetails } from "./policy-details.tsx";

/** What it should hold, what it said, and why; below that what it does not get, with the reason as well. */
export function DevicePolicies({ why }: { why: DeviceWhy }) {
  const wanted = why.policies.filter((policy) => policy.wanted);
  const others = why.policies.filter((policy) => !policy.wanted);
  return (
    <>
      {why.conflicts.length === 0 ? null : <Conflicts conflicts={why.conflicts} />}
      <Section title={`Holds ${countOf(wanted.length, "policy", "policies")}`} aside={<AsOf at={why.asOf} />}>
        {wanted.length === 0 ? (
          <EmptyState title="No policy is meant for it" why="No assignment reaches this device, its owner or its platform." />
        ) : (
          <ul className={css["rows"]}>
            {wanted.map((policy) => (
              <li key={policy.policyId}>
                <PolicyDetails policy={policy} />
              </li>
            ))}
          </ul>
        )}
        {others.length === 0 ? null : (
          <details className={css["fold"]}>
            <summary>{countOf(others.length, "policy does", "policies do")} not apply, and why</summary>
            <ul className={css["rows"]}>
              {others.map((policy) => (
                <li key={policy.policyId}>
                  <PolicyDetails policy={policy} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </Section>
    </>
  );
}

function Conflicts({ conflicts }: { conflicts: DeviceWhy["conflicts"] }) {
  return (
    <Section
      title={`${countOf(conflicts.length, "setting")} in conflict`}
      aside={<ToneBadge tone="conflict">Gets neither value</ToneBadge>}
    >
      <ul className={css["rows"]}>
        {conflicts.map(({ node, candidates }) => (
          <li key={node}>
            <SettingName node={node} />
            <ul className={css["lines"]}>
              {candidates.map(({ policyId, name, value }) => (
                <li key={policyId}>
                  {name} asks <SettingValue node={node} value={value} tone="after" />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Section>
  );
}
