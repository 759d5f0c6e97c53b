import { useServerNow } from "../../api/server-clock.ts";
import type { DeviceRow } from "./device-filter.ts";
import css from "./devices.module.css";
import { trackSteps, trackText } from "./track-steps.ts";

/** Five dots: how far one device is; a cross where it failed. */
export function DeviceTrack({ row, soakMs }: { row: DeviceRow; soakMs: number | null }) {
  const steps = trackSteps(row, soakMs, useServerNow());
  const text = trackText(steps);
  return (
    <span role="img" aria-label={text} title={text} className={css["track"]}>
      {steps.map(({ word, standing }) => (
        <span key={word} data-standing={standing} />
      ))}
    </span>
  );
}
