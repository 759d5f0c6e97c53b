import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import type { CatalogueUpdateAnswer, SettingAnswer } from "../http/contract/catalogue.ts";
import { testCli } from "./testing/test-cli.ts";

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tidegate-cli-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

const UPDATE: CatalogueUpdateAnswer = {
  definitions: 26_898,
  complete: false,
  incompleteBecause: "2 definitions are fewer than 10000, and Intune has more",
  appeared: 1,
  changed: 2,
  gone: 0,
  touches: {
    policies: [
      {
        policyId: "pol-1",
        name: "Screen Lock",
        settings: [{ definitionId: "a_b", name: "Longest idle time", change: "changed", facts: ["integerMax"] }],
      },
    ],
    drafts: [],
    plans: [],
  },
  written: null,
};

describe("catalogue update", () => {
  type Sent = Readonly<{ source: { kind: string; files: readonly { path: string; contentBase64: string }[] }; dryRun: boolean }>;
  const sentBy = ({ asked }: Awaited<ReturnType<typeof testCli>>): Sent => {
    const [request] = asked;
    if (request === undefined) throw new Error("nothing was sent");
    return request.body as Sent;
  };
  const textOf = (file: { contentBase64: string } | undefined) =>
    gunzipSync(Buffer.from(file?.contentBase64 ?? "", "base64")).toString("utf8");

  test("packs a file, sends it, and says what it touches", async () => {
    const folder = await folderWith({ "settings.ndjson": '{"id":"a"}\n' });
    const argv = ["catalogue", "update", "--from", join(folder, "settings.ndjson"), "--dry-run"];
    const run = await testCli(argv, { answer: () => ({ body: UPDATE }) });
    expect(run).toMatchObject({ exit: 0, stderr: "" });
    const { source, dryRun } = sentBy(run);
    expect([run.asked[0]?.path, dryRun, source.kind, source.files[0]?.path]).toEqual([
      "/api/v1/catalogue",
      true,
      "files",
      "settings.ndjson",
    ]);
    expect(textOf(source.files[0])).toBe('{"id":"a"}\n');
    expect(run.stdout).toBe(
      [
        "26,898 settings would be known; nothing was changed",
        "  1 new, 2 changed, 0 gone",
        "  not complete: 2 definitions are fewer than 10000, and Intune has more",
        "1 policy with settings that are judged differently",
        "  Screen Lock",
        "    Longest idle time: integerMax",
        "No draft has to do with that",
        "No plan has to do with that",
        "",
      ].join("\n"),
    );
  });

  test("a folder with one definition a file travels as one list", async () => {
    const folder = await folderWith({ "a.json": '{\n "id": "a"\n}', "b.json": '{"id":"b"', "readme.md": "x" });
    const run = await testCli(["catalogue", "update", "--from", folder], { answer: () => ({ body: UPDATE }) });
    const { source } = sentBy(run);
    expect(source.files.map((file) => [file.path, textOf(file)])).toEqual([["folder.ndjson.gz", '{"id":"a"}\n{"id":"b"']]);
  });

  test.each(["graph", "shipped"])("--from %s sends no file", async (kind) => {
    const run = await testCli(["catalogue", "update", "--from", kind], { answer: () => ({ body: UPDATE }) });
    expect(run.asked[0]?.body).toEqual({ source: { kind }, dryRun: false });
  });

  test("a file that is not there is told before anybody is asked", async () => {
    const run = await testCli(["catalogue", "update", "--from", "/nowhere/x.json"]);
    expect([run.exit, run.asked.length]).toEqual([3, 0]);
    expect(run.stderr).toContain("file-unreadable");
  });
});

test("catalogue show says everything on one screen", async () => {
  const setting: SettingAnswer = {
    definitionId: "com.apple.x_allowy",
    displayName: "Allow Y",
    node: "com.apple.x_allowy",
    address: "com.apple.x/allowY",
    scope: "device",
    kind: "choice",
    valueType: "boolean",
    options: [{ id: "com.apple.x_allowy_true", value: true, name: "Yes" }],
    integerMin: null,
    integerMax: null,
    lengthMin: null,
    lengthMax: null,
    defaultValue: "com.apple.x_allowy_true",
    dependsOn: [{ definitionId: "com.apple.x_z", option: null }],
    children: [],
    applicability: {
      platforms: ["iOS", "macOS"],
      versionMin: { iOS: "15.0" },
      versionMax: {},
      editions: null,
      supervised: false,
      joinTypes: null,
      enrolments: null,
      successors: [],
      byPlatform: { iOS: { supervised: true, enrolments: ["device"] } },
    },
    merge: "boolean-and",
    asOf: 0,
  };
  const run = await testCli(["catalogue", "show", "com.apple.x_allowy"], { answer: () => ({ body: setting }) });
  expect(run.asked[0]?.path).toBe("/api/v1/catalogue/settings/com.apple.x_allowy");
  for (const words of [
    "Allow Y",
    "choice, device scope",
    "several values join by: boolean-and",
    "true  Yes   com.apple.x_allowy_true",
    "Only with\n  com.apple.x_z",
    "iOS: from 15.0, supervised only, enrolled as device",
    "  macOS\n",
  ])
    expect(run.stdout).toContain(words);
});

test("catalogue search sends all words, and goes on from page to page", async () => {
  const page = { items: [], total: 0, asOf: 0, next: null };
  const run = await testCli(["catalogue", "search", "password", "length", "--platform", "iOS"], {
    answer: () => ({ body: page }),
  });
  expect(run.asked[0]?.path).toBe("/api/v1/catalogue/settings?text=password%20length&platform=iOS");
});
