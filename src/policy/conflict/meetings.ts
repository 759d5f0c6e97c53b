import { overlapCount } from "../../audience/device-set.ts";
import type { ReachedPolicy } from "../reached-policy.ts";

/** On how many devices two policies meet, by their places. Counted once a pair, however many nodes the two share. */
export type Meetings = (a: number, b: number) => number;

const NOT_COUNTED = -1;

export function meetingsOf(policies: readonly ReachedPolicy[]): Meetings {
  const rows: Int32Array[] = [];
  return (a, b) => {
    const [low, high] = a <= b ? [a, b] : [b, a];
    const row = (rows[high] ??= new Int32Array(high + 1).fill(NOT_COUNTED));
    const known = row[low] as number;
    if (known !== NOT_COUNTED) return known;
    const devices = overlapCount((policies[low] as ReachedPolicy).reach, (policies[high] as ReachedPolicy).reach);
    row[low] = devices;
    return devices;
  };
}
