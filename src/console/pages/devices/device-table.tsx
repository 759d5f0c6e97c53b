import type { DeviceGroupsAnswer } from "../../../http/contract/live.ts";
import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { keys } from "../../api/keys.ts";
import { readRolloutDevices } from "../../api/rollouts.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { DataTable } from "../../kit/data-table.tsx";
import { AsOf } from "../../kit/facts.tsx";
import { Section } from "../../kit/layout.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../kit/standing.tsx";
import { useOffsetPages } from "../../kit/use-offset-pages.ts";
import { useUrlState } from "../../kit/use-url-state.ts";
import { paths } from "../../paths.ts";
import { TAKEN_BACK } from "../../words/states.ts";
import { deviceColumns } from "./device-columns.tsx";
import { DeviceFilters } from "./device-filters.tsx";
import { type DeviceRow, filterOf, sortOf } from "./device-filter.ts";
import { ExportDevices } from "./export-devices.tsx";

const PAGE_ROWS = 100;

type Props = Readonly<{ rollout: RolloutDetail; groups: DeviceGroupsAnswer }>;

/** The devices themselves: any number of them, read where they are on the screen. */
export function DeviceTable({ rollout, groups }: Props) {
  const [search, change] = useUrlState();
  const filter = filterOf(search);
  const pages = useOffsetPages<DeviceRow>({
    pageSize: PAGE_ROWS,
    key: keys.rollout(rollout.id, "devices", filter),
    read: (offset, limit, signal) => readRolloutDevices(rollout.id, { ...filter, offset, limit }, signal),
  });
  return (
    <Section title="Devices" aside={pages.asOf === undefined ? null : <AsOf at={pages.asOf} />}>
      {TAKEN_BACK.includes(rollout.status) ? (
        <p>
          States speak of the change that is taken back: a device that has the previous version again has no report of the change
          any more, and shows as awaiting one. How far the way back is stands in the{" "}
          <AppLink href={paths.rollout(rollout.id)}>overview</AppLink>.
        </p>
      ) : null}
      <DeviceFilters rollout={rollout} groups={groups} />
      {pages.error === null ? null : (
        <ErrorState error={pages.error} what="The devices could not be read" onRetry={pages.refetch} />
      )}
      {pages.total === undefined ? (
        pages.error === null && <LoadingState what="Reading devices" lines={8} />
      ) : (
        <>
          <DataTable
            label={`Devices of ${rollout.name}`}
            columns={deviceColumns(rollout)}
            total={pages.total}
            rowAt={pages.rowAt}
            keyOf={({ deviceId }) => deviceId}
            onRange={pages.onRange}
            hrefOf={({ deviceId }) => paths.device(deviceId)}
            sort={sortOf(search)}
            onSort={({ key, descending }) => change({ sort: key, descending: descending ? "yes" : undefined })}
            empty={<NoDevices rollout={rollout} isFiltered={groups.total > 0} />}
          />
          {pages.total === 0 ? null : <ExportDevices rollout={rollout} total={pages.total} />}
        </>
      )}
    </Section>
  );
}

function NoDevices({ rollout, isFiltered }: { rollout: RolloutDetail; isFiltered: boolean }) {
  if (isFiltered)
    return <EmptyState title="No device fits the filters" why="The rollout has devices; these filters leave none of them." />;
  return (
    <EmptyState
      title="No phase has opened yet"
      why="Devices are chosen at the moment when a phase opens, and never exceed the number that was approved."
      next={`${rollout.name} is planned for ${rollout.population} devices.`}
    />
  );
}
