import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CommunicationAnswer } from "../http/contract/communication.ts";
import { AT } from "./testing/make-answers.ts";
import { problemAnswer, testCli } from "./testing/test-cli.ts";

let cwd = "";
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "tidegate-comms-"));
});
afterEach(async () => rm(cwd, { recursive: true, force: true }));

const NOTICE = {
  subject: "Screen lock",
  whatChanges: "The screen locks after 10 minutes",
  when: "Monday 9:00 CEST",
  businessPurpose: "Finding 12 of the audit",
  selfHelp: "Nothing is to be done",
  helpDeskContact: "help@example.com",
};
const NONE = {
  people: 0,
  queued: 0,
  accepted: 0,
  toldByHand: 0,
  bounced: 0,
  failed: 0,
  devicesHeldBack: 0,
  devicesWithoutAnybody: 0,
};
const EMPTY = {
  notice: null,
  substitutes: [],
  noticeHash: null,
  editedBy: null,
  editedAt: null,
  sentSince: null,
  acknowledgement: null,
};
const ANSWER: CommunicationAnswer = {
  rolloutId: "ro-1",
  required: true,
  waivedBecause: null,
  leadMsMin: 86_400_000,
  mail: false,
  stages: [
    {
      ...EMPTY,
      stage: "pilot",
      notice: NOTICE,
      missing: [],
      substitutes: [{ siteId: "north", userId: "u-1", displayName: "Olga Nord" }],
      editedBy: "alex",
      acknowledgement: { by: "hanna", at: AT, note: "two more on Monday" },
      sentSince: AT,
      delivery: { ...NONE, people: 12, toldByHand: 9, queued: 3, devicesHeldBack: 5, devicesWithoutAnybody: 2 },
    },
    { ...EMPTY, stage: "production", missing: [{ part: "subject", message: "is empty" }], delivery: NONE },
  ],
  asOf: AT,
};
const always = () => ({ body: ANSWER });

describe("comms", () => {
  test("show says what people are told, who was, who is held back and what is missing", async () => {
    const run = await testCli(["comms", "show", "a rollout/1"], { answer: always });
    expect(run.asked).toEqual([{ method: "GET", path: "/api/v1/rollouts/a%20rollout%2F1/communication", body: undefined }]);
    expect(run).toMatchObject({ exit: 0, stderr: "" });
    expect(run.stdout).toMatchInlineSnapshot(`
      "People are told at least 1 d before their device changes, by other means: no mail is set up, so record who was told

      pilot
        notice: Screen lock   by alex
        devices without a person at north: Olga Nord
        help desk: hanna, 2026-03-02T08:00:00Z: two more on Monday
        told: 9 of 12 people (0 by mail, 9 by hand, 3 waiting, 0 bounced, 0 failed)   since 2026-03-02T08:00:00Z
        held back: 5 devices, 2 of them with nobody to tell: name a substitute

      production
        no notice yet
        help desk: has not acknowledged it yet
        told: nobody yet
      "
    `);
  });

  test("a plan that tells nobody says why", async () => {
    const waived = { ...ANSWER, required: false, waivedBecause: "kiosks only" };
    const run = await testCli(["comms", "show", "x"], { answer: () => ({ body: waived }) });
    expect(run.stdout).toBe("By its plan nobody is told of this rollout: kiosks only\n");
  });

  test("set reads YAML or JSON and sends what the file holds", async () => {
    await writeFile(
      join(cwd, "n.yaml"),
      `notice:\n${Object.entries(NOTICE)
        .map(([part, text]) => `  ${part}: ${text}`)
        .join("\n")}\n`,
    );
    await writeFile(join(cwd, "n.json"), JSON.stringify({ notice: NOTICE, substitutes: [{ siteId: null, userId: "u-1" }] }));
    const set = (file: string) =>
      testCli(["comms", "set", "x", "--stage", "pilot", "--file", file, "--reason", "why"], { cwd, answer: always });
    expect((await set("n.yaml")).asked[0]?.body).toEqual({ stage: "pilot", notice: NOTICE, substitutes: [], reason: "why" });
    expect((await set("n.json")).asked[0]?.body).toMatchObject({ substitutes: [{ siteId: null, userId: "u-1" }] });
    for (const [file, text] of [
      ["list.yaml", "- 1"],
      ["bad.yaml", "a: [1"],
    ] as const) {
      await writeFile(join(cwd, file), text);
      expect(await set(file)).toMatchObject({ exit: 3, asked: [] });
    }
    expect(await set("missing.yaml")).toMatchObject({ exit: 3, asked: [], stdout: "" });
  });

  test("what the server misses in a notice is shown, each part", async () => {
    await writeFile(join(cwd, "n.yaml"), "notice: {}");
    const issues = [{ code: "notice-part-missing", at: "notice.selfHelp", message: "is empty", help: "" }];
    const answer = () => problemAnswer("notice-incomplete", 422, { issues });
    const run = await testCli(["comms", "set", "x", "--stage", "pilot", "--file", "n.yaml", "--reason", "why"], { cwd, answer });
    expect(run.exit).toBe(3);
    expect(run.stderr).toContain("notice.selfHelp");
  });

  test("told names everybody or people, and not both", async () => {
    const told = (...who: string[]) =>
      testCli(["comms", "told", "x", "--stage", "production", "--means", "a poster", ...who], {
        answer: () => ({ body: { told: 3, asOf: AT } }),
      });
    expect((await told("--everybody")).asked[0]?.body).toEqual({
      stage: "production",
      who: { kind: "everybody" },
      means: "a poster",
    });
    const people = await told("--person", "u-1", "--person", "u-2");
    expect(people.asked[0]?.body).toMatchObject({ who: { kind: "people", userIds: ["u-1", "u-2"] } });
    expect(people.stdout).toBe("3 people recorded as told.\n");
    expect(await told()).toMatchObject({ exit: 1, asked: [] });
    expect(await told("--everybody", "--person", "u-1")).toMatchObject({ exit: 1, asked: [] });
  });

  test("bounce and acknowledge say what came of it", async () => {
    const body = { rolloutId: "ro-1", userId: "u-1", devicesHeldBack: 1, asOf: AT };
    const bounced = await testCli(["comms", "bounce", "<m@x>", "--reason", "550"], { answer: () => ({ body }) });
    expect(bounced.asked).toEqual([{ method: "POST", path: "/api/v1/bounces", body: { messageId: "<m@x>", reason: "550" } }]);
    expect(bounced.stdout).toBe("u-1 was not told; 1 device held back again.\n");
    const word = await testCli(["comms", "acknowledge", "x", "--stage", "pilot", "--note", "ready"], { answer: always });
    expect(word.asked[0]).toMatchObject({ path: "/api/v1/rollouts/x/acknowledgements", body: { stage: "pilot", note: "ready" } });
    expect(word.stdout).toContain("hanna");
  });

  test("deliveries are a table, filtered by the server", async () => {
    const row = {
      stage: "pilot",
      userId: "u-1",
      displayName: "Nina\u001b[31m Koch",
      mail: null,
      state: "failed",
      attempts: 1,
      toldAt: null,
      lastError: "has no mail address",
      messageId: "<m@x>",
    };
    const page = { items: [row], total: 1, next: null, asOf: AT };
    const run = await testCli(["comms", "deliveries", "x", "--stage", "pilot", "--state", "failed"], {
      answer: () => ({ body: page }),
    });
    expect(run.asked[0]?.path).toBe("/api/v1/rollouts/x/deliveries?stage=pilot&state=failed");
    expect(run.stdout).toContain("has no mail address");
    expect(run.stdout).not.toContain("\u001b");
  });
});
