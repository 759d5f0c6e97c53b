import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { FLOORS } from "./tidy/floors.ts";
import { formatFindings, scan } from "./tidy/scan.ts";
import { readSourceFiles } from "./tidy/source-files.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

describe("the repository", () => {
  const files = readSourceFiles(ROOT);

  test("keeps every wall", () => {
    expect(formatFindings(scan(files))).toBe("");
  });

  test("was really read", () => {
    expect([...files.keys()]).toEqual(expect.arrayContaining(["src/kit/result.ts", "tools/tidy.test.ts", "vitest.config.ts"]));
  });
});

/** Scans one planted file; gives `line rule` of what was found. */
function found(path: string, text: string): string[] {
  return scan(new Map([[path, text]])).map((finding) => `${finding.line} ${finding.rule}`);
}

function importing(path: string, target: string): string[] {
  return found(path, `import { x } from "${target}";\nexport const y = x;\n`);
}

describe("floors", () => {
  const ALLOWED: readonly (readonly [string, string])[] = [
    ["src/kit/a.ts", "./b.ts"],
    ["src/kit/a.ts", "@noble/hashes/sha2.js"],
    ["src/audience/a.ts", "re2js"],
    ["src/support/a.ts", "../rollout/b.ts"],
    ["src/rollout/a.ts", "../policy/bundle/b.ts"],
    ["src/app/a.ts", "../support/b.ts"],
    ["src/app/a.ts", "./ports/clock.ts"],
    ["src/app/a.ts", "node:crypto"],
    ["src/store/a.ts", "../app/ports/clock.ts"],
    ["src/connectors/files/a.ts", "../../app/ports/clock.ts"],
    ["src/connectors/files/a.ts", "../devices/b.ts"],
    ["src/http/a.ts", "../app/tick.ts"],
    ["src/http/a.ts", "./contract/b.ts"],
    ["src/http/contract/a.ts", "../../policy/b.ts"],
    ["src/cli/commands/a.ts", "../../http/contract/b.ts"],
    ["src/cli/commands/a.ts", "../../app/tick.ts"],
    ["src/agent/a.ts", "../policy/bundle.ts"],
    ["src/agent/a.ts", "../policy/bundle/b.ts"],
    ["src/sim/a.ts", "../agent/b.ts"],
    ["src/sim/a.ts", "../http/contract/b.ts"],
    ["src/compose.ts", "./store/a.ts"],
    ["src/config.ts", "./http/a.ts"],
    ["src/policy/a.test.ts", "../../tests/helpers/make-policy.ts"],
    ["src/policy/a.test.ts", "vitest"],
    ["src/policy/a.test.ts", "node:fs"],
    ["tests/walks/a.test.ts", "../../src/store/b.ts"],
  ];
  const FORBIDDEN: readonly (readonly [string, string])[] = [
    ["src/kit/a.ts", "../estate/b.ts"],
    ["src/estate/a.ts", "../audience/b.ts"],
    ["src/audience/a.ts", "../policy/b.ts"],
    ["src/policy/a.ts", "../rollout/b.ts"],
    ["src/rollout/a.ts", "../support/b.ts"],
    ["src/rollout/a.ts", "../app/ports/clock.ts"],
    ["src/rollout/a.test.ts", "../app/tick.ts"],
    ["src/kit/a.ts", "node:crypto"],
    ["src/kit/a.ts", "zod"],
    ["src/kit/a.ts", "@noble/hashes-other"],
    ["src/app/a.ts", "../store/b.ts"],
    ["src/app/a.ts", "../connectors/files/b.ts"],
    ["src/app/a.ts", "../http/contract/b.ts"],
    ["src/app/ports/clock.ts", "../tick.ts"],
    ["src/store/a.ts", "../app/tick.ts"],
    ["src/store/a.ts", "../connectors/files/b.ts"],
    ["src/store/a.ts", "../http/b.ts"],
    ["src/connectors/files/a.ts", "../../store/b.ts"],
    ["src/connectors/files/a.ts", "../../app/tick.ts"],
    ["src/http/a.ts", "../store/b.ts"],
    ["src/http/a.ts", "../cli/b.ts"],
    ["src/http/contract/a.ts", "../routes.ts"],
    ["src/http/contract/a.ts", "../../app/tick.ts"],
    ["src/cli/a.ts", "../http/routes.ts"],
    ["src/cli/a.ts", "../store/b.ts"],
    ["src/agent/a.ts", "../policy/resolve.ts"],
    ["src/agent/a.ts", "../policy/bundle-other.ts"],
    ["src/agent/a.ts", "../estate/b.ts"],
    ["src/agent/a.ts", "../http/contract/b.ts"],
    ["src/sim/a.ts", "../app/tick.ts"],
    ["src/sim/a.ts", "../policy/resolve.ts"],
    ["src/console/a.ts", "../kit/b.ts"],
    ["src/console/a.ts", "../http/contract/b.ts"],
    ["src/console/kit/a.tsx", "../../http/contract/b.ts"],
    ["src/http/a.ts", "../config.ts"],
    ["src/cli/a.ts", "../compose.ts"],
    ["src/store/a.ts", "../../tests/helpers/b.ts"],
    ["src/store/a.ts", "../../tools/b.ts"],
  ];
  test.each(ALLOWED)("%s may import %s", (path, target) => expect(importing(path, target)).toEqual([]));
  test.each(FORBIDDEN)("%s may not import %s", (path, target) => expect(importing(path, target)).toEqual(["1 floors"]));

  test.each([
    ["import type", 'import type { X } from "../store/b.ts"; export type Y = X;'],
    ["inline type", 'import { type X } from "../store/b.ts"; export type Y = X;'],
    ["for its effect", 'import "../store/b.ts";'],
    ["export from", 'export { x } from "../store/b.ts";'],
    ["export type from", 'export type { X } from "../store/b.ts";'],
    ["export all", 'export * from "../store/b.ts";'],
    ["dynamic", 'export const load = () => import("../store/b.ts");'],
    ["in a type", 'export type X = import("../store/b.ts").X;'],
    ["require", 'export const x = require("../store/b.ts");'],
    ["computed", "export const load = (name: string) => import(name);"],
    ["over several lines", 'import {\n  x,\n} from "../store/b.ts";\nexport { x };'],
  ])("every way to import counts: %s", (_way, text) => {
    expect(found("src/http/a.ts", text)).toEqual(["1 floors"]);
  });

  test("the console may take types of the contract, and only types", () => {
    expect(found("src/console/a.ts", 'import type { X } from "../http/contract/b.ts"; export type Y = X;')).toEqual([]);
  });

  test("an import inside a comment or a string is none", () => {
    expect(found("src/kit/a.ts", '// import "../store/b.ts";\nexport const x = `import "../store/b.ts"`;')).toEqual([]);
  });

  test("a file in no room is reported", () => {
    expect(found("src/cellar/a.ts", "export const x = 1;")).toEqual(["1 floors"]);
    expect(found("src/helpers.ts", "export const x = 1;")).toEqual(["1 floors"]);
  });

  test("the table has no row that stands on itself or on an unknown room", () => {
    for (const [name, room] of Object.entries(FLOORS)) {
      expect(room.mayImport).not.toContain(name);
      for (const below of room.mayImport) expect(below === "policy/bundle" || below in FLOORS).toBe(true);
    }
  });
});

