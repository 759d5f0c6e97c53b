import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { DemoAnswer } from "../../http/contract/live.ts";
import { keys } from "../api/keys.ts";
import { setDemoSpeed } from "../api/live-reads.ts";
import { setServerRate, useServerNow } from "../api/server-clock.ts";
import { useAnnounce } from "../kit/announcer.tsx";
import { SpeedDial } from "../kit/speed-dial.tsx";
import { formatInstantLong } from "../words/times.ts";
import css from "./banners.module.css";
import { useDemo } from "./use-demo.ts";

const DAY_TIME = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});

/** In a demo: that it is one, what time it has there, and how fast that passes. Elsewhere nothing. */
export function DemoBanner() {
  const demo = useDemo();
  if (demo === null) return null;
  return <Banner demo={demo} />;
}

function Banner({ demo }: { demo: DemoAnswer }) {
  const client = useQueryClient();
  const announce = useAnnounce();
  const now = useServerNow();
  useEffect(() => setServerRate(demo.speed === "paused" ? 0 : demo.virtualMsPerSecond / 1_000), [demo]);
  const change = useMutation({
    mutationFn: setDemoSpeed,
    onSuccess: (answer) => client.setQueryData(keys.demo, answer),
    onError: () => announce.assertive("The speed could not be changed"),
  });
  return (
    <aside aria-label="Demo" className={css["demo"]}>
      <span className={css["clock"]} title={formatInstantLong(now)}>
        Demo, {DAY_TIME.format(now)}
      </span>
      <span className={css["grow"]}>{demo.note ?? demo.step}</span>
      <SpeedDial speed={change.isPending ? change.variables : demo.speed} onChange={(speed) => change.mutate(speed)} />
    </aside>
  );
}
