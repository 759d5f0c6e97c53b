import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { MasterAnswer, MasterImportAnswer } from "../http/contract/masters.ts";
import { testCli } from "./testing/test-cli.ts";

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function fileWith(name: string, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tidegate-masters-"));
  folders.push(folder);
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

const COUNTS = { rows: 3, values: 1, nodesOnly: 1, opaque: 1 };
const HEAD = {
  id: "ms-1",
  name: "Hardening",
  master: "group-policy" as const,
  groupId: "g",
  counts: COUNTS,
  workloads: [],
  readAt: null,
};
const IMPORTED: MasterImportAnswer = {
  files: 1,
  masters: [{ ...HEAD, groupName: "Workstations" }],
  problems: [],
  written: { added: 1, replaced: 0 },
};
const SHOWN: MasterAnswer = {
  ...HEAD,
  groupName: "Workstations",
  devices: 40,
  devicesTotal: 60,
  file: "hardening.xml",
  importedAt: 0,
  importedBy: "ann",
  rows: {
    items: [
      { kind: "value", setting: "Slide show", line: 4, node: "device_x", value: 1 },
      { kind: "node", setting: "A list", line: 5, node: "device_y" },
      { kind: "opaque", setting: "Something", line: 6 },
    ],
    total: 4,
    next: "3",
  },
  asOf: 0,
};

describe("masters", () => {
  test("sends one file with its group, and says what of it can be compared", async () => {
    const path = await fileWith("hardening.xml", "<GPO/>");
    const argv = ["masters", "import", path, "--group", "Workstations"];
    const run = await testCli(argv, { answer: () => ({ body: IMPORTED }) });
    expect(run).toMatchObject({ exit: 0, stderr: "" });
    const [asked] = run.asked;
    expect([asked?.method, asked?.path]).toEqual(["POST", "/api/v1/imports/masters"]);
    expect(asked?.body).toEqual({
      files: [{ path: "hardening.xml", contentBase64: Buffer.from("<GPO/>").toString("base64") }],
      group: "Workstations",
      dryRun: false,
    });
    expect(run.stdout).toContain("3 rows: 1 compared, 1 at a known setting without a value to compare, 1 unknown");
    expect(run.stdout).toContain("No device changes by it.");
  });

  test("shows rows of each kind, with the devices of how many, and how to go on", async () => {
    const run = await testCli(["masters", "show", "ms-1"], { answer: () => ({ body: SHOWN }) });
    expect(run).toMatchObject({ exit: 0, stderr: "" });
    expect(run.stdout).toContain('Group Policy for group "Workstations": 40 devices of 60');
    expect(run.stdout).toContain("device_x = 1");
    expect(run.stdout).toContain("its value cannot be compared");
    expect(run.stdout).toContain("not known which setting it is");
    expect(run.stdout).toContain("3 of 4 shown; go on with --after 3");
  });
});

describe("imports of policies", () => {
  test("take an archive as well as a folder, and refuse what is neither", async () => {
    const path = await fileWith("export.zip", "PK");
    const run = await testCli(["import", "intune", path], { answer: () => undefined });
    expect(run.asked[0]?.body).toMatchObject({ files: [{ path: "export.zip", contentBase64: "UEs=" }] });
    const refused = await testCli(["import", "intune", await fileWith("notes.txt", "x")]);
    expect([refused.exit, refused.asked]).toEqual([3, []]);
    expect(refused.stderr).toContain("is not a folder");
  });
});
