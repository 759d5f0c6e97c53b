import type { PolicySummary } from "../../../http/contract/policies.ts";
import { keys } from "../../api/keys.ts";
import { readPolicies } from "../../api/policies.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { type Column, DataTable } from "../../kit/data-table.tsx";
import { AsOf } from "../../kit/facts.tsx";
import { ChoiceFilter, FilterBar, SearchFilter } from "../../kit/filter-bar.tsx";
import { PageBody, PageHeader, Section } from "../../kit/layout.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../kit/standing.tsx";
import { useOffsetPages } from "../../kit/use-offset-pages.ts";
import { useUrlState } from "../../kit/use-url-state.ts";
import { paths } from "../../paths.ts";
import { countOf, formatCount } from "../../words/numbers.ts";
import { platformText } from "../../words/platforms.ts";
import { kindText } from "./policy-words.ts";

const PAGE_ROWS = 100;

/** What is in force, in which version, and whom it reaches. */
export function PoliciesPage() {
  return (
    <>
      <PageHeader title="Policies" lead="What is in force, in which version, and how many devices it reaches." />
      <PageBody>
        <PolicyTable />
      </PageBody>
    </>
  );
}

function PolicyTable() {
  const [{ search, show }] = useUrlState();
  const filter = { search, retired: show === "retired" ? "true" : undefined };
  const pages = useOffsetPages<PolicySummary>({
    pageSize: PAGE_ROWS,
    key: keys.policies("page", filter),
    read: (offset, limit, signal) => readPolicies({ ...filter, offset, limit }, signal),
  });
  const { total } = pages;
  const title = total === undefined ? "Policies" : countOf(total, "policy", "policies");
  return (
    <Section title={title} aside={pages.asOf === undefined ? null : <AsOf at={pages.asOf} />}>
      <FilterBar label="Filter policies" keys={["search", "show"]}>
        <SearchFilter name="search" label="Name, type, platform or id" />
        <ChoiceFilter name="show" label="Standing" all="In force" choices={[{ value: "retired", label: "Retired" }]} />
      </FilterBar>
      {pages.error === null ? null : (
        <ErrorState error={pages.error} what="The policies could not be read" onRetry={pages.refetch} />
      )}
      {total === undefined ? (
        pages.error === null && <LoadingState what="Reading policies" lines={8} />
      ) : (
        <DataTable
          label="Policies"
          columns={COLUMNS}
          total={total}
          rowAt={pages.rowAt}
          keyOf={({ id }) => id}
          onRange={pages.onRange}
          hrefOf={({ id }) => paths.policy(id)}
          empty={<NoPolicies isFiltered={(search ?? show) !== undefined} />}
        />
      )}
    </Section>
  );
}

const COLUMNS: readonly Column<PolicySummary>[] = [
  {
    key: "name",
    header: "Policy",
    width: "minmax(15rem, 3fr)",
    cell: ({ id, name }) => <AppLink href={paths.policy(id)}>{name}</AppLink>,
  },
  { key: "kind", header: "Type", width: "minmax(9rem, 1fr)", cell: ({ kind }) => kindText(kind) },
  {
    key: "platforms",
    header: "Platforms",
    width: "minmax(7rem, 1fr)",
    cell: ({ platforms }) => (platforms.length === 0 ? "none" : platforms.map(platformText).join(", ")),
  },
  { key: "version", header: "Version", width: "5rem", align: "end", cell: ({ version }) => formatCount(version) },
  { key: "settings", header: "Settings", width: "5.5rem", align: "end", cell: ({ settings }) => formatCount(settings) },
  {
    key: "devices",
    header: "Devices",
    width: "9rem",
    align: "end",
    cell: ({ devices, ofDevices, retired }) => (retired ? "retired" : `${formatCount(devices)} of ${formatCount(ofDevices)}`),
  },
  {
    key: "rollout",
    header: "Rollout",
    width: "7rem",
    cell: ({ openRolloutId }) =>
      openRolloutId === null ? "none" : <AppLink href={paths.rollout(openRolloutId)}>Under way</AppLink>,
  },
];

function NoPolicies({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered)
    return <EmptyState title="No policy fits the filters" why="There may be others: these filters leave none of them." />;
  return (
    <EmptyState
      title="There are no policies yet"
      why="An import takes in what your tenant has, or what you wrote as code."
      next={
        <p>
          <code>tidegate import intune ./export</code> or <code>tidegate import policies ./policies</code>
        </p>
      }
    />
  );
}
