import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { LintAnswer } from "../../../http/contract/library.ts";
import type { PolicyDetail } from "../../../http/contract/policies.ts";
import { lintQuery, policyQuery } from "../../api/policies.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { AssignmentWords } from "../../kit/assignment-words.tsx";
import { type Column, DataTable } from "../../kit/data-table.tsx";
import { AsOf, CountLink, KeyValueList } from "../../kit/facts.tsx";
import { PageBody, PageHeader, Section } from "../../kit/layout.tsx";
import { SettingNames } from "../../kit/setting-names.tsx";
import { SettingName, SettingValue } from "../../kit/setting-value.tsx";
import { Answer, EmptyState } from "../../kit/standing.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { paths } from "../../paths.ts";
import { useSession } from "../../shell/use-session.ts";
import { countOf } from "../../words/numbers.ts";
import { platformText } from "../../words/platforms.ts";
import { FindingList } from "./finding-list.tsx";
import { kindText } from "./policy-words.ts";
import { Versions } from "./versions.tsx";

/** One policy: whom it reaches, what it sets, what is wrong with it, and how it came to be so. */
export function PolicyPage() {
  const { id = "" } = useParams({ strict: false });
  const read = useQuery(policyQuery(id));
  const { may } = useSession();
  const policy = read.data;
  const canEdit = policy !== undefined && !policy.retired && may("saveDraft");
  return (
    <>
      <PageHeader
        title={policy?.name ?? "Policy"}
        crumbs={[{ label: "Policies", href: paths.policies() }]}
        badges={policy?.retired === true ? <ToneBadge tone="quiet">Retired</ToneBadge> : undefined}
        action={canEdit ? <AppLink href={paths.policyEditor(policy.id)}>Edit as a draft</AppLink> : undefined}
      />
      <PageBody>
        <Answer of={read} what="The policy" lines={8}>
          {(found) => (
            <SettingNames names={found.names}>
              <Facts policy={found} />
              <Findings id={found.id} />
              <Settings policy={found} />
              <Versions id={found.id} />
            </SettingNames>
          )}
        </Answer>
      </PageBody>
    </>
  );
}

function Facts({ policy }: { policy: PolicyDetail }) {
  const { devices, ofDevices, assignments, openRolloutId, retired } = policy;
  return (
    <Section title="What it is" aside={<AsOf at={policy.asOf} />}>
      <KeyValueList
        items={[
          { name: "Type", value: kindText(policy.kind) },
          { name: "Platforms", value: policy.platforms.map(platformText).join(", ") || "none" },
          { name: retired ? "Last version" : "Live version", value: `${policy.version}` },
          { name: "Reaches", value: <CountLink count={devices} of={ofDevices} label="devices" withShare /> },
          { name: "Assigned", value: <AssignmentWords lines={assignments} /> },
          ...(openRolloutId === null
            ? []
            : [{ name: "Rollout", value: <AppLink href={paths.rollout(openRolloutId)}>One is under way</AppLink> }]),
        ]}
      />
    </Section>
  );
}

function Findings({ id }: { id: string }) {
  const read = useQuery(lintQuery(id));
  return (
    <Answer of={read} what="What is wrong with the policy">
      {(lint: LintAnswer) => (
        <Section title={lint.findings.length === 0 ? "No findings" : countOf(lint.findings.length, "finding")}>
          <FindingList findings={lint.findings} />
        </Section>
      )}
    </Answer>
  );
}

type Row = PolicyDetail["nodes"][number];
const COLUMNS: readonly Column<Row>[] = [
  { key: "setting", header: "Setting", width: "minmax(16rem, 3fr)", cell: ({ node }) => <SettingName node={node} /> },
  {
    key: "value",
    header: "Value",
    width: "minmax(10rem, 2fr)",
    cell: ({ node, value }) => <SettingValue node={node} value={value} />,
  },
];

function Settings({ policy: { nodes, name } }: { policy: PolicyDetail }) {
  return (
    <Section title={countOf(nodes.length, "setting")}>
      <DataTable
        label={`Settings of ${name}`}
        columns={COLUMNS}
        total={nodes.length}
        rowAt={(index) => nodes[index]}
        keyOf={({ node }) => node}
        empty={
          <EmptyState
            title="No setting can be read"
            why="The policy sets nothing, or what it does is not known: then no plan can be made of it."
          />
        }
      />
    </Section>
  );
}
