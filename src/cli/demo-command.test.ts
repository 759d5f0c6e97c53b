import { describe, expect, test } from "vitest";
import type { RunningServer } from "./cli-deps.ts";
import { demoFaults, type DemoOptions, type DemoSummary } from "./demo-summary.ts";
import { makeDemoSummary } from "./testing/make-demo-summary.ts";
import { testCli } from "./testing/test-cli.ts";

describe("demo", () => {
  const played = (summary: DemoSummary, server: RunningServer | null = null) => {
    const seen: DemoOptions[] = [];
    const demo = async (options: DemoOptions) => {
      seen.push(options);
      return { summary, server };
    };
    return { seen, deps: { demo } };
  };

  test("headless JSON is the summary and nothing else", async () => {
    const { seen, deps } = played(makeDemoSummary());
    const run = await testCli(["demo", "--headless", "--json", "--devices", "3000"], { deps });
    expect(run).toMatchObject({ exit: 0, stderr: "" });
    expect(JSON.parse(run.stdout)).toEqual(makeDemoSummary());
    expect(seen).toEqual([{ devices: 3000, seed: 7, keepIn: null, leaveServerUp: false }]);
  });

  test("a story that ended otherwise exits 1 and says which", async () => {
    const summary = makeDemoSummary();
    const rollouts = summary.rollouts.map((one) => (one.story === "good" ? { ...one, status: "halted" as const } : one));
    const run = await testCli(["demo", "--headless"], { deps: played({ ...summary, rollouts }).deps });
    expect(run.exit).toBe(1);
    expect(run.stderr).toContain("ended as `halted`, not in operations");
  });

  test("without --headless the server stays up until ^C", async () => {
    const closed: string[] = [];
    const server: RunningServer = {
      url: "http://127.0.0.1:1",
      notes: [],
      stopped: Promise.resolve("the database is gone"),
      close: async () => void closed.push("closed"),
    };
    const run = await testCli(["demo", "--keep", "--data", "d"], { ...played(makeDemoSummary(), server), cwd: "/here" });
    expect(run.exit).toBe(1);
    expect(run.stderr).toContain("http://127.0.0.1:1");
    expect(run.stderr).toContain("the database is gone");
    expect(closed).toEqual(["closed"]);
  });

  test.each([
    ["a story is missing", (s: DemoSummary): DemoSummary => ({ ...s, rollouts: s.rollouts.slice(1) })],
    ["the chain is broken", (s: DemoSummary): DemoSummary => ({ ...s, audit: { entries: 1, ok: false } })],
    [
      "the third waits for nothing",
      (s: DemoSummary): DemoSummary => ({ ...s, rollouts: s.rollouts.map((one) => ({ ...one, waitsFor: null })) }),
    ],
    [
      "the second was not halted",
      (s: DemoSummary): DemoSummary => ({ ...s, rollouts: s.rollouts.map((one) => ({ ...one, halted: null })) }),
    ],
    ["no gate failed", (s: DemoSummary): DemoSummary => ({ ...s, rollouts: s.rollouts.map((one) => ({ ...one, gates: [] })) })],
    [
      "a phase was left out",
      (s: DemoSummary): DemoSummary => ({ ...s, rollouts: s.rollouts.map((one) => ({ ...one, phases: one.phases.slice(1) })) }),
    ],
  ])("not as told: %s", (_name, spoil) => {
    expect(demoFaults(makeDemoSummary())).toEqual([]);
    expect(demoFaults(spoil(makeDemoSummary())).length).toBeGreaterThan(0);
  });
});
