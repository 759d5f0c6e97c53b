import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AccountBody, NewLinkAnswer } from "../../http/contract/session.ts";
import { problemAnswer, testCli } from "../testing/test-cli.ts";

let cwd = "";
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "tidegate-cli-"));
});
afterEach(async () => rm(cwd, { recursive: true, force: true }));

const ACCOUNT: AccountBody = {
  login: "paula",
  displayName: "Paula \u001b[31mBerg",
  roles: ["approver", "help-desk"],
  hasPassword: false,
  createdAt: 0,
  disabledAt: null,
  lastSignInAt: 60_000,
};
const SECRET = `tgl_${"a".repeat(64)}`;
const LINK: NewLinkAnswer = { login: "paula", url: `/sign-in#secret=${SECRET}`, expiresAt: 60_000, lifetimeMinutes: 1_440 };

describe("accounts", () => {
  test("are listed as a table, made harmless, or as the API says", async () => {
    const page = { items: [ACCOUNT, { ...ACCOUNT, login: "eve", disabledAt: 0 }], total: 2, asOf: 0, next: null };
    const answer = () => ({ body: page });
    const run = await testCli(["account", "list", "--limit", "2"], { answer });
    expect(run).toMatchObject({ exit: 0, asked: [{ method: "GET", path: "/api/v1/accounts?limit=2" }] });
    expect(run.stdout).toContain("approver, help-desk");
    expect(run.stdout).toContain("1970-01-01T00:01:00Z");
    expect(run.stdout).not.toContain("\u001b");
    expect(JSON.parse((await testCli(["account", "list", "--json"], { answer })).stdout)).toEqual(page);
  });

  test("are made with every role that was named, and the next step is said", async () => {
    const argv = ["account", "create", "--name", "Paula Berg", "--role", "approver", "--role", "help-desk", "paula"];
    const run = await testCli(argv, { answer: () => ({ status: 201, body: ACCOUNT }) });
    expect(run).toMatchObject({
      exit: 0,
      asked: [{ method: "POST", body: { login: "paula", displayName: "Paula Berg", roles: ["approver", "help-desk"] } }],
    });
    expect(run.stdout).toContain("tidegate account link paula");
    expect(await testCli(["account", "create", "x", "--name", "x", "--role", "king"])).toMatchObject({ exit: 1, asked: [] });
    expect(await testCli(["account", "create", "x", "--name", "x"])).toMatchObject({ exit: 1, asked: [] });
  });

  test.each([
    [["--disable"], { disabled: true }],
    [["--enable"], { disabled: false }],
    [["--role", "viewer"], { roles: ["viewer"] }],
    [["--role", "viewer", "--enable"], { roles: ["viewer"], disabled: false }],
  ])("are changed in what %j names and nothing else", async (flags, body) => {
    const argv = ["account", "change", "a/b", "--reason", "left", ...flags];
    const run = await testCli(argv, { answer: () => ({ body: ACCOUNT }) });
    expect(run).toMatchObject({ exit: 0 });
    expect(run.asked).toEqual([{ method: "POST", path: "/api/v1/accounts/a%2Fb", body: { ...body, reason: "left" } }]);
  });

  test.each([[["--disable", "--enable"]], [[]]])("are not changed by %j", async (flags) => {
    const run = await testCli(["account", "change", "paula", "--reason", "x", ...flags]);
    expect(run).toMatchObject({ exit: 1, asked: [] });
    expect(run.stderr).toContain("docs/errors.md#arguments-invalid");
  });

  test("the last administrator's refusal exits with its own code", async () => {
    const answer = () => problemAnswer("account-last-admin", 409);
    expect((await testCli(["account", "change", "x", "--disable", "--reason", "x"], { answer })).exit).toBe(10);
  });
});

describe("sign-in links", () => {
  const answer = () => ({ status: 201, body: LINK });

  test("stand alone on stdout", async () => {
    const run = await testCli(["account", "link", "paula"], { answer });
    expect(run).toMatchObject({ exit: 0, stdout: `${LINK.url}\n`, asked: [{ path: "/api/v1/accounts/paula/sign-in-links" }] });
    expect(run.stderr).not.toContain(SECRET);
    expect(run.stderr).not.toContain("token-file");
  });

  test("are whole where a server was asked", async () => {
    const request = async () => ({ status: 201, headers: {}, body: LINK });
    const openApi = async () =>
      ({ request, close: async () => undefined, where: "server", describe: "http://127.0.0.1:8420" }) as const;
    const run = await testCli(["account", "link", "paula", "--json"], { deps: { openApi } });
    expect(JSON.parse(run.stdout)).toEqual({ ...LINK, url: `http://127.0.0.1:8420/sign-in#secret=${SECRET}` });
  });

  test("or in a new file for the owner alone", async () => {
    const run = await testCli(["account", "link", "paula", "--link-out", "p.link"], { answer, cwd });
    expect(run).toMatchObject({ exit: 0, stdout: "" });
    expect(await readFile(join(cwd, "p.link"), "utf8")).toBe(`${LINK.url}\n`);
    expect((await stat(join(cwd, "p.link"))).mode & 0o777).toBe(0o600);
  });
});
