import { Button } from "@fluentui/react-components";
import { ArrowDownloadRegular } from "@fluentui/react-icons/svg/arrow-download";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { rolloutQuery, timelinePagesQuery } from "../../api/rollouts.ts";
import { AsOf } from "../../kit/facts.tsx";
import { ChoiceFilter, FilterBar } from "../../kit/filter-bar.tsx";
import { PageBody, PageHeader, Section } from "../../kit/layout.tsx";
import { RolloutTabs } from "../../kit/rollout-tabs.tsx";
import { Answer, EmptyState } from "../../kit/standing.tsx";
import { useUrlState } from "../../kit/use-url-state.ts";
import { paths } from "../../paths.ts";
import { formatCount } from "../../words/numbers.ts";
import { ChainStatus } from "./chain-status.tsx";
import { actionsOfKind, FILTERABLE } from "./entry-kinds.ts";
import { TimelineEntries } from "./timeline-entries.tsx";
import { useDossierDownload } from "./use-dossier-download.ts";

/** What happened, provably: every entry of this rollout's log, newest first, and the whole file to take away. */
export function TimelinePage() {
  const { id } = useParams({ strict: false });
  const read = useQuery(rolloutQuery(id ?? ""));
  return (
    <>
      {read.data === undefined ? <PageHeader title="Timeline" crumbs={[{ label: "Rollouts", href: paths.rollouts() }]} /> : null}
      <Answer of={read} what="the rollout">
        {(rollout) => (
          <>
            <TimelineHeader rollout={rollout} />
            <PageBody>
              <RolloutTabs id={rollout.id} />
              <ChainStatus />
              <Entries rollout={rollout} />
            </PageBody>
          </>
        )}
      </Answer>
    </>
  );
}

function TimelineHeader({ rollout }: { rollout: RolloutDetail }) {
  const dossier = useDossierDownload(rollout);
  return (
    <PageHeader
      title="Timeline"
      crumbs={[
        { label: "Rollouts", href: paths.rollouts() },
        { label: rollout.name, href: paths.rollout(rollout.id) },
      ]}
      lead="Everything that people, the gate and the timer did. Entries are chained by their hashes: none can be changed or taken out unseen."
      action={
        <Button
          appearance="primary"
          icon={<ArrowDownloadRegular />}
          disabledFocusable={dossier.isBusy}
          onClick={() => void dossier.download()}
        >
          {dossier.isBusy ? "Collecting ..." : "Export dossier"}
        </Button>
      }
    />
  );
}

function Entries({ rollout }: { rollout: RolloutDetail }) {
  const [{ kind }] = useUrlState();
  const read = useInfiniteQuery(timelinePagesQuery(rollout.id, actionsOfKind(kind)));
  const newest = read.data?.pages[0];
  return (
    <Section title="Entries" aside={newest === undefined ? null : <AsOf at={newest.asOf} />}>
      <FilterBar label="Filter the timeline" keys={["kind"]}>
        <ChoiceFilter
          name="kind"
          label="Kind of entry"
          all="All kinds"
          choices={FILTERABLE.map(({ key, word }) => ({ value: key, label: `${word}s`.replace("Peoples", "People") }))}
        />
      </FilterBar>
      <Answer of={read} what="the timeline" lines={8}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0)
            return (
              <EmptyState
                title="No entry of this kind"
                why="Nothing like it has happened to this rollout so far."
                next="Choose all kinds to see everything."
              />
            );
          return (
            <>
              <TimelineEntries entries={items} />
              <p>
                {formatCount(items.length)} of {formatCount(pages[0]?.total ?? items.length)} entries shown
              </p>
              {read.hasNextPage ? (
                <div>
                  <Button disabledFocusable={read.isFetchingNextPage} onClick={() => void read.fetchNextPage()}>
                    {read.isFetchingNextPage ? "Reading older entries ..." : "Show older entries"}
                  </Button>
                </div>
              ) : null}
            </>
          );
        }}
      </Answer>
    </Section>
  );
}
