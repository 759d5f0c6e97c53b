import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const NOT_OURS = /(?:^|\/)(?:node_modules|dist|\.cache|\.git)(?:\/|$)/;
const PICTURES = "docs/screenshots";

const pages = globSync("**/*.md", { cwd: ROOT, exclude: (path) => NOT_OURS.test(path) }).sort();

describe("every relative link", () => {
  test.each(pages)("in %s leads somewhere", (page) => {
    expect(brokenLinks(page, readFileSync(join(ROOT, page), "utf8"))).toEqual([]);
  });

  test("is looked at: pages were found, and a wrong link and a wrong heading are seen", () => {
    expect(pages).toEqual(expect.arrayContaining(["README.md", "ARCHITECTURE.md", "docs/guide/cli.md", "docs/adr/README.md"]));
    const text =
      "[a](no-such.md) ![b](docs/no.jpg) [c](#no-heading) [d](README.md#no) `[e](in-code.md)` [f](https://example.com) [g](README.md)";
    expect(brokenLinks("README.md", text)).toEqual(["no-such.md", "docs/no.jpg", "#no-heading", "README.md#no"]);
  });
});

test("every picture is shown on the page of pictures", () => {
  const shown = linksIn(readFileSync(join(ROOT, PICTURES, "README.md"), "utf8"));
  const there = globSync("*.jpg", { cwd: join(ROOT, PICTURES) });
  expect(there.length).toBeGreaterThan(0);
  expect(there.filter((name) => !shown.includes(name))).toEqual([]);
});

/** Targets as they are written; `page` is relative to the repository. */
function brokenLinks(page: string, text: string): readonly string[] {
  return linksIn(text).filter((target) => {
    if (/^[a-z][a-z+.-]*:/i.test(target)) return false;
    const [path = "", heading] = target.split("#", 2);
    const file = path === "" ? join(ROOT, page) : resolve(ROOT, dirname(page), decodeURIComponent(path));
    if (relative(ROOT, file).startsWith("..") || !existsSync(file)) return true;
    if (heading === undefined || !file.endsWith(".md")) return false;
    return !headingsIn(path === "" ? text : readFileSync(file, "utf8")).has(heading);
  });
}

/** Of links, pictures and `<img src>`; what stands in code is no link. */
function linksIn(text: string): readonly string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, "").replaceAll(/`[^`\n]*`/g, "");
  const written = [...prose.matchAll(/\]\(\s*<?([^\s)>]+)>?[^)]*\)|<(?:img|source)\b[^>]*?\bsrc(?:set)?="([^"]+)"/g)];
  return written.flatMap(([, link, picture]) => link ?? picture ?? []);
}

/** As forges name them: lower case, no punctuation, dashes for blanks. */
function headingsIn(text: string): ReadonlySet<string> {
  const titles = [...text.replaceAll(/^```[\s\S]*?^```/gm, "").matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)];
  return new Set(
    titles.map(([, title = ""]) =>
      title
        .replaceAll(/\]\([^)]*\)|[[`*]/g, "")
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}
