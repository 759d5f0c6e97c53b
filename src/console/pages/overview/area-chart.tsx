import { LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { type EChartsType, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { useThemeName } from "../../theme/theme-choice.ts";
import { areaOptions, type ChartTokens, type Marker, type Point } from "./area-options.ts";

use([LineChart, GridComponent, TooltipComponent, MarkLineComponent, AriaComponent, CanvasRenderer]);

type Props = Readonly<{ points: readonly Point[]; markers: readonly Marker[]; summary: string; className: string }>;

/** Loaded only where it is drawn. Not animated: live numbers would never come to rest. */
export function AreaChart({ points, markers, summary, className }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const theme = useThemeName();
  useEffect(() => {
    if (box.current === null) return;
    const made = init(box.current);
    chart.current = made;
    const watcher = new ResizeObserver(() => made.resize());
    watcher.observe(box.current);
    return () => {
      watcher.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(areaOptions(points, markers, readTokens(), timeText), { notMerge: true });
  }, [points, markers, theme]);
  return <div ref={box} role="img" aria-label={summary} className={className} />;
}

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** Midnights carry the day, other ticks the time of day. */
function timeText(at: number): string {
  const clock = CLOCK.format(at);
  return clock === "00:00" ? DAY.format(at) : clock;
}

/** The theme's own colours, as they are now. */
function readTokens(): ChartTokens {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(`--tg-${name}`).trim();
  return {
    ink: read("ink"),
    line: read("line"),
    surface: read("surface"),
    bad: read("bad-fill"),
    good: read("good-fill"),
    quiet: read("quiet-fill"),
    info: read("info-fill"),
    marker: read("ink-2"),
  };
}
