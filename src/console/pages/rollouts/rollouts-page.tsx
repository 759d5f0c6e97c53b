import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type AllRollouts, allRolloutsQuery } from "../../api/all-rollouts.ts";
import { AsOf } from "../../kit/facts.tsx";
import { ChoiceRow } from "../../kit/fields.tsx";
import { ChoiceFilter, FilterBar, SearchFilter } from "../../kit/filter-bar.tsx";
import { PageBody, PageHeader } from "../../kit/layout.tsx";
import { Answer, EmptyState } from "../../kit/standing.tsx";
import { useUrlState } from "../../kit/use-url-state.ts";
import { formatCount } from "../../words/numbers.ts";
import { RolloutBoard } from "./rollout-board.tsx";
import { RolloutList } from "./rollout-list.tsx";
import css from "./rollouts.module.css";
import { filterRollouts, SHOWS } from "./select-rollouts.ts";

const VIEWS = [
  { value: "board", label: "Board" },
  { value: "list", label: "List" },
];

/** Which rollouts run, where, and how healthy they are. */
export function RolloutsPage() {
  const read = useQuery(allRolloutsQuery());
  return (
    <>
      <PageHeader title="Rollouts" lead="Which rollouts run, how far each is, and how healthy." />
      <PageBody>
        <Answer of={read} what="The rollouts" lines={8}>
          {(data) => <Rollouts all={data} />}
        </Answer>
      </PageBody>
    </>
  );
}

function Rollouts({ all }: { all: AllRollouts }) {
  const [search, change] = useUrlState();
  const { q = "", show = "" } = search;
  const view = search["view"] === "list" ? "list" : "board";
  const shown = useMemo(() => filterRollouts(all.items, { text: q, show }), [all.items, q, show]);
  if (all.total === 0)
    return (
      <EmptyState
        title="There are no rollouts yet"
        why="A rollout carries one policy change to its devices in phases. It begins with a plan that says what would change for whom."
        next={
          <p>
            Make a plan and a rollout with the command line: <code>tidegate plan --help</code>
          </p>
        }
      />
    );
  return (
    <>
      <FilterBar
        label="Filter rollouts"
        keys={["q", "show"]}
        aside={
          <ChoiceRow
            label="View"
            hideLabel
            choices={VIEWS}
            value={view}
            onChange={(value) => change({ view: value }, { keepInHistory: true })}
          />
        }
      >
        <SearchFilter name="q" label="Name, policy or owner" />
        <ChoiceFilter name="show" label="Which rollouts" all="All rollouts" choices={SHOWS} />
      </FilterBar>
      <p className={css["sum"]}>
        {formatCount(shown.length)} of {formatCount(all.total)} rollouts <AsOf at={all.asOf} />
      </p>
      {view === "list" ? <RolloutList rollouts={shown} /> : <RolloutBoard rollouts={shown} />}
    </>
  );
}
