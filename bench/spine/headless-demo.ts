import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { DemoSummary } from "../../src/cli/demo-summary.ts";
import { timed } from "../shared/measure.ts";
import type { Measurement } from "../shared/outcome.ts";

const PROGRAM = fileURLToPath(new URL("../../bin/tidegate", import.meta.url));
const GOAL_S = 60;

/** The whole demo as a stranger starts it, process start included. */
export async function measureHeadlessDemo(seed: number, devices: number): Promise<Measurement> {
  const args = [PROGRAM, "demo", "--headless", "--json", "--seed", String(seed), "--devices", String(devices)];
  const { value, tookMs } = await timed(async () => {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const [printed, [code]] = await Promise.all([text(child.stdout), once(child, "exit") as Promise<[number | null]>]);
    return { printed, code };
  });
  if (value.printed === "") throw new Error(`the demo printed nothing and ended with ${value.code}`);
  const summary = JSON.parse(value.printed) as DemoSummary;
  const status = (story: string) => summary.rollouts.find((rollout) => rollout.story === story);
  const comparisons = [
    value.code === 0,
    status("good")?.status === "operations",
    status("bad")?.status === "rolled-back",
    status("bad")?.halted?.exposed === status("bad")?.halted?.rolledBack,
    (status("waiting")?.waitsFor ?? null) !== null,
    summary.audit.ok,
    summary.fleet.enrolled === devices,
  ];
  const seconds = tookMs / 1_000;
  return {
    name: "headless demo",
    figures: {
      seconds,
      virtualDays: summary.virtualDays,
      requests: summary.fleet.requests,
      requestsPerSecond: summary.fleet.requests / seconds,
      checkIns: summary.fleet.checkIns,
      notModifiedShare: summary.fleet.notModifiedShare,
      reports: summary.fleet.reportsAcknowledged,
    },
    peers: [],
    mismatches: comparisons.filter((same) => !same).length,
    oracle: "exit 0; good in operations, bad rolled back from all it reached, waiting waits; the audit chain holds",
    goals: [{ what: "headless demo, s", goal: `< ${GOAL_S}`, value: seconds, met: seconds < GOAL_S }],
  };
}
