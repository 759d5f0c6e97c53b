import { DAY_MS, instant, plusMs, type Instant } from "../../kit/instant.ts";
import type { BundleContent } from "../../policy/bundle/bundle.ts";
import type { DeviceReport } from "../../policy/bundle/protocol.ts";
import type { AgentState } from "../agent-state.ts";
import { createDeviceAgent, type DeviceAgent } from "../device-agent.ts";
import { newTestMachine, testFacts, testPorts, type TestMachine } from "./test-device.ts";
import { startTestDeviceServer, type TestDeviceServer } from "./test-device-server.ts";

export const TEST_TOKEN = "enrol-me";

/** One server, one device, one clock that the test moves. */
export type TestBench = Readonly<{
  server: TestDeviceServer;
  machine: TestMachine;
  deviceId: string;
  now: () => Instant;
  pass: (durationMs: number) => void;
  /** A new agent on the same machine: what a restart is. */
  restart: () => DeviceAgent;
  state: () => AgentState;
  lastReport: () => DeviceReport;
}>;

export async function startTestBench(firstContent: BundleContent | null): Promise<TestBench> {
  let now = instant(1_000 * DAY_MS);
  let restarts = 0;
  const server = await startTestDeviceServer({ now: () => now, enrolmentToken: TEST_TOKEN, firstContent: () => firstContent });
  const machine = newTestMachine();
  return {
    server,
    machine,
    deviceId: "device-S1",
    now: () => now,
    pass: (durationMs) => {
      now = plusMs(now, durationMs);
    },
    restart: () => createDeviceAgent(testPorts(machine, server.origin, () => now, `run-${restarts++}`)),
    state: () => JSON.parse(machine.disk ?? "null") as AgentState,
    lastReport: () => {
      const report = server.door.reports.at(-1);
      if (report === undefined) throw new Error("no report arrived");
      return report;
    },
  };
}

export async function startEnrolledBench(
  firstContent: BundleContent | null,
): Promise<TestBench & Readonly<{ agent: DeviceAgent }>> {
  const bench = await startTestBench(firstContent);
  const agent = bench.restart();
  const enrolled = await agent.enrol(TEST_TOKEN, testFacts("S1"));
  if (!enrolled.ok) throw new Error(`enrolment: ${enrolled.error.code} ${enrolled.error.detail}`);
  return { ...bench, agent };
}
