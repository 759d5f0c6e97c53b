import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOTS = ["src", "tests", "bench", "tools"];
const SINGLE_FILES = ["vitest.config.ts"];
const KINDS = /\.(?:[cm]?[jt]sx?|sql)$/;

/** The texts of the repository that the walls hold, by path with `/`, sorted as the disk gives them. */
export function readSourceFiles(root: string): Map<string, string> {
  const paths = [...ROOTS.flatMap((folder) => pathsUnder(root, folder)), ...SINGLE_FILES];
  return new Map(
    paths.filter((path) => existsSync(join(root, path))).map((path) => [path, readFileSync(join(root, path), "utf8")]),
  );
}

function pathsUnder(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : pathsUnder(root, path);
    return KINDS.test(entry.name) ? [path] : [];
  });
}
