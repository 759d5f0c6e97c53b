import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ConflictsAnswer, ConflictSummary } from "../../../http/contract/conflicts.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { ConflictClassBadge } from "../../kit/conflict-badges.tsx";
import type { Column } from "../../kit/data-table.tsx";
import { CountLink } from "../../kit/facts.tsx";
import { PagedTable } from "../../kit/paged-table.tsx";
import { SettingNames } from "../../kit/setting-names.tsx";
import { SettingName, SettingValue } from "../../kit/setting-value.tsx";
import { EmptyState } from "../../kit/standing.tsx";
import { paths, type Search } from "../../paths.ts";
import { countOf } from "../../words/numbers.ts";
import { FILTERS } from "./conflict-filters.tsx";
import css from "./conflicts.module.css";

type Props = Readonly<{ read: UseInfiniteQueryResult<InfiniteData<ConflictsAnswer>>; search: Search }>;

/** Heaviest first; each row leads to the conflict itself. */
export function ConflictTable({ read, search }: Props) {
  const pages = read.data?.pages ?? [];
  const [first] = pages;
  if (first === undefined) return null;
  const names = Object.assign({}, ...pages.map((page) => page.names)) as ConflictsAnswer["names"];
  return (
    <SettingNames names={names}>
      <PagedTable
        of={read}
        what="conflicts"
        more="Show more conflicts"
        label="Conflicts"
        columns={columnsOf(first.ofDevices)}
        keyOf={({ id }) => id}
        hrefOf={({ id }) => paths.conflict(id)}
        empty={<NoConflicts answer={first} isFiltered={FILTERS.some((key) => search[key] !== undefined)} />}
      />
    </SettingNames>
  );
}

function columnsOf(ofDevices: number): readonly Column<ConflictSummary>[] {
  return [
    { key: "class", header: "Class", width: "9.5rem", cell: (row) => <ConflictClassBadge of={row.class} /> },
    {
      key: "setting",
      header: "Setting",
      width: "minmax(14rem, 3fr)",
      cell: ({ id, node, a }) =>
        node === null ? (
          <AppLink href={paths.conflict(id)}>Everything in “{a.name}”</AppLink>
        ) : (
          <SettingName node={node} href={paths.conflict(id)} />
        ),
    },
    {
      key: "policies",
      header: "Policies, and what each asks for",
      width: "minmax(14rem, 3fr)",
      cell: (row) => <Sides conflict={row} />,
    },
    { key: "ends", header: "What the device ends with", width: "minmax(12rem, 3fr)", cell: ({ sentence }) => sentence },
    {
      key: "devices",
      header: "Carry both",
      width: "8.5rem",
      cell: ({ devices }) => <CountLink count={devices} of={ofDevices} label="devices" />,
    },
  ];
}

function Sides({ conflict: { a, b, others } }: { conflict: ConflictSummary }) {
  return (
    <span className={css["sides"]}>
      <Side side={a} />
      {b === null ? <span>meets {countOf(others, "other policy", "other policies")}</span> : <Side side={b} />}
    </span>
  );
}

function Side({ side: { name, node, value } }: { side: ConflictSummary["a"] }) {
  return (
    <span className={css["side"]}>
      <span>{name}</span>
      {node === null ? <span>cannot be read</span> : <SettingValue node={node} value={value} />}
    </span>
  );
}

function NoConflicts({ answer: { policies, ofDevices, counts }, isFiltered }: { answer: ConflictsAnswer; isFiltered: boolean }) {
  if (policies === 0)
    return (
      <EmptyState
        title="No policies yet"
        why="Conflicts are looked for among the policies that are live, and there is none."
        next={
          <>
            Import what your tenant exports: <code>tidegate import --policies FOLDER</code>
          </>
        }
      />
    );
  const all = counts.reduce((sum, { conflicts }) => sum + conflicts, 0);
  if (isFiltered)
    return (
      <EmptyState
        title="No conflict fits the filters"
        why={`${countOf(policies, "live policy was", "live policies were")} compared; these filters leave none of what was found.`}
        next={all === 0 ? "Clear the filters to see the other policies." : "Clear the filters to see everything."}
      />
    );
  return (
    <EmptyState
      title={`No conflicts among ${countOf(policies, "policy", "policies")}`}
      why={`No two of them ask one of the ${countOf(ofDevices, "device")} for the same setting.`}
      next="Every plan looks again: what a change would bring stands there before anybody approves it."
    />
  );
}