describe("pure rooms", () => {
  test.each([
    ["the clock", "export const f = () => Date.now();"],
    ["the clock, by key", 'export const f = () => Date["now"]();'],
    ["the clock, renamed", "export function f() { const { now } = Date; return now(); }"],
    ["a date without argument", "export const f = () => new Date();"],
    ["a date as text", "export const f = () => Date();"],
    ["chance", "export const f = () => Math.random();"],
    ["a promise", "export const f = () => Promise.resolve(1);"],
    ["a promise as a type", "export type F = () => Promise<number>;"],
    ["async", "export async function f() { return 1; }"],
    ["an async method", "export const f = { async g() { return 1; } };"],
    ["await", "await f();"],
    ["module-level let", "let x = 1; export const f = () => x++;"],
    ["exported let", "export let x = 1;"],
    ["module-level var", "var x = 1; export const f = () => x;"],
  ])("%s", (_what, text) => {
    expect(found("src/rollout/a.ts", text)).toEqual(expect.arrayContaining(["1 pure"]));
    expect(found("src/app/a.ts", text)).toEqual([]);
    expect(found("src/rollout/a.test.ts", text)).toEqual([]);
  });

  test("what only looks alike is allowed", () => {
    const text = `
      /** Never Date.now(), await or Promise; new Date() neither. */
      export const words = "Math.random() and async";
      export const pattern = /new Date()/;
      export function f(at: number) { let sum = 0; sum += new Date(at).getTime(); return sum + Date.UTC(2026, 0) + Math.max(1, 2); }
      export type Kept = { Promise: string };`;
    expect(found("src/rollout/a.ts", text)).toEqual([]);
  });
});

