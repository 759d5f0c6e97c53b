import { useInfiniteQuery } from "@tanstack/react-query";
import type { UncoveredAnswer } from "../../../http/contract/requirements.ts";
import { uncoveredPagesQuery } from "../../api/requirements.ts";
import type { Column } from "../../kit/data-table.tsx";
import { AsOf } from "../../kit/facts.tsx";
import { Section } from "../../kit/layout.tsx";
import { PagedTable } from "../../kit/paged-table.tsx";
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
        {() => (
          <PagedTable
            of={read}
            what="settings"
            more="Show more settings"
            label="Settings that no requirement asks for"
            columns={COLUMNS}
            keyOf={({ node }) => node}
            empty={
              <EmptyState
                title="Every setting of a live policy has a requirement"
                why="Nothing is set that nobody has asked for."
              />
            }
          />
        )}
      </Answer>
    </Section>
  );
}
