// Everything CI runs, stage by stage; the last line is `N passed, N failed`.
//
//   node tools/test.mjs                          all stages but soak
//   node tools/test.mjs --only check             types, lint, format, tidy, unit
//   node tools/test.mjs --only lint,unit         any stages by name: types lint format tidy unit fuzz pglite postgres e2e soak
//   node tools/test.mjs --only format --fix      writes the format instead of checking it; file names may follow
//
// Runs under an old Node too: the tools themselves are started with the Node that npm installed.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCheck, runVitest } from "./test/stages.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const NODE = nodeBinary();
const SOURCES = ["src", "tests", "bench", "tools", "vitest.config.ts"].filter((path) => existsSync(join(ROOT, path)));
const TYPESCRIPT = ["node_modules/typescript/bin/tsc"];
const LINT_BIN = join(ROOT, "tools", "lint", "node_modules", ".bin");

const STAGES = {
  types: () =>
    runCheck(ROOT, [
      [NODE, ...TYPESCRIPT, "-p", "tsconfig.json"],
      [NODE, ...TYPESCRIPT, "-p", "tsconfig.pure.json"],
      [NODE, ...TYPESCRIPT, "-p", "src/console/tsconfig.json"],
      [NODE, ...TYPESCRIPT, "-p", "tests/e2e/tsconfig.json"],
    ]),
  lint: () =>
    runCheck(ROOT, [[join(LINT_BIN, "oxlint"), "-c", "tools/lint/.oxlintrc.json", "--deny-warnings", ...SOURCES]], LINT_BIN),
  format: () =>
    runCheck(ROOT, [[join(LINT_BIN, "biome"), "format", ...(options.fix ? ["--write"] : []), ...formatTargets()]], LINT_BIN),
  tidy: () => runVitest(ROOT, NODE, "tidy", ["--project", "tidy"]),
  unit: () => runVitest(ROOT, NODE, "unit", ["--project", "unit"]),
  fuzz: () => runVitest(ROOT, NODE, "fuzz", ["--project", "fuzz"]),
  pglite: () => runVitest(ROOT, NODE, "pglite", ["--project", "pglite"]),
  postgres: () => runVitest(ROOT, NODE, "postgres", ["--project", "postgres"]),
  // Without a browser all of them are skipped; in CI set-up has failed before.
  e2e: () => runVitest(ROOT, NODE, "e2e", ["--project", "e2e"], { maySkipAll: process.env.CI !== "true" }),
  soak: () => runVitest(ROOT, NODE, "soak", ["--project", "soak"], { mayBeEmpty: true }),
};
const GROUPS = {
  all: ["types", "lint", "format", "tidy", "unit", "fuzz", "pglite", "postgres", "e2e"],
  check: ["types", "lint", "format", "tidy", "unit"],
};

const options = parseOptions(process.argv.slice(2));
process.exitCode = await runStages(options.stages);

async function runStages(names) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  let allEmpty = true;
  for (const name of names) {
    process.stdout.write(`\n== ${name}\n`);
    const startedAtMs = Date.now();
    const outcome = await STAGES[name]();
    const tookS = ((Date.now() - startedAtMs) / 1000).toFixed(1);
    process.stdout.write(`== ${name}: ${describe(outcome)} (${tookS} s)\n`);
    for (const skip of outcome.skippedNames) process.stdout.write(`   skipped: ${skip}\n`);
    for (const key of Object.keys(sum)) sum[key] += outcome[key];
    if (outcome.failed > 0) failures.push(name);
    allEmpty &&= outcome.isEmpty;
  }
  process.stdout.write("\n");
  if (sum.skipped > 0) process.stdout.write(`${sum.skipped} skipped\n`);
  if (failures.length > 0) process.stdout.write(`failed stages: ${failures.join(", ")}\n`);
  process.stdout.write(`${sum.passed} passed, ${sum.failed} failed\n`);
  return sum.failed > 0 || (sum.passed === 0 && !allEmpty) ? 1 : 0;
}

function describe({ passed, failed, skipped, isEmpty, note }) {
  if (isEmpty) return "no test files, nothing to do";
  const counts = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
  return note === undefined ? counts : `${counts}; ${note}`;
}

function formatTargets() {
  return options.paths.length > 0 ? options.paths : ["."];
}

function nodeBinary() {
  const own = join(ROOT, "node_modules", ".bin", "node");
  if (existsSync(own)) return own;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  return stop("no Node new enough for the tests; run `node tools/setup.mjs --test` first");
}

function parseOptions(args) {
  const parsed = { stages: GROUPS.all, fix: false, paths: [] };
  for (let at = 0; at < args.length; at++) {
    if (args[at] === "--fix") parsed.fix = true;
    else if (args[at] === "--only") parsed.stages = stagesNamed(args[++at] ?? "");
    else if (args[at].startsWith("-")) stop(`unknown option \`${args[at]}\``);
    else parsed.paths.push(args[at]);
  }
  if ((parsed.fix || parsed.paths.length > 0) && !parsed.stages.includes("format"))
    stop("--fix and file names belong to the stage `format`");
  return parsed;
}

function stagesNamed(list) {
  return list.split(",").flatMap((name) => {
    if (name in GROUPS) return GROUPS[name];
    if (name in STAGES) return [name];
    return stop(`unknown stage \`${name}\`; known: ${[...Object.keys(GROUPS), ...Object.keys(STAGES)].join(", ")}`);
  });
}

function stop(text) {
  process.stderr.write(`test: ${text}\n`);
  process.exit(2);
}
