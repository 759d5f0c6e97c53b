import { useInfiniteQuery } from "@tanstack/react-query";
import type { RequirementSummaryBody } from "../../../http/contract/requirements.ts";
import { requirementPagesQuery } from "../../api/requirements.ts";
import { AppLink } from "../../kit/app-link.tsx";
import type { Column } from "../../kit/data-table.tsx";
import { AsOf } from "../../kit/facts.tsx";
import { ChoiceFilter, FilterBar, SearchFilter } from "../../kit/filter-bar.tsx";
import { Section } from "../../kit/layout.tsx";
import { PagedTable } from "../../kit/paged-table.tsx";
import { Answer, EmptyState } from "../../kit/standing.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { useUrlState } from "../../kit/use-url-state.ts";
import { paths, type Search } from "../../paths.ts";
import { AREA_WORDS, devicesText, PRIORITY_WORDS, STATUS_WORDS } from "./requirement-words.ts";
import css from "./requirements.module.css";

const FILTERS = ["text", "area", "status", "retired"] as const;

/** By area, what does not hold first; filters live in the address. */
export function RequirementList() {
  const [search] = useUrlState();
  const filter = Object.fromEntries(FILTERS.map((key) => [key, search[key]]));
  const read = useInfiniteQuery(requirementPagesQuery(filter));
  const newest = read.data?.pages[0];
  return (
    <Section title="Register" aside={newest === undefined ? null : <AsOf at={newest.asOf} />}>
      <Filters />
      <Answer of={read} what="The requirements" lines={8}>
        {() => (
          <PagedTable
            of={read}
            what="requirements"
            more="Show more requirements"
            label="Requirements"
            columns={columnsAt(search)}
            keyOf={({ id }) => id}
            hrefOf={({ id }) => addressOf(search, id)}
            empty={<NoRequirements isFiltered={FILTERS.some((key) => search[key] !== undefined)} />}
          />
        )}
      </Answer>
    </Section>
  );
}

function Filters() {
  const statuses = Object.entries(STATUS_WORDS).map(([value, { word }]) => ({ value, label: word }));
  return (
    <FilterBar label="Filter the requirements" keys={FILTERS}>
      <SearchFilter name="text" label="Find requirements" />
      <ChoiceFilter
        name="area"
        label="Area"
        all="All areas"
        choices={Object.entries(AREA_WORDS).map(([value, label]) => ({ value, label }))}
      />
      <ChoiceFilter name="status" label="Status" all="Every status" choices={[{ value: "open", label: "Open" }, ...statuses]} />
      <ChoiceFilter name="retired" label="In force" all="In force" choices={[{ value: "true", label: "Retired" }]} />
    </FilterBar>
  );
}

const addressOf = (search: Search, id: string) => paths.requirements({ ...search, open: id });

/** Beside an open requirement there is room for what tells requirements apart. */
const NARROW: readonly string[] = ["title", "status"];

function columnsAt(search: Search): readonly Column<RequirementSummaryBody>[] {
  return allColumns(search).filter(({ key }) => search["open"] === undefined || NARROW.includes(key));
}

function allColumns(search: Search): readonly Column<RequirementSummaryBody>[] {
  return [
    { key: "area", header: "Area", width: "9rem", cell: ({ area }) => AREA_WORDS[area] },
    {
      key: "title",
      header: "Requirement",
      width: "minmax(14rem, 4fr)",
      cell: (row) => (
        <span className={css["name"]}>
          <AppLink href={addressOf(search, row.id)} aria-current={search["open"] === row.id ? "true" : undefined}>
            {row.title}
          </AppLink>
          <span>{row.source ?? "No source is named"}</span>
        </span>
      ),
    },
    { key: "priority", header: "Priority", width: "6rem", cell: ({ priority }) => PRIORITY_WORDS[priority] },
    {
      key: "status",
      header: "Status",
      width: "minmax(11rem, 2fr)",
      cell: ({ standing, acceptedGap }) => (
        <span className={css["status"]}>
          <ToneBadge tone={acceptedGap === null ? STATUS_WORDS[standing.status].tone : "quiet"}>
            {STATUS_WORDS[standing.status].word}
            {acceptedGap === null ? "" : ", accepted"}
          </ToneBadge>
          <span>{devicesText(standing)}</span>
        </span>
      ),
    },
  ];
}

function NoRequirements({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered)
    return (
      <EmptyState
        title="No requirement fits the filters"
        why="Requirements may exist under other filters; these leave none of them."
        next="Clear the filters to see everything."
      />
    );
  return (
    <EmptyState
      title="The register is empty"
      why="Nobody has written down yet what has to hold on devices."
      next="Import policies and take the requirements over from them, or make first policies of what has to hold."
    />
  );
}
