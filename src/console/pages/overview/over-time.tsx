import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import type { SeriesAnswer } from "../../../http/contract/live.ts";
import { rolloutSeriesQuery } from "../../api/rollouts.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { BrokenPart, PartBoundary } from "../../kit/broken-part.tsx";
import { AsOf, Instant } from "../../kit/facts.tsx";
import { ChoiceRow } from "../../kit/fields.tsx";
import { Section } from "../../kit/layout.tsx";
import { Sentence } from "../../kit/sentence.tsx";
import { StateSwatch } from "../../kit/segmented-bar.tsx";
import { Answer, EmptyState, LoadingState } from "../../kit/standing.tsx";
import { useUrlState } from "../../kit/use-url-state.ts";
import { paths } from "../../paths.ts";
import { formatCount } from "../../words/numbers.ts";
import { AREAS, type Marker, type Point, seriesSummary, tellingMarkers, thinned } from "./area-options.ts";
import css from "./over-time.module.css";

const AreaChart = lazy(() => import("./area-chart.tsx").then((module) => ({ default: module.AreaChart })));
const TABLE_ROWS = 24;
const VIEWS = [
  { value: "chart", label: "Chart" },
  { value: "table", label: "Table" },
];

/** How the devices fared over time, as a picture or as a table, with what happened meanwhile. */
export function OverTime({ rolloutId, isUndone }: { rolloutId: string; isUndone: boolean }) {
  const read = useQuery(rolloutSeriesQuery(rolloutId));
  const [{ series = "chart" }, change] = useUrlState();
  const choose = (value: string) => change({ series: value === "chart" ? undefined : value });
  return (
    <Section
      title="Devices over time"
      aside={<ChoiceRow label="Show as" hideLabel choices={VIEWS} value={series} onChange={choose} />}
    >
      <Answer of={read} what="the devices over time" lines={6}>
        {(answer) => (
          <>
            {isUndone ? <p>Counted by what the devices said of the change; how far the way back is stands above.</p> : null}
            <Series answer={answer} rolloutId={rolloutId} isTable={series === "table"} />
          </>
        )}
      </Answer>
    </Section>
  );
}

type SeriesProps = Readonly<{ answer: SeriesAnswer; rolloutId: string; isTable: boolean }>;

function Series({ answer, rolloutId, isTable }: SeriesProps) {
  const { points, markers: all, asOf } = answer;
  if (points.length === 0) {
    const why = "The picture begins with the first device that is offered the change.";
    return <EmptyState title="Nothing to draw yet" why={why} />;
  }
  const markers = tellingMarkers(all);
  const summary = seriesSummary(points);
  return (
    <div className={css["whole"]}>
      <p>
        {summary} <AsOf at={asOf} />
      </p>
      <Legend last={points.at(-1)} />
      {isTable ? (
        <PointsTable points={thinned(points, TABLE_ROWS)} />
      ) : (
        <PartBoundary fallback={(error) => <BrokenPart error={error} what="The chart could not be drawn" />}>
          <Suspense
            fallback={
              <div className={css["chart"]}>
                <LoadingState what="Drawing" lines={4} />
              </div>
            }
          >
            <AreaChart points={points} markers={markers} summary={summary} className={css["chart"] ?? ""} />
          </Suspense>
        </PartBoundary>
      )}
      <Events markers={markers} rolloutId={rolloutId} hidden={all.length - markers.length} />
    </div>
  );
}

function Legend({ last }: { last: Point | undefined }) {
  return (
    <ul className={css["legend"]}>
      {AREAS.map(({ key, word, state }) => (
        <li key={key}>
          <StateSwatch state={state} />
          <strong>{formatCount(last?.[key] ?? 0)}</strong> {word}
        </li>
      ))}
    </ul>
  );
}

function PointsTable({ points }: { points: readonly Point[] }) {
  return (
    <section className={css["region"]} aria-label="Devices over time, as a table" tabIndex={0}>
      <table className={css["table"]}>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Offered</th>
            {AREAS.map(({ key, word }) => (
              <th scope="col" key={key}>
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.at}>
              <th scope="row">
                <Instant at={point.at} />
              </th>
              <td>{formatCount(point.exposed)}</td>
              {AREAS.map(({ key }) => (
                <td key={key}>{formatCount(point[key])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Events({ markers, rolloutId, hidden }: { markers: readonly Marker[]; rolloutId: string; hidden: number }) {
  if (markers.length === 0) return null;
  return (
    <div className={css["events"]}>
      <h3>What happened</h3>
      <ol>
        {markers.map(({ number, at, text }) => (
          <li key={number}>
            <span className={css["number"]}>{number}</span>
            <span>
              <Instant at={at} /> <Sentence>{text}</Sentence>
            </span>
          </li>
        ))}
      </ol>
      <p>
        <AppLink href={paths.timeline(rolloutId)}>
          {hidden > 0 ? `The timeline has ${formatCount(hidden)} more` : "The whole timeline"}
        </AppLink>
      </p>
    </div>
  );
}
