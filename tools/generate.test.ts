import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LIFECYCLE } from "../src/rollout/lifecycle/table.ts";
import { generate, type Page } from "./generate/generate.ts";
import { renderLifecyclePage } from "./generate/lifecycle-page.ts";
import { PAGES } from "./generate/pages.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

test("the committed pages are up to date (else: `npm run gen`)", async () => {
  expect(await generate(ROOT, PAGES, "check")).toEqual([]);
});

test("each page has its own path, and no page of docs/states is without a generator", () => {
  const paths = PAGES.map((page) => page.path);
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths).toEqual(expect.arrayContaining(readdirSync(join(ROOT, "docs/states")).map((name) => `docs/states/${name}`)));
});

describe("generate", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tidegate-generate-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const pages: readonly Page[] = [
    { path: "docs/deep/a.md", render: () => Promise.resolve("a\n") },
    { path: "b.md", render: () => Promise.resolve("b\n") },
  ];

  test("names missing and changed pages, and leaves them alone while it checks", async () => {
    expect(await generate(folder, pages, "check")).toEqual(["docs/deep/a.md", "b.md"]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("writes what differs, and only that", async () => {
    writeFileSync(join(folder, "b.md"), "b\n");
    expect(await generate(folder, pages, "write")).toEqual(["docs/deep/a.md"]);
    expect(readFileSync(join(folder, "docs/deep/a.md"), "utf8")).toBe("a\n");
    expect(await generate(folder, pages, "check")).toEqual([]);
    writeFileSync(join(folder, "b.md"), "b\n\n");
    expect(await generate(folder, pages, "check")).toEqual(["b.md"]);
  });
});

describe("the command", () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ["tools/generate.mjs", ...args], { cwd: ROOT, encoding: "utf8" });

  test("--check ends with 0 where nothing differs", () => {
    const { status, stdout, stderr } = run("--check");
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `${PAGES.length} generated pages are up to date\n`,
      stderr: "",
    });
  });

  test("an option that it does not know ends with 2 and changes nothing", () => {
    const { status, stderr } = run("--chekc");
    expect(status).toBe(2);
    expect(stderr).toContain("unknown option `--chekc`");
  });
});

describe("the page of the lifecycle", () => {
  const page = renderLifecyclePage();
  const cells = (start: string) =>
    page
      .split("\n")
      .find((line) => line.startsWith(start))
      ?.split("|")
      .map((cell) => cell.trim());

  test("has a row for each state and a column for each event", () => {
    expect(cells("| state |")?.slice(2, -1)).toEqual(Object.keys(LIFECYCLE.scope));
    for (const state of Object.keys(LIFECYCLE)) expect(cells(`| **${state}** |`)).toHaveLength(15);
  });

  test("shows next states as the handlers gave them", () => {
    const column = (event: string) => cells("| state |")?.indexOf(event) ?? -1;
    const cell = (state: string, event: string) => cells(`| **${state}** |`)?.[column(event)];
    expect(cell("pilot-final", "open-phase")).toBe("waves");
    expect(cell("paused", "resume")).toBe("an open phase");
    expect(cell("halted", "open-phase")).toBe("–");
    expect(cell("rolling-back", "rollback-settled")).toBe("rolled-back");
    expect(cell("pilot-final", "land")).toBe("–");
    expect(cell("waves", "land")).toBe("operations");
  });

  test("draws shared arrows once, and only names that mermaid can read", () => {
    expect(page).toContain("  an_open_phase --> held: hold\n");
    expect(page).toContain("  paused --> an_open_phase: resume\n");
    expect(page).toContain("    proof_of_concept --> pilot_isolated: open-phase\n");
    for (const line of page.split("\n").filter((text) => text.includes("-->"))) {
      expect(line).toMatch(/^ {2,4}(\[\*\]|\w+) --> (\[\*\]|\w+)(: [a-z-]+(, [a-z-]+)*)?$/);
    }
  });
});
