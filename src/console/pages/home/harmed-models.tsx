import { useQuery } from "@tanstack/react-query";
import type { RolloutSummary } from "../../../http/contract/rollouts.ts";
import { deviceGroupsQuery } from "../../api/rollouts.ts";
import { CountLink } from "../../kit/facts.tsx";
import { paths } from "../../paths.ts";
import { formatCount } from "../../words/numbers.ts";
import css from "./home.module.css";

/** Who was harmed by a rollout, and on which model it shows most. */
export function HarmedModels({ rollout }: { rollout: RolloutSummary }) {
  const { data } = useQuery(deviceGroupsQuery(rollout.id));
  const worst = data?.models[0];
  return (
    <p className={css["harm"]}>
      <CountLink
        count={rollout.totals.everFailed}
        of={rollout.totals.exposed}
        label="exposed devices failed"
        href={paths.rolloutDevices(rollout.id, { everFailed: "yes" })}
      />
      {worst === undefined || worst.harmed === 0 ? null : (
        <span>
          Worst: <strong>{worst.model}</strong>, {formatCount(worst.harmed)} of {formatCount(worst.devices)}
        </span>
      )}
    </p>
  );
}
