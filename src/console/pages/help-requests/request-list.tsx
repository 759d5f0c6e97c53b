import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { HelpRequestBody, HelpRequestsAnswer } from "../../../http/contract/communication.ts";
import { allRolloutsQuery } from "../../api/all-rollouts.ts";
import { helpRequestPagesQuery } from "../../api/help-requests.ts";
import { AppLink } from "../../kit/app-link.tsx";
import type { Column } from "../../kit/data-table.tsx";
import { Age, AsOf } from "../../kit/facts.tsx";
import { ChoiceFilter, FilterBar } from "../../kit/filter-bar.tsx";
import { Section } from "../../kit/layout.tsx";
import { PagedTable } from "../../kit/paged-table.tsx";
import { Answer, EmptyState, ErrorState } from "../../kit/standing.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { useUrlState } from "../../kit/use-url-state.ts";
import { paths, type Search } from "../../paths.ts";
import { countOf, formatDecimal } from "../../words/numbers.ts";
import { STATE_WORDS } from "./request-words.ts";
import css from "./help-requests.module.css";

const FILTERS = ["rollout", "state", "linked"] as const;

/** All requests, newest first; filters live in the address. */
export function RequestList() {
  const [search] = useUrlState();
  const filter = { rollout: search["rollout"], state: search["state"], linked: search["linked"] };
  const read = useInfiniteQuery(helpRequestPagesQuery(filter));
  const newest = read.data?.pages[0];
  return (
    <Section title="Requests" aside={newest === undefined ? null : <AsOf at={newest.asOf} />}>
      <Filters chosen={search["rollout"]} />
      <Answer of={read} what="The help requests" lines={8}>
        {({ pages }) => (
          <>
            <Rate rate={pages[0]?.rate ?? null} rolloutId={search["rollout"]} />
            <PagedTable
              of={read}
              what="requests"
              label="Help requests"
              columns={columnsAt(search)}
              keyOf={({ id }) => id}
              hrefOf={({ id }) => addressOf(search, id)}
              empty={<NoRequests isFiltered={FILTERS.some((key) => search[key] !== undefined)} />}
            />
          </>
        )}
      </Answer>
    </Section>
  );
}

function Filters({ chosen }: { chosen: string | undefined }) {
  const { data: rollouts, error, refetch } = useQuery(allRolloutsQuery());
  const known = (rollouts?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const isKnown = chosen === undefined || known.some(({ value }) => value === chosen);
  return (
    <>
      <FilterBar label="Filter the help requests" keys={FILTERS}>
        <ChoiceFilter
          name="rollout"
          label="Rollout"
          all="All rollouts"
          choices={isKnown ? known : [{ value: chosen, label: chosen }, ...known]}
        />
        <ChoiceFilter
          name="state"
          label="State"
          all="Open and closed"
          choices={[
            { value: "open", label: "Open" },
            { value: "closed", label: "Closed" },
          ]}
        />
        <ChoiceFilter
          name="linked"
          label="Linked"
          all="Linked or not"
          choices={[
            { value: "yes", label: "Linked to a rollout" },
            { value: "no", label: "Not linked yet" },
          ]}
        />
      </FilterBar>
      {error === null ? null : (
        <ErrorState error={error} what="The rollouts to choose from could not be read" onRetry={() => void refetch()} />
      )}
    </>
  );
}

function Rate({ rate, rolloutId }: { rate: HelpRequestsAnswer["rate"]; rolloutId: string | undefined }) {
  if (rate === null || rolloutId === undefined) return null;
  const exposed = (
    <AppLink href={paths.rolloutDevices(rolloutId)}>{countOf(rate.exposed, "device")} that were offered the change</AppLink>
  );
  if (rate.per1000Exposed === null)
    return <p className={css["rate"]}>{countOf(rate.linked, "request")} linked; no device was offered the change yet.</p>;
  return (
    <p className={css["rate"]}>
      <strong>{formatDecimal(rate.per1000Exposed)} per 1,000</strong> {countOf(rate.linked, "linked request")}, open and closed,
      of {exposed}
    </p>
  );
}

const addressOf = (search: Search, id: string) => paths.helpRequests({ ...search, new: undefined, open: id });

/** Beside an open request there is room for what tells requests apart. */
const NARROW: readonly string[] = ["summary", "state", "rollout"];

function columnsAt(search: Search): readonly Column<HelpRequestBody>[] {
  const isNarrow = search["open"] !== undefined || search["new"] !== undefined;
  return allColumns(search).filter(({ key }) => !isNarrow || NARROW.includes(key));
}

function allColumns(search: Search): readonly Column<HelpRequestBody>[] {
  return [
    {
      key: "summary",
      header: "Request",
      width: "minmax(13rem, 3fr)",
      cell: (row) => (
        <span className={css["summary"]}>
          <AppLink href={addressOf(search, row.id)} aria-current={search["open"] === row.id ? "true" : undefined}>
            {row.summary}
          </AppLink>
          <span>{row.requester}</span>
        </span>
      ),
    },
    {
      key: "device",
      header: "Device",
      width: "9rem",
      cell: ({ device }) =>
        device === null ? (
          <span className={css["quiet"]}>not known</span>
        ) : (
          <AppLink href={paths.device(device.id)}>{device.name}</AppLink>
        ),
    },
    {
      key: "state",
      header: "State",
      width: "6.5rem",
      cell: ({ state }) => <ToneBadge tone={STATE_WORDS[state].tone}>{STATE_WORDS[state].word}</ToneBadge>,
    },
    {
      key: "rollout",
      header: "Comes from",
      width: "minmax(9rem, 2fr)",
      cell: ({ link }) =>
        link === null ? (
          <span className={css["quiet"]}>not linked</span>
        ) : (
          <AppLink href={paths.rollout(link.rolloutId)}>{link.rolloutName}</AppLink>
        ),
    },
    { key: "opened", header: "Opened", width: "7.5rem", cell: ({ openedAt }) => <Age at={openedAt} /> },
  ];
}

function NoRequests({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered)
    return (
      <EmptyState
        title="No request fits the filters"
        why="Requests may exist under other filters; these leave none of them."
        next="Clear the filters to see everything."
      />
    );
  return (
    <EmptyState
      title="Nobody has asked for help"
      why="Requests come from this form, from the command line, or from a help-desk system that sends them to the API."
      next="Record a request when somebody calls: with their device, the rollouts it is in are offered at once."
    />
  );
}
