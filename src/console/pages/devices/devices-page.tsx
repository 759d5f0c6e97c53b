import { useQuery } from "@tanstack/react-query";
import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { deviceGroupsQuery } from "../../api/rollouts.ts";
import { RolloutPage } from "../../kit/rollout-page.tsx";
import { Answer } from "../../kit/standing.tsx";
import { DeviceTable } from "./device-table.tsx";
import { FailureGroups } from "./failure-groups.tsx";

/** Which devices are stuck, and why. Filters and order are the server's work and live in the address. */
export function DevicesPage() {
  return (
    <RolloutPage
      title="Devices"
      lead="Every device that a phase of this rollout has chosen, how far it is, and what stands in its way."
    >
      {(rollout) => <Groups rollout={rollout} />}
    </RolloutPage>
  );
}

function Groups({ rollout }: { rollout: RolloutDetail }) {
  const read = useQuery(deviceGroupsQuery(rollout.id));
  return (
    <Answer of={read} what="The devices by state and reason" lines={4}>
      {(groups) => (
        <>
          <FailureGroups rollout={rollout} groups={groups} />
          <DeviceTable rollout={rollout} groups={groups} />
        </>
      )}
    </Answer>
  );
}
