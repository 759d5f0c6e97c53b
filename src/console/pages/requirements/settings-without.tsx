import { useInfiniteQuery } from "@tanstack/react-query";
import type { UncoveredAnswer } from "../../../http/contract/requirements.ts";
import { uncoveredPagesQuery } from "../../api/requirements.ts";
import { type Column, DataTable } from "../../kit/data-table.tsx";
import { AsOf } from "../../kit/facts.tsx";
import { Section } from "../../kit/layout.tsx";
import { ShowOlder } from "../../kit/show-older.tsx";
import { Answer, EmptyState } from "../../kit/standing.tsx";
import { platformText } from "../../words/platforms.ts";
import css from "./requirements.module.css";

type Row = UncoveredAnswer["items"][number];

const COLUMNS: readonly Column<Row>[] = [
  {
    key: "name",
    header: "Setting",
    width: "minmax(14rem, 3fr)",
    cell: ({ name, node }) => (
      <span className={css["name"]}>
        {name}
        <span>{node}</span>
      </span>
    ),
  },
  { key: "platforms", header: "Platforms", width: "9rem", cell: ({ platforms }) => platforms.map(platformText).join(", ") },
  {
    key: "policies",
    header: "Set by",
    width: "minmax(10rem, 2fr)",
    cell: ({ policies }) => policies.map(({ name }) => name).join(", "),
  },
];

/** Either a requirement is missing, or the setting is not needed. */
export function SettingsWithout() {
  const read = useInfiniteQuery(uncoveredPagesQuery());
  const newest = read.data?.pages[0];
  return (
    <Section title="Settings without a requirement" aside={newest === undefined ? null : <AsOf at={newest.asOf} />}>
      <Answer of={read} what="The settings without a requirement">
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return (
            <>
              <DataTable
                label="Settings that no requirement asks for"
                columns={COLUMNS}
                total={items.length}
                rowAt={(index) => items[index]}
                keyOf={({ node }) => node}
                empty={
                  <EmptyState
                    title="Every setting of a live policy has a requirement"
                    why="Nothing is set that nobody has asked for."
                  />
                }
              />
              <ShowOlder
                what="settings"
                more="Show more settings"
                shown={items.length}
                total={pages[0]?.total ?? items.length}
                hasMore={read.hasNextPage}
                isReading={read.isFetchingNextPage}
                onMore={() => void read.fetchNextPage()}
              />
            </>
          );
        }}
      </Answer>
    </Section>
  );
}
