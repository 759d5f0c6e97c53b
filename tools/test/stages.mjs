import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** A hanging stage must become a failure that names it, before CI's own limit ends the whole run without words. */
const STAGE_MS_MAX = 40 * 60 * 1000;

/** Runs commands one after the other; together they count as one check. */
export async function runCheck(root, commands, pathFirst) {
  let failed = 0;
  let note;
  for (const command of commands) {
    const end = await run(root, command, pathFirst);
    if (end !== 0) {
      failed = 1;
      note = `${relative(root, command.find((word) => !word.endsWith("/node")) ?? command[0])} ended with ${end}`;
    }
  }
  return outcomeOf({ passed: 1 - failed, failed, note });
}

/**
 * Runs vitest and counts from its JSON report. A runner that crashes, a file that cannot be loaded and a run without
 * a single test count as failures: a check that silently ran nothing is worse than none.
 */
export async function runVitest(root, node, name, args, { mayBeEmpty = false, maySkipAll = false } = {}) {
  const report = join(root, ".cache", "test", `${name}.json`);
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`, "--passWithNoTests"];
  const end = await run(root, [node, "node_modules/vitest/vitest.mjs", "run", ...args, ...reporters]);
  const read = readReport(report);
  if (read === null) return outcomeOf({ failed: 1, note: `the runner ended with ${end} and left no report` });
  const { passed, skipped, files, skippedNames } = read;
  if (files === 0 && end === 0 && mayBeEmpty) return outcomeOf({ isEmpty: true });
  if (passed + read.failed === 0 && skipped > 0 && end === 0 && maySkipAll) return outcomeOf({ skipped, skippedNames });
  if (passed + read.failed === 0)
    return outcomeOf({
      failed: 1,
      skipped,
      skippedNames,
      note: `no test ran (${files} test files); the runner ended with ${end}`,
    });
  if (end !== 0 && read.failed === 0)
    return outcomeOf({ passed, failed: 1, skipped, skippedNames, note: `the runner ended with ${end}` });
  return outcomeOf({ passed, failed: read.failed, skipped, skippedNames });
}

function outcomeOf({ passed = 0, failed = 0, skipped = 0, skippedNames = [], isEmpty = false, note }) {
  return { passed, failed, skipped, skippedNames, isEmpty, note };
}

function readReport(path) {
  let report;
  try {
    report = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
  const counts = { passed: 0, failed: 0, skipped: 0, files: report.testResults.length, skippedNames: [] };
  for (const file of report.testResults) {
    let failedHere = 0;
    for (const test of file.assertionResults) {
      if (test.status === "passed") counts.passed += 1;
      else if (test.status === "failed") failedHere += 1;
      else {
        counts.skipped += 1;
        counts.skippedNames.push(test.fullName);
      }
    }
    // A file that could not be loaded, or whose hooks failed, has no failed test of its own.
    if (file.status === "failed" && failedHere === 0) failedHere = 1;
    counts.failed += failedHere;
  }
  return counts;
}

/** The exit code, or words for another end. Signals that stop us stop the stage. */
function run(cwd, [command, ...args], pathFirst) {
  const path = pathFirst === undefined ? process.env.PATH : `${pathFirst}:${process.env.PATH}`;
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, PATH: path }, stdio: ["ignore", "inherit", "inherit"] });
    let end;
    const stop = () => child.kill("SIGTERM");
    process.once("SIGTERM", stop);
    const limit = setTimeout(() => {
      end = `no end after ${STAGE_MS_MAX / 60_000} minutes`;
      child.kill("SIGKILL");
    }, STAGE_MS_MAX);
    const finish = (value) => {
      clearTimeout(limit);
      process.removeListener("SIGTERM", stop);
      resolve(end ?? value);
    };
    child.on("error", (cause) => finish(`no start: ${cause.message}`));
    child.on("close", (code, signal) => finish(code ?? `signal ${signal}`));
  });
}
