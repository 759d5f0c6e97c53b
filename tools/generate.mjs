// Writes the pages that are drawn from the code.
//
//   node tools/generate.mjs            writes what differs
//   node tools/generate.mjs --check    writes nothing; exit 1 and the names of the pages that differ
//
// A further page is one entry in tools/generate/pages.ts.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const USAGE = "usage: node tools/generate.mjs [--check]";

process.exitCode = await main(process.argv.slice(2));

async function main(args) {
  const unknown = args.find((arg) => arg !== "--check");
  if (unknown !== undefined) return stop(`unknown option \`${unknown}\`\n${USAGE}`);
  const [major, minor] = process.versions.node.split(".").map(Number);
  // From here on TypeScript is loaded, which an older Node cannot read.
  if (major < 22 || (major === 22 && minor < 18)) return stop(`needs Node 22.18, not ${process.version}; run \`npm run gen\``);
  const { generate } = await import("./generate/generate.ts");
  const { PAGES } = await import("./generate/pages.ts");
  const isCheck = args.includes("--check");
  const different = await generate(ROOT, PAGES, isCheck ? "check" : "write");
  for (const path of different) process.stdout.write(isCheck ? `differs: ${path}\n` : `wrote ${path}\n`);
  if (isCheck && different.length > 0) process.stdout.write("run `npm run gen`, and commit what it writes\n");
  if (different.length === 0) process.stdout.write(`${PAGES.length} generated pages are up to date\n`);
  return isCheck && different.length > 0 ? 1 : 0;
}

function stop(text) {
  process.stderr.write(`generate: ${text}\n`);
  return 2;
}