describe("habits", () => {
  test.each([
    ["default export", "export default 1;", "default-export"],
    ["default function", "export default function f() {}", "default-export"],
    ["renamed to default", "const x = 1; export { x as default };", "default-export"],
    ["any", "export const f = (x: any) => x;", "any"],
    ["any inside", "export type X = Map<string, any[]>;", "any"],
    ["as any", "export const x = (1 as any);", "any"],
    [["FIX", "ME"].join(""), `export const x = 1; // ${"FIX"}ME later`, "left-over"],
    [["TO", "DO"].join(""), `/* ${"TO"}DO: more */ export const x = 1;`, "left-over"],
    ["broken syntax", "export const = ;", "syntax"],
  ])("%s", (_what, text, rule) => {
    for (const path of ["src/app/a.ts", "tools/a.ts", "tests/walks/a.test.ts", "bench/a.ts"]) {
      expect(found(path, text)).toEqual([`1 ${rule}`]);
    }
  });

  test("tools that read a default export get one", () => {
    expect(found("vitest.config.ts", "export default {};")).toEqual([]);
    expect(found("src/console/vite.config.ts", "export default {};")).toEqual([]);
    expect(found("src/console/page.tsx", "export default () => <p />;")).toEqual(["1 default-export"]);
    expect(found("tests/helpers/postgres-global-setup.ts", "export default function setup() {}")).toEqual([]);
  });

  test("the words in comments and strings are no offence", () => {
    expect(found("src/app/a.ts", 'export const x = "any, export default"; // any todo list\n')).toEqual([]);
  });

  test("messages name the replacement", () => {
    const [finding] = scan(new Map([["src/kit/a.ts", "export const f = () => Date.now();"]]));
    expect(finding?.message).toContain("take `now: Instant` as a parameter");
  });
});

describe("sizes", () => {
  const lines = (count: number) => "// a line\n".repeat(count);
  const longFunction = (count: number) => `export function f() {\n${"  g();\n".repeat(count - 2)}}\n`;

  test("files", () => {
    expect(found("src/app/a.ts", lines(500))).toEqual([]);
    expect(found("src/app/a.ts", lines(501))).toEqual(["501 file-size"]);
  });

  test("functions of every kind", () => {
    expect(found("src/app/a.ts", longFunction(70))).toEqual([]);
    expect(found("src/app/a.ts", longFunction(71))).toEqual(["1 function-size"]);
    expect(found("src/console/a.tsx", `const F = () => <p>\n${"  <br />\n".repeat(70)}</p>;\n`)).toEqual(["1 function-size"]);
    expect(found("tools/a.mjs", `const f = () => {\n${"  g();\n".repeat(70)}};\n`)).toEqual(["1 function-size"]);
    expect(found("src/app/a.ts", `class A {\n  f() {\n${"    g();\n".repeat(70)}  }\n}\n`)).toEqual(["2 function-size"]);
  });

  test("tests and generated files may be long", () => {
    for (const path of ["src/app/a.test.ts", "tests/helpers/a.ts", "src/policy/generated/a.ts"]) {
      expect(found(path, lines(501) + longFunction(71))).toEqual([]);
    }
  });
});

