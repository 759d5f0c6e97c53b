import { useInfiniteQuery } from "@tanstack/react-query";
import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { deliveryPagesQuery } from "../../api/communication.ts";
import type { Column } from "../../kit/data-table.tsx";
import { Age, AsOf } from "../../kit/facts.tsx";
import { ChoiceFilter, FilterBar } from "../../kit/filter-bar.tsx";
import { Section } from "../../kit/layout.tsx";
import { PagedTable } from "../../kit/paged-table.tsx";
import { Answer, EmptyState } from "../../kit/standing.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { useUrlState } from "../../kit/use-url-state.ts";
import { type Delivery, DELIVERY_WORDS, STAGE_WORDS } from "./notice-words.ts";
import css from "./communication.module.css";

const FILTERS = ["stage", "state"] as const;
const choicesOf = <Key extends string>(words: Readonly<Record<Key, Readonly<{ word: string }>>>) =>
  (Object.keys(words) as Key[]).map((value) => ({ value, label: words[value].word }));

/** Person by person: who was told, by what, and who was not. */
export function Deliveries({ rollout }: { rollout: RolloutDetail }) {
  const [search] = useUrlState();
  const read = useInfiniteQuery(deliveryPagesQuery(rollout.id, { stage: search["stage"], state: search["state"] }));
  const newest = read.data?.pages[0];
  return (
    <Section title="Who was told" aside={newest === undefined ? null : <AsOf at={newest.asOf} />}>
      <FilterBar label="Filter the people" keys={FILTERS}>
        <ChoiceFilter name="stage" label="Stage" all="Pilots and waves" choices={choicesOf(STAGE_WORDS)} />
        <ChoiceFilter name="state" label="State" all="Told or not" choices={choicesOf(DELIVERY_WORDS)} />
      </FilterBar>
      <Answer of={read} what="Who was told" lines={6}>
        {() => (
          <PagedTable
            of={read}
            what="people"
            more="Show more people"
            label={`People told of ${rollout.name}`}
            columns={COLUMNS}
            keyOf={({ stage, userId }) => `${stage} ${userId}`}
            empty={<Nobody isFiltered={FILTERS.some((key) => search[key] !== undefined)} />}
          />
        )}
      </Answer>
    </Section>
  );
}

const COLUMNS: readonly Column<Delivery>[] = [
  {
    key: "person",
    header: "Person",
    width: "minmax(14rem, 2fr)",
    cell: ({ displayName, mail }) => (
      <span className={css["person"]}>
        {displayName}
        <span>{mail ?? "no mail address"}</span>
      </span>
    ),
  },
  { key: "stage", header: "Stage", width: "6rem", cell: ({ stage }) => STAGE_WORDS[stage].word },
  {
    key: "state",
    header: "State",
    width: "12rem",
    cell: ({ state }) => (
      <ToneBadge tone={DELIVERY_WORDS[state].tone} title={DELIVERY_WORDS[state].meaning}>
        {DELIVERY_WORDS[state].word}
      </ToneBadge>
    ),
  },
  {
    key: "told",
    header: "Told",
    width: "8rem",
    cell: ({ toldAt }) => (toldAt === null ? <Quiet>not yet</Quiet> : <Age at={toldAt} />),
  },
  { key: "tries", header: "Tries", width: "4.5rem", align: "end", cell: ({ attempts }) => attempts },
  {
    key: "error",
    header: "What stood in the way",
    width: "minmax(12rem, 3fr)",
    cell: ({ lastError }) => (lastError === null ? <Quiet>nothing</Quiet> : lastError),
  },
];

function Quiet({ children }: { children: string }) {
  return <span className={css["quiet"]}>{children}</span>;
}

function Nobody({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered)
    return (
      <EmptyState
        title="Nobody fits the filters"
        why="People are listed once their phase has opened; these filters leave none."
      />
    );
  return (
    <EmptyState
      title="Nobody was told yet"
      why="People are listed here once a phase opens: whoever has a device in it is told before it changes."
      next="Write the notices above, so that the phase does not wait for them."
    />
  );
}
