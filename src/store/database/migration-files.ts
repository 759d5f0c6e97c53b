import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compareText } from "../../kit/ids.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { sha256Hex } from "../../kit/sha256.ts";

/** `number` counts from 1 without gaps; `sha256` is of the text with LF line ends, so that a checkout's line ends do not matter. */
export type MigrationFile = Readonly<{ number: number; name: string; sql: string; sha256: string }>;
export type BadNumbering = Readonly<{ kind: "bad-numbering"; file: string; message: string }>;

const NAME = /^(\d{4})-[a-z0-9-]+\.sql$/;

/** Reads `0001-name.sql`, `0002-name.sql`, ... A folder that is absent holds none. Other files are an error, not skipped. */
export function readMigrationFiles(folder: string): Result<readonly MigrationFile[], BadNumbering> {
  if (!existsSync(folder)) return ok([]);
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort(compareText);
  const files: MigrationFile[] = [];
  for (const name of names) {
    const expected = files.length + 1;
    const number = Number(NAME.exec(name)?.[1]);
    if (number !== expected) {
      const message = `migration file \`${name}\` should be number ${String(expected).padStart(4, "0")}: files are named like 0001-first-tables.sql, without gaps or doubles`;
      return err({ kind: "bad-numbering", file: name, message });
    }
    const sql = readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n");
    files.push({ number, name, sql, sha256: sha256Hex(sql) });
  }
  return ok(files);
}
