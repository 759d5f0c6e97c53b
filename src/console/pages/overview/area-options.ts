import type { SeriesAnswer } from "../../../http/contract/live.ts";
import type { DeviceState } from "../../words/states.ts";
import { formatCount } from "../../words/numbers.ts";

export type Point = SeriesAnswer["points"][number];
export type Marker = SeriesAnswer["markers"][number] & Readonly<{ number: number }>;
type Area = Readonly<{ key: "failed" | "verified" | "applied" | "awaiting"; word: string; state: DeviceState }>;

/** From the ground up: failures stand on the ground, where their height can be read. */
export const AREAS: readonly Area[] = [
  { key: "failed", word: "Error", state: "error" },
  { key: "verified", word: "Succeeded", state: "succeeded" },
  { key: "applied", word: "Applied, not read back", state: "notApplicable" },
  { key: "awaiting", word: "Awaiting report", state: "awaitingReport" },
];

const TOLD = ["phase-opened", "halt", "gate-failed", "pause", "resume", "roll-back", "rollback-settled", "land"];
const MARKERS_MAX = 12;

/** The newest events that change the picture, numbered in the order of time. */
export function tellingMarkers(markers: SeriesAnswer["markers"]): readonly Marker[] {
  const told = markers.filter(({ kind }) => TOLD.includes(kind)).slice(-MARKERS_MAX);
  return told.map((marker, at) => ({ ...marker, number: at + 1 }));
}

/** The picture in words: where it stands, and the most that ever failed. */
export function seriesSummary(points: readonly Point[]): string {
  const last = points.at(-1);
  if (last === undefined) return "No device was offered the change yet.";
  const most = Math.max(...points.map(({ failed }) => failed));
  const parts = AREAS.filter(({ key }) => last[key] > 0).map(
    ({ key, word }) => `${formatCount(last[key])} ${word.toLowerCase()}`,
  );
  const peak = most > last.failed ? ` At the worst moment ${formatCount(most)} had failed.` : "";
  return `${formatCount(last.exposed)} devices were offered the change: ${parts.join(", ")}.${peak}`;
}

/** At most so many rows, evenly, the last one always among them. */
export function thinned(points: readonly Point[], rowsMax: number): readonly Point[] {
  if (points.length <= rowsMax) return points;
  const step = (points.length - 1) / (rowsMax - 1);
  return Array.from({ length: rowsMax }, (_, at) => points[Math.round(at * step)]).filter((point) => point !== undefined);
}

export type ChartTokens = Readonly<Record<"ink" | "line" | "surface" | "bad" | "good" | "quiet" | "info" | "marker", string>>;

const DECALS = {
  failed: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1.5, 5], rotation: Math.PI / 4 },
  verified: { symbol: "none" },
  applied: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: 0 },
  awaiting: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 },
} as const;
const FILLS = { failed: "bad", verified: "good", applied: "quiet", awaiting: "info" } as const;

/** ECharts' own form of the picture; `timeText` writes the times of the axis. */
export function areaOptions(
  points: readonly Point[],
  markers: readonly Marker[],
  tokens: ChartTokens,
  timeText: (at: number) => string,
) {
  return {
    animation: false,
    aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
    textStyle: { color: tokens.ink, fontSize: 12 },
    grid: { left: 8, right: 16, top: 28, bottom: 4, containLabel: true },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      backgroundColor: tokens.surface,
      borderColor: tokens.line,
      textStyle: { color: tokens.ink, fontSize: 12 },
      axisPointer: { type: "line", lineStyle: { color: tokens.ink } },
      order: "seriesDesc",
    },
    xAxis: {
      type: "time",
      // A phase opens before its first device is offered anything: its line has to be in the picture.
      min: Math.min(...[...points, ...markers].map(({ at }) => at)),
      axisLabel: { color: tokens.ink, hideOverlap: true, formatter: timeText },
      axisLine: { lineStyle: { color: tokens.line } },
      splitNumber: 5,
    },
    yAxis: { type: "value", minInterval: 1, axisLabel: { color: tokens.ink }, splitLine: { lineStyle: { color: tokens.line } } },
    series: AREAS.map(({ key, word }, at) => ({
      name: word,
      type: "line",
      stack: "devices",
      step: "end",
      symbol: "none",
      color: tokens[FILLS[key]],
      lineStyle: { width: 1 },
      areaStyle: { opacity: 0.85 },
      itemStyle: { decal: { ...DECALS[key], color: tokens.surface } },
      emphasis: { disabled: true },
      data: points.map((point) => [point.at, point[key]]),
      ...(at === 0 ? { markLine: markLine(markers, tokens, spanOf(points)) } : {}),
    })),
  };
}

function spanOf(points: readonly Point[]): number {
  return (points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0);
}

/** Lines that would stand on each other become one line with all their numbers: `4, 5`. */
export function clustered(markers: readonly Marker[], spanMs: number): readonly Readonly<{ at: number; label: string }>[] {
  const lines: { at: number; label: string }[] = [];
  for (const { at, number } of markers) {
    const before = lines.at(-1);
    if (before !== undefined && at - before.at < spanMs * NEAR_SHARE) before.label += `, ${number}`;
    else lines.push({ at, label: String(number) });
  }
  return lines;
}

const NEAR_SHARE = 0.02;

function markLine(markers: readonly Marker[], tokens: ChartTokens, spanMs: number) {
  return {
    silent: true,
    symbol: "none",
    animation: false,
    lineStyle: { color: tokens.marker, width: 1, type: "dashed" },
    label: { color: tokens.ink, fontWeight: 600, position: "end" },
    data: clustered(markers, spanMs).map(({ at, label }) => ({ xAxis: at, label: { formatter: label } })),
  };
}
