import type { Dirent } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import type { ProblemIssue } from "../app/problems/problem.ts";
import { compareText } from "../kit/ids.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { cliProblem, type ShownProblem } from "./cli-fault.ts";

/** As the API takes it. */
export type SentFile = Readonly<{ path: string; contentBase64: string }>;

/** A policy export is some kilobytes, an estate table some megabytes: what is larger is no such file. */
export const FILE_BYTES_MAX = 64 * 1024 * 1024;

/**
 * Every file below `folder`, in the order of their relative paths (forward slashes). Hidden files and folders are passed
 * over. A link that leads out of the folder, a file that is too large and one that cannot be read are told all at once,
 * and then nothing is sent: half a folder would look like a whole one.
 */
export async function readFolder(folder: string): Promise<Result<readonly SentFile[], ShownProblem>> {
  const root = await realpath(folder).catch(() => null);
  if (root === null || !(await stat(root)).isDirectory())
    return err(cliProblem("folder-unreadable", `\`${folder}\` is not a folder`));
  const issues: ProblemIssue[] = [];
  const paths = [...(await filesBelow({ root, issues }, ""))].sort(compareText);
  const files: SentFile[] = [];
  for (const path of paths) {
    const file = await readOne(join(root, path), path, issues);
    if (file !== null) files.push(file);
  }
  if (issues.length > 0)
    return err(cliProblem("folder-unreadable", `${issues.length} entries of \`${folder}\` cannot be taken`, { issues }));
  if (files.length === 0) return err(cliProblem("folder-unreadable", `\`${folder}\` holds no file`));
  return ok(files);
}

/**
 * A folder, or a single file whose name says that it stands for one: an archive, one export. @param file null: a folder alone
 */
export async function readFolderOrFile(
  path: string,
  shownPath: string,
  file: RegExp | null,
): Promise<Result<readonly SentFile[], ShownProblem>> {
  const isFile = file !== null && file.test(path) && (await stat(path).catch(() => null))?.isFile() === true;
  if (!isFile) return readFolder(path);
  const read = await readNamedFile(path, shownPath);
  return read.ok ? ok([{ ...read.value, path: basename(read.value.path) }]) : read;
}

/** One file that a person named; the name that is sent is the one they typed. */
export async function readNamedFile(path: string, shownPath: string): Promise<Result<SentFile, ShownProblem>> {
  const issues: ProblemIssue[] = [];
  const file = await readOne(path, shownPath.split(sep).join("/"), issues);
  return file === null
    ? err(cliProblem("file-unreadable", `\`${shownPath}\`: ${issues[0]?.message ?? "cannot be read"}`))
    : ok(file);
}

type Walk = Readonly<{ root: string; issues: ProblemIssue[] }>;

async function filesBelow(walk: Walk, folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(walk.root, folder), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    walk.issues.push(
      issue(folder, `the folder cannot be read (${error.code ?? "unknown"})`, "give yourself the right to read it"),
    );
    return [] as Dirent[];
  });
  const found: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile()) found.push(path);
    else if (entry.isDirectory()) found.push(...(await filesBelow(walk, path)));
    else if (entry.isSymbolicLink()) {
      const objection = await linkLeadsOut(walk.root, path);
      if (objection !== null)
        walk.issues.push(issue(path, objection, "put the file itself into the folder, or take the link out"));
    } else walk.issues.push(issue(path, "is neither a file nor a folder", "take it out of the folder"));
  }
  return found;
}

/** What a link within the folder leads to is found under its own path anyway; taken twice it would be a duplicate. */
async function linkLeadsOut(root: string, path: string): Promise<string | null> {
  const target = await realpath(join(root, path)).catch(() => null);
  if (target === null) return "is a link that leads nowhere";
  return target === root || target.startsWith(root + sep) ? null : "is a link that leads out of the folder";
}

async function readOne(file: string, path: string, issues: ProblemIssue[]): Promise<SentFile | null> {
  try {
    const { size } = await stat(file);
    if (size > FILE_BYTES_MAX) {
      issues.push(issue(path, `holds ${size} bytes, more than ${FILE_BYTES_MAX}`, "split it, or take it out of the folder"));
      return null;
    }
    return { path, contentBase64: (await readFile(file)).toString("base64") };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    issues.push(issue(path, `cannot be read (${code})`, "check that it is there and that you may read it"));
    return null;
  }
}

function issue(at: string, message: string, help: string): ProblemIssue {
  return { code: "file-unreadable", at: at === "" ? "." : at, message, help };
}
