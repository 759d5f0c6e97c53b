import { useQuery } from "@tanstack/react-query";
import type { DiffAnswer, VersionsAnswer } from "../../../http/contract/library.ts";
import { diffQuery, versionsQuery } from "../../api/policies.ts";
import { changeColumns } from "../../kit/change-columns.tsx";
import { type Column, DataTable } from "../../kit/data-table.tsx";
import { Instant } from "../../kit/facts.tsx";
import { SelectField } from "../../kit/fields.tsx";
import { Section } from "../../kit/layout.tsx";
import { SettingNames } from "../../kit/setting-names.tsx";
import { SettingValue } from "../../kit/setting-value.tsx";
import { Answer } from "../../kit/standing.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { useUrlState } from "../../kit/use-url-state.ts";
import { countOf, formatCount } from "../../words/numbers.ts";
import { CHANGE_KINDS } from "../plan/plan-words.ts";
import css from "./policies.module.css";

type Version = VersionsAnswer["versions"][number];

/** Every version, and what lies between two of them. */
export function Versions({ id }: { id: string }) {
  const read = useQuery(versionsQuery(id));
  return (
    <Answer of={read} what="The versions">
      {({ versions, retired }) => (
        <>
          <Section title={countOf(versions.length, "version")}>
            <DataTable
              label="Versions"
              columns={columnsOf(retired)}
              total={versions.length}
              rowAt={(index) => versions[index]}
              keyOf={({ hash }) => hash}
              empty={null}
            />
          </Section>
          {versions.length < 2 ? null : <Comparison id={id} versions={versions} />}
        </>
      )}
    </Answer>
  );
}

function columnsOf(retired: boolean): readonly Column<Version>[] {
  return [
    {
      key: "number",
      header: "Version",
      width: "9rem",
      cell: ({ number, isLive }) => (
        <>
          {number} {isLive ? <ToneBadge tone={retired ? "quiet" : "good"}>{retired ? "Last" : "Live"}</ToneBadge> : null}
        </>
      ),
    },
    { key: "settings", header: "Settings", width: "6rem", align: "end", cell: ({ settings }) => formatCount(settings) },
    { key: "made", header: "Made", width: "10rem", cell: ({ createdAt }) => <Instant at={createdAt} /> },
    { key: "by", header: "By", width: "minmax(7rem, 1fr)", cell: ({ createdBy }) => createdBy },
    { key: "why", header: "Why", width: "minmax(10rem, 3fr)", cell: ({ reason }) => reason ?? "nobody said" },
  ];
}

function Comparison({ id, versions }: { id: string; versions: readonly Version[] }) {
  const [search, change] = useUrlState();
  const known = (text: string | undefined) => versions.find(({ number }) => String(number) === text)?.number;
  const from = known(search["from"]) ?? versions[1]?.number ?? 1;
  const to = known(search["to"]) ?? versions[0]?.number ?? 1;
  const read = useQuery(diffQuery(id, from, to));
  const choices = versions.map(({ number }) => ({ value: String(number), label: `Version ${number}` }));
  return (
    <Section title="What differs">
      <div className={css["sides"]}>
        <SelectField label="From" value={String(from)} choices={choices} onChange={(value) => change({ from: value })} />
        <SelectField label="To" value={String(to)} choices={choices} onChange={(value) => change({ to: value })} />
      </div>
      <Answer of={read} what="The comparison">
        {(diff) => <Difference diff={diff} />}
      </Answer>
    </Section>
  );
}

/** In a comparison nobody else is asked: what is gone is gone. */
const COLUMNS = changeColumns({ ...CHANGE_KINDS, removed: { word: "Removed", tone: "warn" } }, (node) => (
  <SettingValue node={node} value={null} tone="after" />
));

function Difference({ diff: { fields, settings, isEqual, names } }: { diff: DiffAnswer }) {
  if (isEqual) return <p>Nothing differs.</p>;
  return (
    <SettingNames names={names}>
      {fields.length === 0 ? null : (
        <ul>
          {fields.map(({ field, before, after }) => (
            <li key={field}>
              {FIELD_WORDS[field]}: {plain(before)} becomes {plain(after)}
            </li>
          ))}
        </ul>
      )}
      <DataTable
        label="Settings that differ"
        columns={COLUMNS}
        total={settings.length}
        rowAt={(index) => settings[index]}
        keyOf={({ node, kind }) => `${kind} ${node}`}
        empty={<p>No setting differs.</p>}
      />
    </SettingNames>
  );
}

const FIELD_WORDS: Readonly<Record<DiffAnswer["fields"][number]["field"], string>> = {
  name: "Name",
  kind: "Type",
  platforms: "Platforms",
  templateFamily: "Template",
  channel: "Device or person",
  applicabilityRule: "Applicability rule",
  noncomplianceActions: "Actions for noncompliance",
};

function plain(value: unknown): string {
  return typeof value === "string" ? value : value === null ? "nothing" : JSON.stringify(value);
}
