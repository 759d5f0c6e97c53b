import { countOf, formatCount } from "../words/numbers.ts";
import { DEVICE_STATES, type DeviceState } from "../words/states.ts";
import { AppLink } from "./app-link.tsx";
import css from "./segmented-bar.module.css";

export type Segment = Readonly<{ state: DeviceState; devices: number }>;
type Props = Readonly<{
  segments: readonly Segment[];
  /** The denominator; what the segments do not fill stays empty. */
  of: number;
  /** What the devices are part of: `Wave 1`. */
  label: string;
  /** Where the devices of one state are listed. */
  hrefOf?: (state: DeviceState) => string;
  /** Without the words below; for bars whose words stand beside them. */
  bare?: boolean;
  thin?: boolean;
}>;

/** Exclusive states of devices as one bar: colour and pattern, and below it the same in words, each a link to its devices. */
export function SegmentedBar({ segments, of, label, hrefOf, bare = false, thin = false }: Props) {
  const summary =
    segments.length === 0
      ? `${label}: no devices yet`
      : `${label}: ${segments.map(({ state, devices }) => `${formatCount(devices)} ${DEVICE_STATES[state].word}`).join(", ")}, of ${countOf(of, "device")}`;
  return (
    <div className={css["whole"]}>
      <div className={css["bar"]} role="img" aria-label={summary} data-thin={thin}>
        {segments.map(({ state, devices }) => (
          <span key={state} className={css["segment"]} data-state={state} style={{ flexGrow: devices }} />
        ))}
        <span className={css["rest"]} style={{ flexGrow: Math.max(0, of - sum(segments)) }} />
      </div>
      {bare ? null : (
        <ul className={css["words"]}>
          {segments.map((segment) => (
            <li key={segment.state}>
              <SegmentWords {...segment} href={hrefOf?.(segment.state)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function SegmentWords({ state, devices, href }: Segment & { href: string | undefined }) {
  const { word, meaning } = DEVICE_STATES[state];
  const words = (
    <>
      <StateSwatch state={state} />
      <strong>{formatCount(devices)}</strong> {word}
    </>
  );
  if (href === undefined) return <span title={meaning}>{words}</span>;
  return (
    <AppLink href={href} title={meaning}>
      {words}
    </AppLink>
  );
}

/** The colour and pattern of a state, for legends. */
export function StateSwatch({ state }: { state: DeviceState }) {
  return <span className={css["swatch"]} data-state={state} aria-hidden />;
}

function sum(segments: readonly Segment[]): number {
  return segments.reduce((total, { devices }) => total + devices, 0);
}
