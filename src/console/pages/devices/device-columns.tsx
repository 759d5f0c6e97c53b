import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { AppLink } from "../../kit/app-link.tsx";
import type { Column } from "../../kit/data-table.tsx";
import { Age } from "../../kit/facts.tsx";
import { StateBadge, ToneBadge } from "../../kit/state-badge.tsx";
import { paths } from "../../paths.ts";
import type { DeviceRow } from "./device-filter.ts";
import { DeviceTrack } from "./device-track.tsx";
import css from "./devices.module.css";

export function deviceColumns(rollout: RolloutDetail): readonly Column<DeviceRow>[] {
  const phaseName = (index: number) => rollout.phases[index]?.name ?? `phase ${index + 1}`;
  return [
    {
      key: "name",
      header: "Device",
      width: "minmax(15rem, 2fr)",
      sortable: true,
      cell: (row) => (
        <span className={css["device"]}>
          <AppLink href={paths.device(row.deviceId)}>{row.name}</AppLink>
          <span>{[row.person, row.model ?? row.platform].filter((fact) => fact !== null).join(", ")}</span>
        </span>
      ),
    },
    { key: "phase", header: "Phase", width: "8rem", sortable: true, cell: (row) => phaseName(row.phaseIndex) },
    {
      key: "state",
      header: "State",
      width: "11rem",
      sortable: true,
      cell: (row) => (
        <>
          <StateBadge kind="device" state={row.state} />
          {row.everFailed && row.state !== "error" ? <ToneBadge tone="warn">Failed before</ToneBadge> : null}
        </>
      ),
    },
    { key: "track", header: "Track", width: "9rem", cell: (row) => <DeviceTrack row={row} soakMs={soakOf(rollout, row)} /> },
    {
      key: "reason",
      header: "Why",
      width: "minmax(11rem, 3fr)",
      cell: (row) => (row.reason === null ? <span className={css["quiet"]}>nothing to explain</span> : row.reason.text),
    },
    { key: "offered", header: "Offered", width: "9rem", sortable: true, cell: (row) => <Moment at={row.offeredAt} /> },
    { key: "reported", header: "Reported", width: "9rem", sortable: true, cell: (row) => <Moment at={row.reportedAt} /> },
  ];
}

function Moment({ at }: { at: number | null }) {
  return at === null ? <span className={css["quiet"]}>not yet</span> : <Age at={at} />;
}

/** A verified device has soaked when its phase's gate would say so; nothing soaks in a phase that is only planned. */
function soakOf(rollout: RolloutDetail, row: DeviceRow): number | null {
  const phase = rollout.phases[row.phaseIndex];
  const check = phase?.status === "opened" ? phase.judgement?.checks.find(({ check: name }) => name === "soak") : undefined;
  return check?.threshold ?? null;
}
