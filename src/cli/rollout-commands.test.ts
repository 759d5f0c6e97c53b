import { describe, expect, test } from "vitest";
import { HASH, makeDetail, makePolicyDetail, makeQuietPlanAnswer } from "./testing/make-answers.ts";
import { always, inTurn, testCli } from "./testing/test-cli.ts";

describe("severe commands", () => {
  const retire = ["plan", "--policy", "pol-1", "--retire"];
  const rollback = ["rollout", "rollback", "ro-1", "--reason", "broken"];
  const answer = ({ path }: { path: string }) => ({
    body: path.includes("/policies/") ? makePolicyDetail() : path.includes("/plans") ? makeQuietPlanAnswer() : makeDetail(),
  });
  const posted = (run: Awaited<ReturnType<typeof testCli>>) => run.asked.filter((one) => one.method === "POST").length;

  test.each([
    ["retire", retire, "Screen Lock", 2],
    ["rollback", rollback, "Lock after 10 minutes", 0],
    ["abort", ["rollout", "abort", "ro-1", "--reason", "late"], "Lock after 10 minutes", 0],
  ])("%s asks for the name, and takes no other", async (_name, argv, name, exit) => {
    const right = await testCli(argv, { answer, typed: name });
    expect([right.exit, posted(right)]).toEqual([exit, 1]);
    const wrong = await testCli(argv, { answer, typed: "yes" });
    expect([wrong.exit, posted(wrong)]).toEqual([10, 0]);
    const nobody = await testCli(argv, { answer });
    expect([nobody.exit, posted(nobody)]).toEqual([10, 0]);
    expect(nobody.stderr).toContain("not a terminal");
    const yes = await testCli([...argv, "--yes"], { answer });
    expect([yes.exit, posted(yes)]).toEqual([exit, 1]);
  });

  test("the question names the devices, on stderr", async () => {
    const run = await testCli(rollback, { answer, typed: "no" });
    expect(run.stderr).toContain("176 exposed of 2,721 devices");
    expect(run.stdout).toBe("");
  });

  test("a halt asks nothing and needs one request", async () => {
    const run = await testCli(["rollout", "halt", "ro-1"], { answer });
    expect(run).toMatchObject({ exit: 0 });
    expect(run.asked).toEqual([
      {
        method: "POST",
        path: "/api/v1/rollouts/ro-1/commands",
        body: { command: "halt", reason: "no reason given, by the command line" },
      },
    ]);
  });
});

describe("rollouts", () => {
  const waits = { purpose: "phase:2", given: 0, needed: 1, deniedBy: [] };

  test.each([
    [{}, 0],
    [{ status: "halted" }, 5],
    [{ status: "halted", waitsForApproval: waits }, 5],
    [{ status: "held", waitsForApproval: waits }, 4],
    [{ status: "scope", waitsForApproval: waits }, 4],
    [{ status: "held" }, 5],
    [{ status: "operations" }, 0],
  ] as const)("get of %j exits %i", async (over, exit) => {
    expect((await testCli(["rollout", "get", "x"], { answer: always(makeDetail(over)) })).exit).toBe(exit);
  });

  test.each([
    ["start", "opens", [{ status: "scope" }, { status: "scope" }, { status: "proof-of-concept" }], 0],
    ["start", "waits for an approval", [{ status: "scope", waitsForApproval: waits }], 4],
    ["start", "is halted", [{ status: "scope" }, { status: "halted" }], 5],
    ["start", "is aborted", [{ status: "scope" }, { status: "aborted" }], 1],
    ["promote", "opens the next", [{ phase: { index: 2, name: "wave 1", kind: "wave", openedAt: 1 }, status: "waves" }], 0],
    ["halt", "is halted", [{ status: "halted", waitsForApproval: waits }], 0],
  ] as const)("%s --wait: it %s", async (verb, _name, after, exit) => {
    const before = makeDetail({ status: verb === "start" ? "scope" : "pilot-final" });
    const answer = inTurn({ body: before }, ...after.map((over) => ({ body: makeDetail(over) })));
    const run = await testCli(["rollout", verb, "x", "--wait"], { answer });
    expect([run.exit, run.asked.length]).toEqual([exit, after.length + 1]);
    expect(run.stdout.match(/^Lock after 10 minutes/gm)).toHaveLength(1);
  });

  test("rollback --wait goes on through the states of a rollback", async () => {
    const over = [{}, {}, { status: "rolling-back" }, { status: "rolling-back" }, { status: "rolled-back" }] as const;
    const run = await testCli(["rollout", "rollback", "x", "--reason", "r", "--yes", "--wait"], {
      answer: inTurn(...over.map((one) => ({ body: makeDetail(one) }))),
    });
    expect([run.exit, run.asked.length]).toEqual([0, 5]);
  });

  test("--timeout-s ends the waiting with what it waits for", async () => {
    const run = await testCli(["rollout", "start", "x", "--wait", "--timeout-s", "3"], {
      answer: always(makeDetail({ status: "scope", because: "the timer looks soon" })),
    });
    expect([run.exit, run.asked.length]).toEqual([1, 5]);
    expect(run.stderr).toContain("still `scope` after 3 s: the timer looks soon");
    expect(run.stderr).toContain("docs/errors.md#timed-out");
  });

  test("^C ends the waiting", async () => {
    const run = await testCli(["rollout", "start", "x", "--wait"], {
      answer: always(makeDetail({ status: "scope" })),
      interruptAfterPauses: 2,
    });
    expect(run).toMatchObject({ exit: 130, closed: 1 });
  });

  test("get -w appends a picture per change until ^C, and closes the API", async () => {
    const over = [{}, { asOf: 1 }, { totals: { exposed: 177, everApplied: 176, everVerified: 175, everFailed: 1 } }];
    const run = await testCli(["rollout", "get", "x", "-w"], {
      answer: inTurn(...over.map((one) => ({ body: makeDetail(one) }))),
      interruptAfterPauses: 3,
    });
    expect(run).toMatchObject({ exit: 130, closed: 1 });
    expect(run.stdout.match(/devices exposed: .*/g)).toEqual([
      expect.stringContaining("176 of"),
      expect.stringContaining("177 of"),
    ]);
  });

  test("get -w is shown once where nothing can move", async () => {
    const run = await testCli(["rollout", "get", "x", "-w"], { answer: always(makeDetail()), where: "in-process" });
    expect([run.exit, run.asked.length]).toEqual([0, 1]);
    expect(run.stderr).toContain("No server runs");
  });

  test("create and approve send what was said", async () => {
    const create = await testCli(
      [
        "rollout",
        "create",
        "--plan",
        HASH,
        "--name",
        "n",
        "--reason",
        "r",
        "--allow-delete",
        "2",
        "--accept",
        "irreversible",
        "intent",
      ],
      {
        answer: () => ({ status: 201, body: makeDetail() }),
      },
    );
    expect(create.asked).toEqual([
      {
        method: "POST",
        path: "/api/v1/rollouts",
        body: { planHash: HASH, name: "n", reason: "r", allowDelete: 2, accept: ["irreversible", "intent"] },
      },
    ]);
    expect(create.stderr).toContain("tidegate rollout start ro-1");
    const deny = await testCli(["rollout", "deny", "n", "--plan", HASH, "--reason", "fair", "--for", "next"], {
      answer: () => ({ status: 201, body: makeDetail() }),
    });
    expect(deny.asked).toEqual([
      {
        method: "POST",
        path: "/api/v1/rollouts/n/approvals",
        body: { decision: "deny", purpose: "next", planHash: HASH, reason: "fair" },
      },
    ]);
  });
});
