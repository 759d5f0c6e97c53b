import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ApiOptions } from "./cli-deps.ts";
import { cliFault } from "./cli-fault.ts";
import { contextOf } from "./context.ts";
import { createProgram } from "./program.ts";
import { HASH, makePlanAnswer, makePolicyImport, makeQuietPlanAnswer } from "./testing/make-answers.ts";
import { always, inTurn, problemAnswer, testCli } from "./testing/test-cli.ts";

let cwd = "";
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "tidegate-cli-"));
});
afterEach(async () => rm(cwd, { recursive: true, force: true }));

describe("arguments", () => {
  test.each([
    [["rolout"], "unknown command 'rolout' (Did you mean rollout?)"],
    [["rollout", "list", "--limit", "0"], "whole number from 1 to 200"],
    [["rollout", "list", "--limit", "1e2"], "whole number from 1 to 200"],
    [["rollout", "list", "-o", "xml"], "Allowed choices are table, json, yaml"],
    [["rollout", "get"], "missing required argument 'rollout'"],
    [["rollout", "pause", "x"], "required option '--reason <text>' not specified"],
    [["audit", "verify", "--token", "secret"], "unknown option '--token'"],
    [["plan", "--policy", "x"], "`--file F` is missing"],
    [["plan", "--add", "--retire"], "exclude each other"],
    [["plan", "--add", "--policy", "x", "--file", "f"], "leave `--policy` out"],
    [["plan", "--file", "f"], "`--policy P` is missing"],
    [["plan", "--policy", "x", "--retire", "--file", "f"], "`--retire` takes no `--file`"],
    [["sim-fleet", "--enrol-token-file", "f"], "`--server URL` is missing"],
  ])("%j is refused with code, help and exit 1", async (argv, words) => {
    const run = await testCli(argv);
    expect(run).toMatchObject({ exit: 1, stdout: "", asked: [] });
    expect(run.stderr).toContain(words);
    expect(run.stderr).toContain("docs/errors.md#arguments-invalid");
  });

  test("help and version go to stdout, and nothing is opened", async () => {
    expect(await testCli(["--version"])).toMatchObject({ exit: 0, stdout: "1.2.3\n", opened: [] });
    const help = await testCli([]);
    expect(help).toMatchObject({ exit: 0, stderr: "", opened: [] });
    expect(help.stdout).toContain("Usage: tidegate");
  });

  test("every command's help ends with an example that the command line understands", async () => {
    const commands = await everyCommand();
    expect(commands.length).toBeGreaterThan(35);
    for (const argv of commands) {
      const { stdout } = await testCli([...argv, "--help"]);
      const lines = stdout.trimEnd().split("\n");
      expect(`${argv.join(" ")}: ${lines.at(-1)}`).toMatch(/: {3}\$ tidegate /);
      const examples = lines.slice(lines.findLastIndex((line) => /^Examples?:$/.test(line)) + 1);
      for (const line of examples) expect([line, await understood(wordsOf(line))]).toEqual([line, ""]);
    }
  });

  test("docs/guide/cli.md shows every verb with examples that the command line understands", async () => {
    const guide = await readFile(new URL("../../docs/guide/cli.md", import.meta.url), "utf8");
    const examples = guide
      .split("\n")
      .filter((line) => line.startsWith("tidegate "))
      .map((line) => wordsOf(line));
    for (const example of examples) expect([example.join(" "), await understood(example)]).toEqual([example.join(" "), ""]);
    const verbs = (await everyCommand()).filter(
      (path, _at, all) =>
        path.length > 0 && !all.some((other) => other.length > path.length && path.every((word, at) => other[at] === word)),
    );
    const missing = verbs.filter((verb) => !examples.some((example) => verb.every((word, at) => example[at] === word)));
    expect(missing).toEqual([]);
  });

  test("settings come from options, then from the environment, and a token never from either", async () => {
    const env = {
      TIDEGATE_SERVER: "http://env",
      TIDEGATE_TOKEN_FILE: "env.token",
      TIDEGATE_DATA: "env-data",
      TIDEGATE_TOKEN: "secret",
    };
    const opened = async (...argv: readonly string[]) =>
      (await testCli(["audit", "verify", ...argv], { env, cwd: "/here" })).opened;
    expect(await opened()).toEqual([
      { server: "http://env", tokenFile: "/here/env.token", dataDir: "/here/env-data" } satisfies ApiOptions,
    ]);
    expect(await opened("--server", "http://x", "--token-file", "/t", "--data", "d")).toEqual([
      { server: "http://x", tokenFile: "/t", dataDir: "/here/d" },
    ]);
    expect((await testCli(["audit", "verify"], { cwd: "/here" })).opened).toEqual([
      { server: null, tokenFile: null, dataDir: "/here/tidegate-data" },
    ]);
  });

  test("names are encoded into paths", async () => {
    const { asked } = await testCli(["device", "list", "--search", "a b&c=d"]);
    expect(asked[0]?.path).toBe("/api/v1/devices?search=a%20b%26c%3Dd");
    expect((await testCli(["policy", "get", "A/B ?#"])).asked[0]?.path).toBe("/api/v1/policies/A%2FB%20%3F%23");
  });
});

