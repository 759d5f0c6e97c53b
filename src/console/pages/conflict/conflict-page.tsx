import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ConflictAnswer } from "../../../http/contract/conflicts.ts";
import { conflictQuery } from "../../api/conflicts.ts";
import { ApiProblem } from "../../api/problem.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { ConflictClassBadge, SeverityBadge } from "../../kit/conflict-badges.tsx";
import { CopyButton } from "../../kit/copy-button.tsx";
import { AsOf, CountLink, KeyValueList } from "../../kit/facts.tsx";
import { PageBody, PageHeader, Section } from "../../kit/layout.tsx";
import { Sentence } from "../../kit/sentence.tsx";
import { SettingNames } from "../../kit/setting-names.tsx";
import { SettingName } from "../../kit/setting-value.tsx";
import { Answer, EmptyState } from "../../kit/standing.tsx";
import { paths } from "../../paths.ts";
import { asCli } from "../../words/commands.ts";
import { wonAndLost } from "../../words/conflicts.ts";
import { countOf } from "../../words/numbers.ts";
import { settingName } from "../../words/settings.ts";
import { Repairs } from "./repairs.tsx";
import { TheTwo } from "./the-two.tsx";

const CRUMBS = [{ label: "Conflicts", href: paths.conflicts() }];

/** Who fights with whom here, who loses, and what are the ways out? */
export function ConflictPage() {
  const { id = "" } = useParams({ strict: false });
  const read = useQuery(conflictQuery(id));
  if (read.error instanceof ApiProblem && read.error.status === 404) return <NoSuchConflict id={id} />;
  return (
    <>
      {read.data === undefined ? <PageHeader title="Conflict" crumbs={CRUMBS} /> : null}
      <Answer of={read} what="The conflict" lines={8}>
        {(conflict) => (
          <SettingNames names={conflict.names}>
            <Conflict conflict={conflict} />
          </SettingNames>
        )}
      </Answer>
    </>
  );
}

/** It may have been mended while the page was open. */
function NoSuchConflict({ id }: { id: string }) {
  return (
    <>
      <PageHeader title="No such conflict" crumbs={CRUMBS} />
      <PageBody>
        <EmptyState
          title="It does not stand today"
          why={
            <>
              No two live policies meet as <code>{id}</code>. A change may have ended it, or the link is not whole.
            </>
          }
          next={<AppLink href={paths.conflicts()}>All conflicts of today</AppLink>}
        />
      </PageBody>
    </>
  );
}

function Conflict({ conflict }: { conflict: ConflictAnswer }) {
  const { id, node, a, names, asOf } = conflict;
  return (
    <>
      <PageHeader
        title={node === null ? `What “${a.name}” does cannot be read` : settingName(node, names)}
        crumbs={CRUMBS}
        badges={
          <>
            <ConflictClassBadge of={conflict.class} />
            <SeverityBadge of={conflict.severity} />
          </>
        }
        lead={<Sentence>{conflict.sentence}</Sentence>}
        more={<CopyButton quiet label="Copy as CLI" textOf={() => asCli(["conflicts", "show", id])} />}
      />
      <PageBody>
        <Section title="What the platform does" aside={<AsOf at={asOf} />}>
          <KeyValueList items={factsOf(conflict)} />
        </Section>
        <TheTwo conflict={conflict} />
        <Repairs conflict={conflict} />
      </PageBody>
    </>
  );
}

const SCOPES = { device: "the device", user: "the user", both: "the device and the user" } as const;

function factsOf(conflict: ConflictAnswer) {
  const { node, scope, devices, ofDevices, users, b, others, ruleWords, weaker } = conflict;
  const ends = wonAndLost(conflict);
  return [
    ...(node === null ? [] : [{ name: "Setting", value: <SettingName node={node} /> }]),
    ...(scope === null ? [] : [{ name: "Set for", value: SCOPES[scope] }]),
    {
      name: b === null ? "Carry it and another" : "Carry both",
      value: <CountLink count={devices} of={ofDevices} label="devices" withShare />,
    },
    { name: "People", value: countOf(users, "person", "people") },
    ...(b === null ? [{ name: "Meets", value: countOf(others, "other policy", "other policies") }] : []),
    { name: "In effect", value: ends === null ? "no value of one of them alone" : `“${ends.won}”` },
    ...(ends === null ? [] : [{ name: "Loses", value: `“${ends.lost}”${weaker === null ? "" : WEAKER[weaker]}` }]),
    { name: "Rule", value: <Sentence>{ruleWords}</Sentence> },
  ];
}

const WEAKER = { yes: ", which is stricter", unknown: "; whether it is stricter is not known" } as const;
