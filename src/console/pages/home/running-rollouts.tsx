import type { RolloutSummary } from "../../../http/contract/rollouts.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { AsOf, CountLink } from "../../kit/facts.tsx";
import { Section } from "../../kit/layout.tsx";
import { SegmentedBar } from "../../kit/segmented-bar.tsx";
import { EmptyState } from "../../kit/standing.tsx";
import { StateBadge } from "../../kit/state-badge.tsx";
import { paths } from "../../paths.ts";
import { formatCount } from "../../words/numbers.ts";
import { phaseBar, UNDER_WAY } from "../../words/states.ts";
import { mostUrgentFirst } from "./urgency.ts";
import css from "./home.module.css";

const SHOWN_MAX = 12;

/** Everything under way as bars, with what troubles first. */
export function RunningRollouts({ rollouts, asOf }: { rollouts: readonly RolloutSummary[]; asOf: number }) {
  const running = mostUrgentFirst(rollouts.filter(({ status }) => UNDER_WAY.includes(status)));
  const shown = running.slice(0, SHOWN_MAX);
  return (
    <Section title="Under way" aside={<AsOf at={asOf} />}>
      {running.length === 0 ? (
        <EmptyState
          title="No rollout is under way"
          why="A rollout appears here once it has been approved and started, and stays until everybody has the change or it was rolled back."
          next={
            rollouts.length === 0 ? undefined : (
              <AppLink href={paths.rollouts()}>
                {rollouts.length === 1 ? "See the one rollout" : `See all ${formatCount(rollouts.length)} rollouts`}
              </AppLink>
            )
          }
        />
      ) : (
        <ul className={css["running"]}>
          {shown.map((rollout) => (
            <li key={rollout.id} className={css["run"]}>
              <RunningRollout rollout={rollout} />
            </li>
          ))}
        </ul>
      )}
      {running.length > SHOWN_MAX ? (
        <AppLink href={paths.rollouts({ show: "under-way", view: "list" })}>
          All {formatCount(running.length)} rollouts that are under way
        </AppLink>
      ) : null}
    </Section>
  );
}

function RunningRollout({ rollout }: { rollout: RolloutSummary }) {
  const { id, name, status, because, phase, counts, totals, population } = rollout;
  const bar = phaseBar(rollout);
  return (
    <>
      <div className={css["runHead"]}>
        <AppLink href={paths.rollout(id)} className={css["strong"]}>
          {name}
        </AppLink>
        <StateBadge kind="rollout" state={status} />
        <CountLink count={totals.exposed} of={population} label="devices exposed" href={paths.rolloutDevices(id)} withShare />
        {totals.everFailed === 0 ? null : (
          <span className={css["failed"]}>
            <CountLink
              count={totals.everFailed}
              of={totals.exposed}
              label="of them failed"
              href={paths.rolloutDevices(id, { everFailed: "yes" })}
            />
          </span>
        )}
      </div>
      <p className={css["soft"]}>{because}</p>
      {bar === null || phase === null ? null : (
        <div className={css["phaseBar"]}>
          <span>
            {phase.name}, {formatCount(bar.of)} devices
            {counts === null ? null : (
              <>
                , <AsOf at={counts.countedAt} />
              </>
            )}
          </span>
          <SegmentedBar
            {...bar}
            label={`${name}, ${phase.name}`}
            hrefOf={(state) => paths.rolloutDevices(id, { phase: String(phase.index), state })}
          />
        </div>
      )}
    </>
  );
}
