// Runs one measurement: bench/<subject>.ts. Plain JavaScript, because npm may start it with an old Node.
//
//   node tools/bench.mjs                       lists the subjects
//   node tools/bench.mjs spine --seed 7 --json
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDER = join(ROOT, "bench");
/** Set-up puts a Node here that reads TypeScript. */
const NODE = join(ROOT, "node_modules", ".bin", "node");

main(process.argv.slice(2));

function main([subject, ...args]) {
  const subjects = readdirSync(FOLDER)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => name.slice(0, -".ts".length))
    .sort();
  if (subject === undefined) {
    process.stdout.write(`subjects:\n${subjects.map((name) => `  npm run bench -- ${name}\n`).join("")}`);
    return;
  }
  if (!subjects.includes(subject)) return fail(`there is no subject \`${subject}\`; there are: ${subjects.join(", ")}`);
  if (!existsSync(NODE)) return fail(`\`${NODE}\` is missing: run \`node tools/setup.mjs\``);
  const child = spawn(NODE, [join(FOLDER, `${subject}.ts`), ...args], { stdio: "inherit" });
  child.on("error", (cause) => fail(`cannot start \`${NODE}\`: ${cause.message}`));
  child.on("exit", (code, signal) => {
    process.exitCode = signal === null ? code : 1;
  });
}

function fail(text) {
  process.stderr.write(`bench: ${text}\n`);
  process.exitCode = 1;
}
