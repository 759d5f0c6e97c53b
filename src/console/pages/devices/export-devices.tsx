import { Button } from "@fluentui/react-components";
import { ArrowDownloadRegular } from "@fluentui/react-icons/svg/arrow-download";
import { useState } from "react";
import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { asProblem } from "../../api/problem.ts";
import { readRolloutDevices } from "../../api/rollouts.ts";
import { useAnnounce } from "../../kit/announcer.tsx";
import { CopyButton } from "../../kit/copy-button.tsx";
import { saveAs } from "../../kit/save-as.ts";
import { useUrlState } from "../../kit/use-url-state.ts";
import { withQuery } from "../../api/call.ts";
import { asCurl } from "../../words/commands.ts";
import { formatCount } from "../../words/numbers.ts";
import { deviceCsv } from "./device-csv.ts";
import { type DeviceRow, filterOf } from "./device-filter.ts";
import css from "./devices.module.css";

const PAGE_ROWS = 200;
/** More is a job for a script: the button for that stands beside. */
const EXPORT_ROWS_MAX = 20_000;

/** The same rows as on the screen, in the same order, as CSV; and the request itself for a script. */
export function ExportDevices({ rollout, total }: { rollout: RolloutDetail; total: number }) {
  const [search] = useUrlState();
  const [done, setDone] = useState<number | null>(null);
  const announce = useAnnounce();
  const filter = filterOf(search);
  const download = async () => {
    if (done !== null) return;
    setDone(0);
    try {
      const rows: DeviceRow[] = [];
      for (let offset = 0; offset < total; offset += PAGE_ROWS) {
        const page = await readRolloutDevices(rollout.id, { ...filter, offset, limit: PAGE_ROWS });
        rows.push(...page.items);
        setDone(rows.length);
      }
      saveAs(rollout.name, "devices.csv", deviceCsv(rows, rollout), "text/csv");
      announce.polite(`${formatCount(rows.length)} devices are saved`);
    } catch (error) {
      const { title, help } = asProblem(error);
      announce.assertive(`The devices could not be saved: ${title}. ${help}`);
    } finally {
      setDone(null);
    }
  };
  const path = withQuery(`/api/v1/rollouts/${encodeURIComponent(rollout.id)}/devices`, filter);
  return (
    <div className={css["exports"]}>
      {total > EXPORT_ROWS_MAX ? (
        <p>More than {formatCount(EXPORT_ROWS_MAX)} rows: filter them, or read them with a script.</p>
      ) : (
        <Button icon={<ArrowDownloadRegular />} disabledFocusable={done !== null} onClick={() => void download()}>
          {done === null ? `Save ${formatCount(total)} as CSV` : `${formatCount(done)} of ${formatCount(total)} read ...`}
        </Button>
      )}
      <CopyButton label="Copy as curl" textOf={() => asCurl({ origin: window.location.origin, method: "GET", path })} />
    </div>
  );
}
