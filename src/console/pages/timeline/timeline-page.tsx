import { Button } from "@fluentui/react-components";
import { ArrowDownloadRegular } from "@fluentui/react-icons/svg/arrow-download";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { timelinePagesQuery } from "../../api/rollouts.ts";
import { AsOf } from "../../kit/facts.tsx";
import { ChoiceFilter, FilterBar } from "../../kit/filter-bar.tsx";
import { Section } from "../../kit/layout.tsx";
import { RolloutPage } from "../../kit/rollout-page.tsx";
import { Answer, EmptyState } from "../../kit/standing.tsx";
import { useUrlState } from "../../kit/use-url-state.ts";
import { formatCount } from "../../words/numbers.ts";
import { ChainStatus } from "./chain-status.tsx";
import { actionsOfKind, FILTERABLE } from "./entry-kinds.ts";
import { TimelineEntries } from "./timeline-entries.tsx";
import { useDossierDownload } from "./use-dossier-download.ts";

/** What happened, provably: every entry of this rollout's log, newest first, and the whole file to take away. */
export function TimelinePage() {
  return (
    <RolloutPage
      title="Timeline"
      lead="Everything that people, the gate and the timer did. Entries are chained by their hashes: none can be changed or taken out unseen."
      action={(rollout) => <DossierButton rollout={rollout} />}
    >
      {(rollout) => (
        <>
          <ChainStatus />
          <Entries rollout={rollout} />
        </>
      )}
    </RolloutPage>
  );
}

function DossierButton({ rollout }: { rollout: RolloutDetail }) {
  const dossier = useDossierDownload(rollout);
  return (
    <Button
      appearance="primary"
      icon={<ArrowDownloadRegular />}
      disabledFocusable={dossier.isBusy}
      onClick={() => void dossier.download()}
    >
      {dossier.isBusy ? "Collecting ..." : "Export dossier"}
    </Button>
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
      <Answer of={read} what="The timeline" lines={8}>
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
