import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { DeviceDetail } from "../../../http/contract/devices.ts";
import { deviceQuery, deviceWhyQuery } from "../../api/devices.ts";
import { ApiProblem } from "../../api/problem.ts";
import { CopyButton } from "../../kit/copy-button.tsx";
import { AsOf } from "../../kit/facts.tsx";
import { PageBody, PageHeader } from "../../kit/layout.tsx";
import { Sentence } from "../../kit/sentence.tsx";
import { SettingNames } from "../../kit/setting-names.tsx";
import { Answer } from "../../kit/standing.tsx";
import { StateBadge, ToneBadge } from "../../kit/state-badge.tsx";
import { asCli } from "../../words/commands.ts";
import { DeviceFacts } from "./device-facts.tsx";
import { DeviceKeys } from "./device-keys.tsx";
import { DevicePolicies } from "./device-policies.tsx";
import { DeviceRollouts } from "./device-rollouts.tsx";
import { NoSuchDevice } from "./no-such-device.tsx";
import { Refused } from "./refused.tsx";

/** Why is this device like this? */
export function DevicePage() {
  const { id = "" } = useParams({ strict: false });
  const read = useQuery(deviceQuery(id));
  if (read.data === undefined && read.error instanceof ApiProblem && read.error.status === 404)
    return <NoSuchDevice wanted={id} problem={read.error} />;
  return (
    <>
      {read.data === undefined ? <PageHeader title="Device" /> : null}
      <Answer of={read} what="The device" lines={8}>
        {(device) => <Device device={device} />}
      </Answer>
    </>
  );
}

function Device({ device }: { device: DeviceDetail }) {
  const read = useQuery(deviceWhyQuery(device.id));
  return (
    <>
      <PageHeader
        title={device.name}
        badges={
          device.worstState === null ? (
            <ToneBadge tone="quiet">Nothing reported</ToneBadge>
          ) : (
            <StateBadge kind="device" state={device.worstState} />
          )
        }
        lead={read.data === undefined ? undefined : <Sentence>{read.data.sentence}</Sentence>}
        more={<CopyButton quiet label="Copy as CLI" textOf={() => asCli(["device", "why", device.id])} />}
      />
      <PageBody>
        <Refused refused={read.data?.refused ?? null} />
        <DeviceFacts device={device} />
        <DeviceRollouts rollouts={device.rollouts} />
        <Answer of={read} what="Why it holds its policies" lines={8}>
          {(why) => (
            <SettingNames names={why.names}>
              <DevicePolicies why={why} />
            </SettingNames>
          )}
        </Answer>
        <DeviceKeys keys={device.keys} />
        <AsOf at={device.asOf} />
      </PageBody>
    </>
  );
}
