import { expect, test } from "vitest";
import type { PrerequisitesAnswer } from "../http/contract/prerequisites.ts";
import { testCli } from "./testing/test-cli.ts";

const ANSWER: PrerequisitesAnswer = {
  name: "App protection - iOS",
  prerequisites: [
    {
      id: "licence",
      kind: "licence",
      words: "Everybody reached has a licence.",
      standing: "partly",
      count: { what: "people", met: 2, unmet: 1, unknown: 1, of: 4 },
      because: "1 of 4 people have none.",
      source: "S33",
    },
  ],
  people: { reached: 4, enrolled: 1 },
  devices: 0,
  asOf: 0,
};

test.each([
  [["policy", "prerequisites", "App protection - iOS"], "/api/v1/policies/App%20protection%20-%20iOS/prerequisites"],
  [["plan", "prerequisites", "a".repeat(64)], `/api/v1/plans/${"a".repeat(64)}/prerequisites`],
])("%j says what is missing, of how many", async (argv, path) => {
  const run = await testCli(argv, { answer: () => ({ body: ANSWER }) });
  expect(run).toMatchObject({ exit: 0, stderr: "" });
  expect(run.asked[0]?.path).toBe(path);
  expect(run.stdout).toContain("reaches 4 people, 1 of them with an enrolled device");
  expect(run.stdout).toContain("partly  Everybody reached has a licence.   2 of 4 people");
  expect(run.stdout).toContain("1 of 4 people have none.");
});
