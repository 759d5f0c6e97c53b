import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { ROLES as APP_ROLES } from "../app/ports/access-store.ts";
import { SOURCE_PROBLEMS } from "../app/ports/source-problem-codes.ts";
import { PROBLEMS } from "../app/problems/registry.ts";
import { COMMANDS as APP_COMMANDS } from "../app/rollouts/command-rollout.ts";
import { PLATFORMS as ESTATE_PLATFORMS } from "../estate/platform.ts";
import { REPORT_STATES as PROTOCOL_STATES } from "../policy/bundle/protocol.ts";
import { LIFECYCLE } from "../rollout/lifecycle/table.ts";
import { PLATFORMS, REPORT_STATES } from "./contract/devices.ts";
import { COMMAND_ROLES, COMMANDS, STATE_KINDS } from "./contract/rollouts.ts";
import { problemsOf, type RouteSpec } from "./contract/route-spec.ts";
import { ROUTES } from "./contract/routes.ts";
import { ROLES } from "./contract/words.ts";

const SRC = fileURLToPath(new URL("../", import.meta.url));
const routes = Object.entries<RouteSpec>(ROUTES);

describe("the contract", () => {
  test("uses the product's own words", () => {
    expect(ROLES).toEqual(APP_ROLES);
    expect(COMMANDS).toEqual(APP_COMMANDS);
    expect(PLATFORMS).toEqual(ESTATE_PLATFORMS);
    expect(REPORT_STATES).toEqual(PROTOCOL_STATES);
    expect([...STATE_KINDS].sort()).toEqual(Object.keys(LIFECYCLE).sort());
  });

  test("has one operation for each method and path, and says of each who may ask it", () => {
    const addresses = routes.map(([, { method, path }]) => `${method} ${path}`);
    expect(new Set(addresses).size).toBe(addresses.length);
    for (const [id, { allow }] of routes) expect([id, typeof allow === "string" || allow.length > 0]).toEqual([id, true]);
  });

  test("lets every role of a command come in at the route", () => {
    const { allow } = ROUTES.commandRollout;
    expect([...new Set(Object.values(COMMAND_ROLES).flat())].sort()).toEqual([...allow].sort());
  });

  test("answers only with codes of the registry", () => {
    for (const [id, route] of routes) expect([id, problemsOf(route).filter((code) => !(code in PROBLEMS))]).toEqual([id, []]);
  });

  test("reads bodies and queries strictly: what it does not know is refused", () => {
    for (const [id, { request }] of routes) {
      for (const schema of [request.body, request.query])
        if (schema !== undefined)
          expect([
            id,
            schema.safeParse({ surprise: 1 }).error?.issues.some((issue) => issue.code === "unrecognized_keys"),
          ]).toEqual([id, true]);
    }
  });

  test("keeps secrets out of every answer but the one that makes them", () => {
    const named = routes.flatMap(([id, { response }]) => secretNames(response.body, new Set()).map((name) => `${id}.${name}`));
    expect(named).toEqual(["createEnrolmentToken.token", "createToken.token"]);
  });
});

/** Keys of answers that would hold a secret. */
function secretNames(schema: unknown, seen: Set<unknown>): string[] {
  if (typeof schema !== "object" || schema === null || seen.has(schema)) return [];
  seen.add(schema);
  const { def } = schema as Readonly<{ def?: Readonly<Record<string, unknown>> }>;
  if (def === undefined) return [];
  const own =
    def["type"] === "object"
      ? Object.keys(def["shape"] as object).filter((key) =>
          /^(?:token|tokenHash|secret|privateSealed|privateKey|password)$/.test(key),
        )
      : [];
  const inner = [
    ...Object.values(def["shape"] ?? {}),
    ...((def["options"] ?? []) as unknown[]),
    def["element"],
    def["innerType"],
    def["in"],
    def["out"],
  ];
  return [...own, ...inner.flatMap((part) => secretNames(part, seen))];
}

describe("docs/errors.md", () => {
  const texts = readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .filter(
      (path) =>
        path.endsWith(".ts") &&
        !path.endsWith(".test.ts") &&
        !path.endsWith("problems/registry.ts") &&
        !path.endsWith("source-problem-codes.ts"),
    )
    // The contract lists codes, it does not answer with them.
    .filter((path) => !path.includes(join("http", "contract")))
    .map((path) => readFileSync(join(SRC, path), "utf8"));

  test.each([
    ["a problem", Object.keys(PROBLEMS)],
    ["a problem of a file", Object.keys(SOURCE_PROBLEMS)],
  ])("names no code of %s that nobody answers with", (_, codes) => {
    expect(codes.filter((code) => !texts.some((text) => text.includes(`"${code}"`)))).toEqual([]);
  });
});