describe("errors", () => {
  test("a problem shows what failed, every issue, what to do, and where to read on", async () => {
    const issues = [{ code: "setting-unknown", at: "a.json /settings/0", message: "`x` is not a setting", help: "correct it" }];
    const run = await testCli(["policy", "list"], { answer: () => problemAnswer("plan-stale", 409, { issues }) });
    expect(run).toMatchObject({ exit: 10, stdout: "", closed: 1 });
    expect(run.stderr).toBe(
      [
        "error: It did not work: `x` is wrong",
        "  a.json /settings/0  `x` is not a setting [setting-unknown]",
        "      correct it",
        "  Make it right.",
        "  plan-stale · docs/errors.md#plan-stale · request req-1",
        "",
      ].join("\n"),
    );
  });

  test("a terminal gets 50 issues and the count of the rest, a file all", async () => {
    const issues = Array.from({ length: 120 }, (_, at) => ({ code: "c", at: `f${at}`, message: "m", help: "" }));
    const answer = () => problemAnswer("change-file-invalid", 422, { issues });
    const short = await testCli(["policy", "list"], { answer, isTty: true });
    expect(short.stderr.match(/f\d+ {2}m/g)).toHaveLength(50);
    expect(short.stderr).toContain("… and 70 more issues of 120");
    const long = await testCli(["policy", "list"], { answer });
    expect(long).toMatchObject({ exit: 3 });
    expect(long.stderr.match(/f\d+ {2}m/g)).toHaveLength(120);
  });

  test("a problem with a code of a later version still exits 1", async () => {
    expect(await testCli(["policy", "list"], { answer: () => problemAnswer("brand-new", 422) })).toMatchObject({ exit: 1 });
  });

  test.each([
    ["a page of a proxy", { status: 502, body: "<html>" }],
    ["an answer of another shape", { status: 200, body: { ok: true } }],
  ])("%s is no answer", async (_name, answer) => {
    const run = await testCli(["rollout", "list"], { answer: () => answer });
    expect(run).toMatchObject({ exit: 1, stdout: "", closed: 1 });
    expect(run.stderr).toContain("docs/errors.md#answer-unreadable");
  });

  test("a fault of the outside is shown, a bug is thrown", async () => {
    const openApi = async () => {
      throw cliFault("server-unreachable", "`http://x` refuses the connection");
    };
    const run = await testCli(["rollout", "list"], { deps: { openApi } });
    expect(run.exit).toBe(1);
    expect(run.stderr).toContain("`http://x` refuses the connection");
    const broken = async () => {
      throw new TypeError("a bug");
    };
    await expect(testCli(["rollout", "list"], { deps: { openApi: broken } })).rejects.toThrow("a bug");
  });
});

