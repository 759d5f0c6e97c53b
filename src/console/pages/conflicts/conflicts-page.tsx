import { useInfiniteQuery } from "@tanstack/react-query";
import type { ConflictsAnswer } from "../../../http/contract/conflicts.ts";
import { conflictPagesQuery } from "../../api/conflicts.ts";
import { AsOf, CountLink } from "../../kit/facts.tsx";
import { PageBody, PageHeader, Section } from "../../kit/layout.tsx";
import { Answer } from "../../kit/standing.tsx";
import { ConflictClassBadge } from "../../kit/conflict-badges.tsx";
import { useUrlState } from "../../kit/use-url-state.ts";
import { paths, type Search } from "../../paths.ts";
import { CONFLICT_CLASSES } from "../../words/conflicts.ts";
import { ConflictFilters } from "./conflict-filters.tsx";
import { ConflictTable } from "./conflict-table.tsx";
import css from "./conflicts.module.css";

/** Where do policies fight? */
export function ConflictsPage() {
  const [search] = useUrlState();
  const read = useInfiniteQuery(
    conflictPagesQuery({ class: search["class"], severity: search["severity"], policy: search["policy"] }),
  );
  return (
    <>
      <PageHeader
        title="Conflicts"
        lead="Where live policies ask the same devices for different things, what such a device ends with, and ways out."
      />
      <PageBody>
        <Section title="Live policies" aside={read.data?.pages[0] === undefined ? null : <AsOf at={read.data.pages[0].asOf} />}>
          <ConflictFilters />
          <Answer of={read} what="The conflicts" lines={8}>
            {({ pages }) => (
              <>
                {pages[0] === undefined ? null : <Tally answer={pages[0]} search={search} />}
                <ConflictTable read={read} search={search} />
              </>
            )}
          </Answer>
        </Section>
      </PageBody>
    </>
  );
}

/** How many of each class, whatever class is chosen. */
function Tally({ answer: { counts }, search }: { answer: ConflictsAnswer; search: Search }) {
  const all = counts.reduce((sum, { conflicts }) => sum + conflicts, 0);
  if (all === 0) return null;
  return (
    <ul className={css["tally"]} aria-label="Conflicts by class">
      {counts.map(({ class: ofClass, conflicts }) => (
        <li key={ofClass}>
          <ConflictClassBadge of={ofClass} />
          <CountLink
            count={conflicts}
            of={all}
            label="conflicts"
            href={paths.conflicts({ ...search, class: ofClass, severity: undefined })}
          />
          <small>{CONFLICT_CLASSES[ofClass].meaning}</small>
        </li>
      ))}
    </ul>
  );
}
