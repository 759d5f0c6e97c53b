import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { deviceQuery } from "../../api/devices.ts";
import { PageHeader } from "../../kit/layout.tsx";
import { Answer } from "../../kit/standing.tsx";

export function DevicePage() {
  const { id } = useParams({ strict: false });
  const read = useQuery(deviceQuery(id ?? ""));
  return (
    <Answer of={read} what="the device">
      {(device) => <PageHeader title={device.name} />}
    </Answer>
  );
}