describe("names of numbers", () => {
  test.each([
    "export const timeout = 5;",
    "export const RETRY_INTERVAL = 60 * SECOND;",
    "export const retryDelay = -1;",
    "export const f = (ttl: number) => ttl;",
    "export function f(duration = 5) { return duration; }",
    "export type X = { timeout: number };",
    "export type X = { readonly requestTimeout?: number | null };",
    "export type Ttl = { ttl: number & { readonly __unit: 1 } };",
    "export class A { pollInterval = 3; }",
    "export const limits = { timeout: 5 };",
    "export const timeoutMax: number = read();",
  ])("%s", (text) => expect(found("src/app/a.ts", text)).toEqual(["1 unit-name"]));

  test.each([
    "export const timeoutMs = 5;",
    "export const INTERVAL_MS_MIN = 5;",
    "export const soakS = 5;",
    "export type X = { ttlDays: number; delayCount: number; timeoutMsMax: number };",
    'export const interval = "1 h";',
    "export type X = { timeout: string };",
    "export const x = connect({ connectTimeout: 5 });",
    "export const x: Foreign = { connectTimeout: 5 };",
    "export const timeout = setTimeout(f, 5);",
    "export const formatDuration = (at: number) => String(at);",
  ])("fine: %s", (text) => expect(found("src/app/a.ts", text)).toEqual([]));

  test("the proposal puts the unit behind the span", () => {
    const messages = (text: string) => scan(new Map([["src/app/a.ts", text]])).map((finding) => finding.message);
    expect(messages("const timeoutMax = 5;")[0]).toContain("call it `timeoutMsMax`");
    expect(messages("const POLL_INTERVAL = 5;")[0]).toContain("call it `POLL_INTERVAL_MS`");
  });
});

describe("time in SQL", () => {
  const MIGRATION = "src/store/migrations/0001-start.sql";
  test.each([
    "select now();",
    "select NOW ( );",
    "insert into a values (current_timestamp);",
    "select clock_timestamp();",
    "select 'now'::timestamptz;",
    "create table a (created_at_ms bigint not null default 0);",
    "create table a (day date default '2026-01-01');",
  ])("%s", (sql) => {
    expect(found(MIGRATION, `create table b (id text);\n${sql}`)).toEqual(["2 sql-time"]);
    expect(found("src/store/a.ts", `const q = sql\`${sql}\`;`)).toEqual(["1 sql-time"]);
    expect(found("tests/helpers/a.ts", `const q = sql<number>\`${sql}\`;`)).toEqual(["1 sql-time"]);
    expect(found("src/store/a.ts", `const q = db.query(${JSON.stringify(sql)});`)).toEqual(["1 sql-time"]);
  });

  test.each([
    "-- never now() here\nselect 1;",
    "/* current_timestamp */ select 1;",
    "insert into a values ('it is now() or never');",
    "create table a (id text default '', created_at_ms bigint not null);",
    "create table a (created_at_ms bigint not null, state text not null default 'draft');",
    "select unknown(1), known_now from a;",
  ])("fine: %s", (sql) => expect(found(MIGRATION, sql)).toEqual([]));

  test("outside the store an untagged text is no SQL; the clock itself may read the clock", () => {
    expect(found("src/http/a.ts", 'export const help = "call now()";')).toEqual([]);
    expect(found("src/store/database-clock.ts", "const q = sql`select now()`;")).toEqual([]);
    expect(found("src/store/o-clock-users.ts", "const q = sql`select now()`;")).toEqual(["1 sql-time"]);
  });
});
