/**
 * Builds what the project ships of setting facts, from the data sets beside the repository: bare facts from sources whose licence
 * allows it (NOTICE). Sets under the GPL are never read here.
 *
 *   src/policy/naming/generated/words.ts               words of identifiers
 *   src/connectors/catalogue/generated/settings.gz     the catalogue
 *   src/connectors/catalogue/generated/registry.gz     registry places of Windows' policies
 *
 * `node tools/catalogue/build.ts [--check]`; with --check it only compares, and exits 1 on a difference.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { DATA, PATHS } from "./sources.ts";

const isCheck = process.argv.includes("--check");
if (!existsSync(DATA)) {
  console.error("the data sets are not there (../shared/data): nothing built");
  process.exit(2);
}

// The words come first: names of settings are cut with them, so that what follows is loaded only then. A fresh checkout without
// the file could not even load what makes it.
if (!existsSync(PATHS.words)) write(PATHS.words, 'export const WORDS = "policy setting";\n');
const { wordsModule } = await import("./words.ts");
const words = wordsModule();
if (!isCheck && readFileSync(PATHS.words, "utf8") !== words) {
  write(PATHS.words, words);
  console.log("the words have changed: run the builder once more, so that names are made with them");
  process.exit(3);
}
const { shippedTexts } = await import("./shipped-texts.ts");
const { settings, registry, summary } = shippedTexts();
if (isCheck) {
  const texts = [
    [PATHS.words, words, readFileSync(PATHS.words, "utf8")],
    [PATHS.settings, settings, unpacked(PATHS.settings)],
    [PATHS.registry, registry, unpacked(PATHS.registry)],
  ] as const;
  const differing = texts.filter(([, built, there]) => built !== there).map(([path]) => path);
  console.log(
    differing.length === 0 ? "the shipped facts are up to date" : `these differ, run the builder: ${differing.join(", ")}`,
  );
  process.exit(differing.length === 0 ? 0 : 1);
}
for (const [path, text] of [
  [PATHS.settings, settings],
  [PATHS.registry, registry],
] as const) {
  const packed = gzipSync(text, { level: 9 });
  write(path, packed);
  console.log(`${path.split("/").at(-1)}: ${packed.length} bytes packed, ${text.length} unpacked`);
}
console.log(summary);

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function unpacked(path: string): string {
  return existsSync(path) ? gunzipSync(readFileSync(path)).toString("utf8") : "";
}