describe("plan", () => {
  const plan = ["plan", "--policy", "Screen Lock", "--file", "new.json"];
  beforeEach(() => writeFile(join(cwd, "new.json"), "{}"));

  test.each([
    ["changes", { body: makeQuietPlanAnswer() }, 2],
    ["conflicts", { body: makePlanAnswer() }, 3],
    ["no change", problemAnswer("change-empty", 422), 0],
    ["an unreadable file", problemAnswer("change-file-invalid", 422), 3],
    ["another role", problemAnswer("not-allowed", 403), 10],
    ["no such policy", problemAnswer("policy-unknown", 404), 1],
  ])("%s", async (_name, answer, exit) => {
    const run = await testCli(plan, { cwd, answer: () => answer });
    expect(run.exit).toBe(exit);
    expect(run.asked).toEqual([
      {
        method: "POST",
        path: "/api/v1/plans",
        body: {
          policy: "Screen Lock",
          change: { kind: "content", file: { path: "new.json", contentBase64: "e30=" } },
          shape: null,
          onGateFail: "halt",
        },
      },
    ]);
  });

  test("takes a shape and the answer to a failed gate, and writes the same file twice", async () => {
    await writeFile(join(cwd, "shape.yaml"), "pilotPercentMax: 5\n");
    const argv = [
      "plan",
      "--add",
      "--file",
      "new.json",
      "--rollout",
      "shape.yaml",
      "--on-gate-fail",
      "halt-and-roll-back",
      "--out",
    ];
    const first = await testCli([...argv, "a.json"], { cwd, answer: always(makeQuietPlanAnswer()) });
    expect(first.asked[0]?.body).toMatchObject({
      policy: null,
      change: { kind: "add" },
      shape: { pilotPercentMax: 5 },
      onGateFail: "halt-and-roll-back",
    });
    await testCli([...argv, "b.json"], { cwd, answer: always({ ...makeQuietPlanAnswer(), createdAt: 1, asOf: 2 }) });
    expect(await readFile(join(cwd, "a.json"), "utf8")).toBe(await readFile(join(cwd, "b.json"), "utf8"));
  });

  test("a shape that is no YAML names the line", async () => {
    await writeFile(join(cwd, "shape.yaml"), "a: [\n");
    const run = await testCli([...plan, "--rollout", "shape.yaml"], { cwd });
    expect(run).toMatchObject({ exit: 3, asked: [] });
    expect(run.stderr).toMatch(/`shape.yaml`: .* at line 2/);
  });

  test("a file that is not there", async () => {
    expect(await testCli(["plan", "--policy", "x", "--file", "none.json"], { cwd })).toMatchObject({ exit: 3, asked: [] });
  });

  test("a stale plan says so on stderr", async () => {
    const run = await testCli(["plan", "show", HASH], { answer: always({ ...makeQuietPlanAnswer(), stale: true }) });
    expect(run.stderr).toContain("Stale:");
    expect(run.stdout).not.toContain("Stale");
  });
});

describe("import", () => {
  const error = { code: "json-invalid", severity: "error", file: "a.json", pointer: "/x", message: "m", help: "h" } as const;
  beforeEach(() => writeFile(join(cwd, "a.json"), "{}"));

  test("JSON begins with the keys that scripts were promised", async () => {
    const run = await testCli(["import", "intune", ".", "--dry-run", "--json"], { cwd, answer: always(makePolicyImport()) });
    expect(Object.keys(JSON.parse(run.stdout) as object).slice(0, 5)).toEqual([
      "files",
      "policies",
      "settings",
      "unknownSettings",
      "problems",
    ]);
    expect(run).toMatchObject({
      exit: 0,
      stderr: "",
      asked: [{ body: { dryRun: true, files: [{ path: "a.json", contentBase64: "e30=" }] } }],
    });
  });

  test("a dry run with errors exits 3, one with warnings 0", async () => {
    const exitOf = async (severity: "error" | "warning") =>
      (
        await testCli(["import", "intune", ".", "--dry-run"], {
          cwd,
          answer: always(makePolicyImport({ problems: [{ ...error, severity }] })),
        })
      ).exit;
    expect([await exitOf("error"), await exitOf("warning")]).toEqual([3, 0]);
  });

  test("refused files are shown in the same shape, exit 3", async () => {
    const answer = inTurn(problemAnswer("import-refused", 422), { body: makePolicyImport({ problems: [error] }) });
    const run = await testCli(["import", "intune", ".", "--json"], { cwd, answer });
    expect(run.exit).toBe(3);
    expect(JSON.parse(run.stdout)).toMatchObject({ problems: [error], written: null });
    expect(run.asked.map((one) => (one.body as { dryRun: boolean }).dryRun)).toEqual([false, true]);
  });

  test("text shows errors before warnings with file, pointer, message and help", async () => {
    const problems = [{ ...error, severity: "warning", message: "w" } as const, error];
    const run = await testCli(["import", "intune", "."], {
      cwd,
      answer: inTurn(problemAnswer("import-refused", 422), { body: makePolicyImport({ problems }) }),
    });
    expect(run.stdout).toContain("1 error, 1 warning\n  error a.json /x  m [json-invalid]\n      h\n  warning a.json /x  w");
    expect(run.stdout).toContain("Nothing was imported");
  });

  test("a folder that cannot be read sends nothing", async () => {
    expect(await testCli(["import", "estate", "none"], { cwd })).toMatchObject({ exit: 3, asked: [], opened: [] });
  });
});

