import { describe, expect, test } from "vitest";
import type { HelpRequestBody, HelpRequestsAnswer } from "../../http/contract/communication.ts";
import { AT } from "../testing/make-answers.ts";
import { problemAnswer, testCli } from "../testing/test-cli.ts";

const makeTicket = (over: Partial<HelpRequestBody> = {}): HelpRequestBody => ({
  id: "hr-1",
  openedAt: AT,
  openedBy: "hanna",
  requester: "nina.koch",
  device: { id: "d-1", name: "LT-00042" },
  summary: "Screen stays black",
  description: "After the restart\nat 9:40",
  workedBefore: "yes",
  source: "form",
  externalId: null,
  state: "open",
  link: null,
  deviceRollouts: [{ id: "ro-1", name: "Lock", status: "waves", offeredAt: AT }],
  ...over,
});
const link = { rolloutId: "ro-1", rolloutName: "Lock", by: "hanna", at: AT };
const page =
  (rate: HelpRequestsAnswer["rate"], ...items: readonly HelpRequestBody[]) =>
  () => ({
    body: { items, total: items.length, asOf: AT, next: null, rate },
  });
const REASON = ["--reason", "same words"];

describe("tickets", () => {
  test("are listed with their rollouts, and of one rollout with the rate and both its numbers", async () => {
    const run = await testCli(["ticket", "list", "--linked", "no", "--state", "open", "--limit", "5"], {
      answer: page(null, makeTicket(), makeTicket({ id: "hr-2", device: null, link })),
    });
    expect(run.asked.map(({ path }) => path)).toEqual(["/api/v1/help-requests?limit=5&state=open&linked=no"]);
    expect(run.stdout.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
      ["ID", "OPENED", "STATE", "ROLLOUT", "DEVICE", "REQUESTER", "SUMMARY"],
      ["hr-1", "2026-03-02T08:00:00Z", "open", "-", "LT-00042", "nina.koch", "Screen stays black"],
      ["hr-2", "2026-03-02T08:00:00Z", "open", "Lock", "-", "nina.koch", "Screen stays black"],
      [""],
    ]);
    const rated = (rate: HelpRequestsAnswer["rate"]) =>
      testCli(["ticket", "list", "--rollout", "Lock after 10"], { answer: page(rate, makeTicket({ link })) });
    const some = await rated({ linked: 3, exposed: 1_600, per1000Exposed: 1.875 });
    expect(some.asked[0]?.path).toBe("/api/v1/help-requests?rollout=Lock%20after%2010");
    expect(some.stdout).toContain("3 linked requests on 1,600 exposed devices: 1.9 per 1,000\n");
    const none = await rated({ linked: 1, exposed: 0, per1000Exposed: null });
    expect(none.stdout).toContain("1 linked request on 0 exposed devices: no rate yet\n");
  });

  test("are recorded as they were told, and show the rollouts that they may come from", async () => {
    const told = ["--summary", "Screen stays black", "--description", "After the restart", "--requester", "nina.koch"];
    const run = await testCli(["ticket", "create", ...told, "--device", "LT-00042", "--worked-before", "yes"], {
      answer: () => ({ status: 201, body: makeTicket() }),
    });
    expect(run.asked).toEqual([
      {
        method: "POST",
        path: "/api/v1/help-requests",
        body: {
          summary: "Screen stays black",
          description: "After the restart",
          requester: "nina.koch",
          device: "LT-00042",
          workedBefore: "yes",
          source: "api",
          externalId: null,
          rollout: null,
        },
      },
    ]);
    expect(run.stdout).toBe(
      [
        'hr-1  open  "Screen stays black"',
        "  asked by nina.koch, recorded by hanna at 2026-03-02T08:00:00Z",
        "  from form; worked before: yes",
        "  device LT-00042",
        "  linked to no rollout",
        '    the device is in "Lock" (ro-1), waves, offered 2026-03-02T08:00:00Z',
        "  | After the restart",
        "  | at 9:40",
        "",
      ].join("\n"),
    );
  });

  test.each([
    [["link", "hr-1", "--rollout", "Lock", ...REASON], "/api/v1/help-requests/hr-1/link", { rollout: "Lock" }],
    [["link", "hr/1", "--none", ...REASON], "/api/v1/help-requests/hr%2F1/link", { rollout: null }],
    [["close", "hr-1", ...REASON], "/api/v1/help-requests/hr-1/state", { state: "closed" }],
    [["reopen", "hr-1", ...REASON], "/api/v1/help-requests/hr-1/state", { state: "open" }],
  ])("%j asks for just that", async (argv, path, body) => {
    const run = await testCli(["ticket", ...argv], { answer: () => ({ body: makeTicket({ link }) }) });
    expect(run.asked).toEqual([{ method: "POST", path, body: { ...body, reason: "same words" } }]);
    expect(run).toMatchObject({ exit: 0 });
    expect(run.stdout).toContain('linked to "Lock" (ro-1) by hanna');
  });

  test.each([[[]], [["--rollout", "Lock", "--none"]]])("link with %j is refused before anything is asked", async (flags) => {
    const run = await testCli(["ticket", "link", "hr-1", ...flags, ...REASON]);
    expect(run).toMatchObject({ exit: 1, asked: [] });
    expect(run.stderr).toContain("either `--rollout ROLLOUT` or `--none`");
  });

  test("a refusal keeps its exit code", async () => {
    const answer = () => problemAnswer("not-allowed", 403);
    expect((await testCli(["ticket", "close", "hr-1", ...REASON], { answer })).exit).toBe(10);
  });
});
