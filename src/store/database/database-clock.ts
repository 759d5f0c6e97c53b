import { type Instant, instant } from "../../kit/instant.ts";

/** The only SQL of the house that reads time: several servers on one database then share one clock. */
export const READ_CLOCK = "select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now_ms";

export function clockReading(rows: readonly { now_ms: number }[]): Instant {
  const first = rows[0];
  if (first === undefined) throw new RangeError("the database did not say what time it is");
  return instant(first.now_ms);
}
