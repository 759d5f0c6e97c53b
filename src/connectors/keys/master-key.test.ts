import { chmod, chown, mkdtemp, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readOrCreateMasterKey } from "./master-key.ts";

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tidegate-master-key-"));
  path = join(folder, "master.key");
});
afterEach(() => rm(folder, { recursive: true }));

const bytes = Buffer.from(Array.from({ length: 32 }, (_, at) => at * 7));
const codeOf = async () => {
  const result = await readOrCreateMasterKey(path);
  return result.ok ? "opened" : result.error.code;
};

describe("the master key", () => {
  it("is made once, for its owner alone, and leaves no draft", async () => {
    const made = await readOrCreateMasterKey(path);
    const read = await readOrCreateMasterKey(path);
    expect(made.ok && made.value.created).toBe(true);
    expect(read.ok && read.value.created).toBe(false);
    expect(made.ok && read.ok && Buffer.from(made.value.key).equals(read.value.key)).toBe(true);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(["master.key"]);
  });

  it("is one key for all who start at once, and one of them made it", async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => readOrCreateMasterKey(path)));
    const keys = all.map((one) => (one.ok ? Buffer.from(one.value.key).toString("hex") : one.error.code));
    expect(new Set(keys)).toEqual(new Set([(await readFile(path)).toString("hex")]));
    expect(all.filter((one) => one.ok && one.value.created)).toHaveLength(1);
    expect(await readdir(folder)).toEqual(["master.key"]);
  });

  it("is read as it stands, by a link too", async () => {
    await writeFile(join(folder, "elsewhere"), bytes, { mode: 0o600 });
    await symlink(join(folder, "elsewhere"), path);
    expect(await readOrCreateMasterKey(path)).toEqual({ ok: true, value: { key: bytes, created: false } });
  });

  it.each([0o640, 0o604, 0o660, 0o620, 0o602, 0o644, 0o777])(
    "is refused when group or others may touch it (%o), and left as it is",
    async (mode) => {
      await writeFile(path, bytes);
      await chmod(path, mode);
      const result = await readOrCreateMasterKey(path);
      expect(result).toMatchObject({ ok: false, error: { code: "readable-by-others" } });
      expect((await stat(path)).mode & 0o777).toBe(mode);
      expect(JSON.stringify(result)).toContain(path);
      for (const form of ["hex", "base64", "base64url", "latin1"] as const)
        expect(JSON.stringify(result)).not.toContain(bytes.toString(form));
    },
  );

  it.each([0, 31, 33, 64])("is refused with %i bytes, and left as it is", async (size) => {
    await writeFile(path, Buffer.alloc(size, 3), { mode: 0o600 });
    expect(await codeOf()).toBe("wrong-size");
    expect((await stat(path)).size).toBe(size);
  });

  it("is refused where a crash left only zeros", async () => {
    await writeFile(path, Buffer.alloc(32), { mode: 0o600 });
    expect(await codeOf()).toBe("not-random");
  });

  it("is refused as a folder, and in a folder that is not there", async () => {
    await mkdir(path, { mode: 0o700 });
    expect(await codeOf()).toBe("not-a-file");
    path = join(folder, "missing", "master.key");
    expect(await codeOf()).toBe("cannot-create");
    path = join(folder, "master.key", "\0");
    expect(await codeOf()).toBe("cannot-read");
  });

  it.skipIf(process.getuid?.() !== 0)("is refused when it belongs to somebody else (needs root to try)", async () => {
    await writeFile(path, bytes, { mode: 0o600 });
    await chown(path, 12_345, 12_345);
    expect(await codeOf()).toBe("foreign-owner");
  });
});
