import { useMemo } from "react";
import type { RolloutSummary } from "../../../http/contract/rollouts.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { type Column, DataTable } from "../../kit/data-table.tsx";
import { CountLink, Instant } from "../../kit/facts.tsx";
import { EmptyState } from "../../kit/standing.tsx";
import { StateBadge } from "../../kit/state-badge.tsx";
import { useUrlState } from "../../kit/use-url-state.ts";
import { paths } from "../../paths.ts";
import { nextEventOf, SORTS, sortRollouts } from "./select-rollouts.ts";
import css from "./rollouts.module.css";

const COLUMNS: readonly Column<RolloutSummary>[] = [
  {
    key: "name",
    header: "Rollout",
    width: "minmax(12rem, 2fr)",
    sortable: true,
    cell: ({ id, name }) => (
      <AppLink href={paths.rollout(id)} className={css["name"]}>
        {name}
      </AppLink>
    ),
  },
  {
    key: "state",
    header: "State",
    width: "10.5rem",
    sortable: true,
    cell: ({ status }) => <StateBadge kind="rollout" state={status} />,
  },
  {
    key: "exposed",
    header: "Exposed",
    width: "8.5rem",
    sortable: true,
    cell: ({ id, totals, population }) => (
      <CountLink count={totals.exposed} of={population} label="" href={paths.rolloutDevices(id)} />
    ),
  },
  {
    key: "failed",
    header: "Failed",
    width: "7rem",
    sortable: true,
    cell: ({ id, totals }) => (
      <CountLink count={totals.everFailed} of={totals.exposed} label="" href={paths.rolloutDevices(id, { everFailed: "yes" })} />
    ),
  },
  { key: "owner", header: "Owner", width: "minmax(8rem, 1fr)", sortable: true, cell: ({ author }) => author },
  {
    key: "next",
    header: "Next",
    width: "minmax(12rem, 2fr)",
    cell: (rollout) => <span className={css["next"]}>{nextEventOf(rollout)}</span>,
  },
  { key: "created", header: "Created", width: "8.5rem", sortable: true, cell: ({ createdAt }) => <Instant at={createdAt} /> },
];

/** The same rollouts as rows; the order is kept in the address. */
export function RolloutList({ rollouts }: { rollouts: readonly RolloutSummary[] }) {
  const [search, change] = useUrlState();
  const key = SORTS.find((known) => known === search["sort"]) ?? "created";
  const isDescending = search["sort"] === undefined || search["descending"] === "yes";
  const sorted = useMemo(() => sortRollouts(rollouts, key, isDescending), [rollouts, key, isDescending]);
  return (
    <DataTable
      label="Rollouts"
      columns={COLUMNS}
      total={sorted.length}
      rowAt={(index) => sorted[index]}
      keyOf={({ id }) => id}
      hrefOf={({ id }) => paths.rollout(id)}
      sort={{ key, descending: isDescending }}
      onSort={(sort) => change({ sort: sort.key, descending: sort.descending ? "yes" : undefined })}
      empty={<EmptyState title="No rollout fits the filters" why="Clear the filters above, or look for something else." />}
    />
  );
}
