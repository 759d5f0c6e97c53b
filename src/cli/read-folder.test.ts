import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FILE_BYTES_MAX, readFolder } from "./read-folder.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tidegate-folder-"));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

async function pathsRead(): Promise<readonly string[]> {
  const read = await readFolder(join(folder, "in"));
  if (!read.ok) throw new Error(read.error.detail);
  return read.value.map((file) => file.path);
}

async function issuesRead(): Promise<readonly string[]> {
  const read = await readFolder(join(folder, "in"));
  if (read.ok) throw new Error("was read");
  expect(read.error).toMatchObject({ code: "folder-unreadable", exitCode: 3 });
  return read.error.issues.map((one) => `${one.at}: ${one.message}`);
}

async function put(path: string, text = "{}"): Promise<void> {
  await mkdir(join(folder, path, ".."), { recursive: true });
  await writeFile(join(folder, path), text);
}

test("files come sorted by path, with slashes and their bytes; hidden ones stay out", async () => {
  await put("in/b.json", "\ufeffä");
  await put("in/a/z.json");
  await put("in/B.json");
  await put("in/.git/config");
  expect(await pathsRead()).toEqual(["B.json", "a/z.json", "b.json"]);
  const read = await readFolder(join(folder, "in"));
  expect(read.ok && Buffer.from(read.value[2]?.contentBase64 ?? "", "base64").toString("utf8")).toBe("\ufeffä");
});

test("a link out of the folder is refused, and so are all other faults at once", async () => {
  await put("secret.txt", "token");
  await put("in/a.json");
  await symlink(join(folder, "secret.txt"), join(folder, "in/leak.json"));
  await symlink(folder, join(folder, "in/up"));
  await symlink("nowhere", join(folder, "in/dangling"));
  await put("in/big.json");
  await truncate(join(folder, "in/big.json"), FILE_BYTES_MAX + 1);
  expect([...(await issuesRead())].sort()).toEqual([
    `big.json: holds ${FILE_BYTES_MAX + 1} bytes, more than ${FILE_BYTES_MAX}`,
    "dangling: is a link that leads nowhere",
    "leak.json: is a link that leads out of the folder",
    "up: is a link that leads out of the folder",
  ]);
});

test("a folder beside with the same beginning is outside too", async () => {
  await put("in-secret/x.json");
  await put("in/a.json");
  await symlink(join(folder, "in-secret/x.json"), join(folder, "in/x.json"));
  expect(await issuesRead()).toEqual(["x.json: is a link that leads out of the folder"]);
});

test("links within the folder add nothing, and circles end", async () => {
  await put("in/a/x.json");
  await symlink("x.json", join(folder, "in/a/y.json"));
  await symlink("..", join(folder, "in/a/loop"));
  expect(await pathsRead()).toEqual(["a/x.json"]);
});

test("the folder itself may be a link", async () => {
  await put("real/x.json");
  await symlink("real", join(folder, "in"));
  expect(await pathsRead()).toEqual(["x.json"]);
});

test.each(["empty", "missing", "file"])("no folder to read: %s", async (kind) => {
  if (kind === "empty") await mkdir(join(folder, "in"));
  if (kind === "file") await put("in");
  expect(await issuesRead()).toEqual([]);
});
