import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

const BUDGET_KB = 250;
/** What everybody loads first: the frame, and the page that it opens on. */
const FIRST_PAGE = "/pages/home/home-page.tsx";

/** Fails the build when what a visitor loads first, gzipped, has grown beyond the budget. */
export function firstLoadBudget(): Plugin {
  return {
    name: "first-load-budget",
    apply: "build",
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const starts = chunks.filter(({ isEntry, moduleIds }) => isEntry || moduleIds.some((id) => id.endsWith(FIRST_PAGE)));
      const first = withImports(starts, bundle);
      const styles = new Set(first.flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]));
      const texts = [...first.map(({ code }) => code), ...[...styles].map((name) => styleText(bundle[name]))];
      const kB = texts.reduce((sum, text) => sum + gzipSync(text).length, 0) / 1_000;
      const words = `first load: ${kB.toFixed(1)} kB gzip in ${texts.length} files, of ${BUDGET_KB} kB`;
      if (kB > BUDGET_KB) this.error(`${words}: load what is not needed at once with lazyRouteComponent or import()`);
      this.info(words);
    },
  };
}

/** The chunks and everything that they import statically. */
function withImports(starts: readonly Rolldown.OutputChunk[], bundle: Rolldown.OutputBundle): readonly Rolldown.OutputChunk[] {
  const found = new Map<string, Rolldown.OutputChunk>();
  const open = [...starts];
  for (let chunk = open.pop(); chunk !== undefined; chunk = open.pop()) {
    if (found.has(chunk.fileName)) continue;
    found.set(chunk.fileName, chunk);
    for (const name of chunk.imports) {
      const next = bundle[name];
      if (next?.type === "chunk") open.push(next);
    }
  }
  return [...found.values()];
}

function styleText(file: Rolldown.OutputBundle[string] | undefined): string | Uint8Array {
  return file?.type === "asset" ? file.source : "";
}
