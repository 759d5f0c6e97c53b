import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { deviceGroupsQuery, rolloutQuery } from "../../api/rollouts.ts";
import { PageBody, PageHeader } from "../../kit/layout.tsx";
import { RolloutTabs } from "../../kit/rollout-tabs.tsx";
import { Answer } from "../../kit/standing.tsx";
import { StateBadge } from "../../kit/state-badge.tsx";
import { paths } from "../../paths.ts";
import { DeviceTable } from "./device-table.tsx";
import { FailureGroups } from "./failure-groups.tsx";

/** Which devices are stuck, and why. Filters and order are the server's work and live in the address. */
export function DevicesPage() {
  const { id } = useParams({ strict: false });
  const read = useQuery(rolloutQuery(id ?? ""));
  return (
    <>
      {read.data === undefined ? <PageHeader title="Devices" crumbs={[{ label: "Rollouts", href: paths.rollouts() }]} /> : null}
      <Answer of={read} what="the rollout">
        {(rollout) => (
          <>
            <PageHeader
              title="Devices"
              crumbs={[
                { label: "Rollouts", href: paths.rollouts() },
                { label: rollout.name, href: paths.rollout(rollout.id) },
              ]}
              badges={<StateBadge kind="rollout" state={rollout.status} />}
              lead="Every device that a phase of this rollout has chosen, how far it is, and what stands in its way."
            />
            <PageBody>
              <RolloutTabs id={rollout.id} />
              <Groups rollout={rollout} />
            </PageBody>
          </>
        )}
      </Answer>
    </>
  );
}

function Groups({ rollout }: { rollout: RolloutDetail }) {
  const read = useQuery(deviceGroupsQuery(rollout.id));
  return (
    <Answer of={read} what="the devices by state and reason" lines={4}>
      {(groups) => (
        <>
          <FailureGroups rollout={rollout} groups={groups} />
          <DeviceTable rollout={rollout} groups={groups} />
        </>
      )}
    </Answer>
  );
}