describe("secrets", () => {
  const token = {
    id: "3fa94c01b7de",
    person: "dana",
    role: "approver",
    label: "l",
    createdAt: 1,
    expiresAt: null,
    revokedAt: null,
    token: "tg_secret",
  };
  const create = ["token", "create", "--person", "dana", "--role", "approver", "--label", "l"];
  const answer = () => ({ status: 201, body: token });

  test("stand alone on stdout", async () => {
    const run = await testCli(create, { answer });
    expect(run).toMatchObject({
      exit: 0,
      stdout: "tg_secret\n",
      asked: [{ body: { person: "dana", role: "approver", label: "l", lifetimeDays: null } }],
    });
    expect(run.stderr).not.toContain("tg_secret");
  });

  test("or in a new file for the owner alone", async () => {
    const run = await testCli([...create, "--token-out", "t"], { answer, cwd });
    expect(run).toMatchObject({ exit: 0, stdout: "" });
    expect(await readFile(join(cwd, "t"), "utf8")).toBe("tg_secret\n");
    expect((await stat(join(cwd, "t"))).mode & 0o777).toBe(0o600);
    const again = await testCli([...create, "--token-out", "t"], { answer, cwd });
    expect(again).toMatchObject({ exit: 1, stdout: "tg_secret\n" });
    expect(again.stderr).toContain("docs/errors.md#file-exists");
  });

  test("revoke takes an empty answer", async () => {
    expect(await testCli(["token", "revoke", "3fa94c01b7de"], { answer: () => ({ status: 204, body: null }) })).toMatchObject({
      exit: 0,
      stdout: "",
    });
  });
});

test("audit verify exits 1 on a broken chain", async () => {
  const verification = { ok: false, entries: 9, lastHash: "aa", brokenAt: 4, because: "its hash is another", asOf: 1 };
  const run = await testCli(["audit", "verify"], { answer: always(verification) });
  expect(run).toMatchObject({ exit: 1, stdout: "The audit chain is broken at entry 4: its hash is another\n" });
  expect((await testCli(["audit", "verify"], { answer: always({ ...verification, ok: true, brokenAt: null }) })).exit).toBe(0);
});

async function everyCommand(): Promise<readonly (readonly string[])[]> {
  const program = await programFor(() => undefined);
  const walk = (command: Command, path: readonly string[]): (readonly string[])[] => [
    path,
    ...command.commands.flatMap((one) => walk(one, [...path, one.name()])),
  ];
  return walk(program, []);
}

async function programFor(ended: (code: number) => void): Promise<Command> {
  const terminal = { stdout: { columns: 80, write: () => undefined }, stderr: { columns: 80, write: () => undefined } };
  return createProgram({ version: "0", terminal } as never, async () => contextOf({} as never, {}), ended);
}

/** Empty where the line is a command that would run; else what is wrong with it. */
async function understood(argv: readonly string[]): Promise<string> {
  const program = await programFor(() => undefined);
  const disarm = (command: Command) => {
    command.action(() => undefined);
    for (const one of command.commands) disarm(one);
  };
  for (const one of program.commands) disarm(one);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return "";
  } catch (error) {
    return String(error);
  }
}

/** `$ tidegate a "b c" > file` -> a, b c. */
function wordsOf(line: string): readonly string[] {
  const words =
    line
      .replace(/^(\s*\$ )?tidegate /, "")
      .replace(/ > \S+$/, "")
      .match(/"[^"]*"|\S+/g) ?? [];
  return words.map((word) => word.replace(/^"|"$/g, ""));
}
