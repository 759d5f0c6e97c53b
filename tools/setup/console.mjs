// Builds the console when it is missing or its sources have changed. Needs the packages.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { run, SetupFailed, withProgress } from "./run.mjs";

/** Beside the files it speaks of: whoever empties the folder takes it along. The server shows no file that begins with a dot. */
const STAMP_NAME = ".tidegate-setup.json";
const COMPRESSED = new Set([".js", ".css", ".svg", ".json", ".txt"]);
/** Smaller ones fit in one packet anyhow. */
const COMPRESSED_BYTES_MIN = 1_400;

export async function ensureConsole(root, node) {
  const sources = join(root, "src", "console");
  const built = join(root, "dist", "console");
  const stampPath = join(built, STAMP_NAME);
  const hash = hashOf(root, [join(root, "package-lock.json"), ...filesIn(sources).filter((path) => !isTest(path))]);
  if (existsSync(join(built, "index.html")) && stampedWith(stampPath) === hash) return;
  await withProgress("building the console (its sources are new or have changed)", async () => {
    const vite = [
      "node_modules/vite/bin/vite.js",
      "build",
      "src/console",
      "--config",
      "src/console/vite.config.ts",
      "--logLevel",
      "warn",
    ];
    const { code, output } = await run(node, vite, root, { quiet: true });
    if (code !== 0) throw new SetupFailed(`the console could not be built; vite ended with ${code}:\n${output.trim()}\n`);
    compress(built);
  });
  writeFileSync(stampPath, `${JSON.stringify({ sources: hash })}\n`);
}

/** Once here instead of with every answer; the server sends these to whoever reads them. */
function compress(folder) {
  for (const path of filesIn(folder)) {
    const bytes = readFileSync(path);
    if (!COMPRESSED.has(extname(path)) || bytes.length < COMPRESSED_BYTES_MIN) continue;
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
  }
}

function hashOf(root, paths) {
  const hash = createHash("sha256");
  for (const path of paths)
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update("\0");
  return hash.digest("hex");
}

function stampedWith(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).sources;
  } catch {
    return null;
  }
}

/** In an order that is the same everywhere. */
function filesIn(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : filesIn(join(folder, entry.name));
    return [join(folder, entry.name)];
  });
}

function isTest(path) {
  return /\.test\.tsx?$/.test(path);
}
