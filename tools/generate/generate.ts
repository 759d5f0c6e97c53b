import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** `path` is relative to the repository. `render` gives the whole file; it reads no clock and no chance. */
export type Page = Readonly<{ path: string; render: () => Promise<string> }>;

/**
 * Compares every page with what is on the disk, and with `write` puts the new text there.
 * @returns the paths of the pages that differed or were missing, in the order of `pages`
 */
export async function generate(root: string, pages: readonly Page[], mode: "write" | "check"): Promise<string[]> {
  const different: string[] = [];
  for (const page of pages) {
    const file = join(root, page.path);
    const text = await page.render();
    if ((await readIfThere(file)) === text) continue;
    different.push(page.path);
    if (mode === "check") continue;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return different;
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
