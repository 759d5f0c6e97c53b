import type { CSSProperties } from "react";
import type { RolloutSummary } from "../../../http/contract/rollouts.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { CountLink } from "../../kit/facts.tsx";
import { SegmentedBar } from "../../kit/segmented-bar.tsx";
import { EmptyState } from "../../kit/standing.tsx";
import { StateBadge } from "../../kit/state-badge.tsx";
import { paths } from "../../paths.ts";
import { formatCount } from "../../words/numbers.ts";
import { phaseBar } from "../../words/states.ts";
import css from "./rollouts.module.css";
import { BOARD, boardColumnOf, nextEventOf } from "./select-rollouts.ts";

/** More cards than this in one column nobody reads: the list does that better. */
const CARDS_MAX = 25;

/** One column for each phase of a rollout's life. */
export function RolloutBoard({ rollouts }: { rollouts: readonly RolloutSummary[] }) {
  const byColumn = Map.groupBy(rollouts, boardColumnOf);
  const offBoard = byColumn.get(null)?.length ?? 0;
  if (rollouts.length === 0)
    return <EmptyState title="No rollout fits the filters" why="Clear the filters above, or look for something else." />;
  // Empty phases keep their place, and leave their room to the others.
  const widths = BOARD.map(({ key }) => (byColumn.has(key) ? "minmax(9.5rem, 2fr)" : "minmax(6rem, 1fr)"));
  const style: CSSProperties & Record<"--board-columns", string> = { "--board-columns": widths.join(" ") };
  return (
    <>
      <section className={css["board"]} style={style} aria-label="Rollouts by phase" tabIndex={0}>
        {BOARD.map(({ key, title }) => (
          <Column key={key} title={title} rollouts={byColumn.get(key) ?? []} />
        ))}
      </section>
      {offBoard === 0 ? null : (
        <p className={css["sum"]}>
          {formatCount(offBoard)} closed or aborted are not on the board.{" "}
          <AppLink href={paths.rollouts({ view: "list", show: "over" })}>See what is over</AppLink>
        </p>
      )}
    </>
  );
}

function Column({ title, rollouts }: { title: string; rollouts: readonly RolloutSummary[] }) {
  const more = rollouts.length - CARDS_MAX;
  return (
    <section className={css["column"]} aria-label={`${title}: ${rollouts.length}`}>
      <h2>
        {title} <span>{formatCount(rollouts.length)}</span>
      </h2>
      {rollouts.length === 0 ? <p className={css["none"]}>None</p> : null}
      <ul>
        {rollouts.slice(0, CARDS_MAX).map((rollout) => (
          <li key={rollout.id}>
            <RolloutCard rollout={rollout} />
          </li>
        ))}
      </ul>
      {more > 0 ? <AppLink href={paths.rollouts({ view: "list" })}>{formatCount(more)} more in the list</AppLink> : null}
    </section>
  );
}

function RolloutCard({ rollout }: { rollout: RolloutSummary }) {
  const { id, name, status, phase, totals, population, author } = rollout;
  const bar = phaseBar(rollout);
  return (
    <article className={css["card"]}>
      <AppLink href={paths.rollout(id)} className={css["name"]}>
        {name}
      </AppLink>
      {boardColumnOf(rollout) === status ? null : <StateBadge kind="rollout" state={status} />}
      {bar === null || phase === null ? null : <SegmentedBar {...bar} label={`${name}, ${phase.name}`} bare thin />}
      <CountLink count={totals.exposed} of={population} label="exposed" href={paths.rolloutDevices(id)} />
      {totals.everFailed === 0 ? null : (
        <span className={css["failed"]}>
          <CountLink
            count={totals.everFailed}
            of={totals.exposed}
            label="failed"
            href={paths.rolloutDevices(id, { everFailed: "yes" })}
          />
        </span>
      )}
      <p className={css["next"]}>{nextEventOf(rollout)}</p>
      <p className={css["owner"]}>Owner: {author}</p>
    </article>
  );
}
