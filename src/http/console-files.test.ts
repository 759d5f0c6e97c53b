import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addConsole } from "./console-files.ts";
import { answerUnknown } from "./not-found.ts";

const PAGE =
  '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><script type="module" src="/assets/main-4f2a.js"></script>';
const SCRIPT = `export const words = "${"tide ".repeat(400)}";`;
const asPage = { accept: "text/html,application/xhtml+xml" };

let folder = "";
let app: FastifyInstance = Fastify();
let nonces = 0;

async function start(consoleFolder: string): Promise<void> {
  app = Fastify({ exposeHeadRoutes: false });
  app.addHook("onRequest", async (_request, reply) => {
    reply.header("cache-control", "no-store");
  });
  answerUnknown(app);
  addConsole(app, { consoleFolder, entropy: { hex: (bits) => String((nonces += 1)).padStart(bits / 4, "0") } });
  app.get("/api/v1/health", () => ({ status: "ok" }));
  await app.ready();
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tidegate-console-"));
  await mkdir(join(folder, "built", "assets"), { recursive: true });
  await mkdir(join(folder, "built", ".vite"));
  await writeFile(join(folder, "secret.txt"), "secret");
  await writeFile(join(folder, "built", "index.html"), PAGE);
  await writeFile(join(folder, "built", "favicon.svg"), "<svg/>");
  await writeFile(join(folder, "built", ".vite", "manifest.json"), "{}");
  await writeFile(join(folder, "built", "assets", "main-4f2a.js"), SCRIPT);
  await writeFile(join(folder, "built", "assets", "main-4f2a.js.gz"), gzipSync(SCRIPT));
  await start(join(folder, "built"));
});
afterEach(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

describe("the console's page", () => {
  test.each(["/", "/index.html", "/rollouts", "/rollouts/7f/devices?state=error", "/devices", "/devices/PC-01.tallgren.example"])(
    "is sent for %s, with headers that let nothing in from elsewhere",
    async (url) => {
      const { statusCode, headers, body } = await app.inject({ url, headers: asPage });
      const nonce = /content="(\d+)"/.exec(body)?.[1] ?? "none";
      expect(statusCode).toBe(200);
      expect(headers).toMatchObject({
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cache-control": "no-store",
      });
      expect(headers["permissions-policy"]).toContain("camera=()");
    },
  );

  test("has another nonce in each answer, and the same in its header", async () => {
    const answers = await Promise.all([1, 2, 3].map(() => app.inject({ url: "/", headers: asPage })));
    const seen = answers.map(({ body, headers }) => {
      const nonce = /content="(\d{32})"/.exec(body)?.[1] ?? "none";
      expect(headers["content-security-policy"]).toContain(`'nonce-${nonce}'`);
      return nonce;
    });
    expect(new Set(seen).size).toBe(3);
  });

  test("answers HEAD with the headers alone", async () => {
    const { statusCode, headers, body } = await app.inject({ method: "HEAD", url: "/rollouts", headers: asPage });
    expect([statusCode, headers["content-type"], body]).toEqual([200, "text/html; charset=utf-8", ""]);
  });

  test("is not what a script, a picture or a program gets that asks for something unknown", async () => {
    for (const url of ["/rollouts", "/assets/gone-1.js", "/gone.svg", "/assets/", "/assets"]) {
      const { statusCode, headers } = await app.inject({ url, headers: { accept: "*/*" } });
      expect([url, statusCode, headers["content-type"]]).toEqual([url, 404, expect.stringContaining("problem+json")]);
    }
    for (const url of ["/assets/gone-1.js", "/gone.svg", "/assets/deep/gone"])
      expect([url, (await app.inject({ url, headers: asPage })).statusCode]).toEqual([url, 404]);
  });

  test("does not stand in for the other doors", async () => {
    expect((await app.inject({ url: "/api/v1/health", headers: asPage })).json()).toEqual({ status: "ok" });
    for (const url of ["/api", "/api/v1/healt", "/api/v1/rollouts/x/y", "/device/v1/nothing"]) {
      const { statusCode, headers } = await app.inject({ url, headers: asPage });
      expect([url, statusCode, headers["content-type"]]).toEqual([url, 404, expect.stringContaining("problem+json")]);
    }
    expect((await app.inject({ method: "POST", url: "/rollouts", headers: asPage })).statusCode).toBe(404);
  });

  test("says how to build it where nobody has, and works once somebody does", async () => {
    await app.close();
    const later = join(folder, "later");
    await start(later);
    const missing = await app.inject({ url: "/", headers: asPage });
    expect([missing.statusCode, missing.headers["content-type"]]).toEqual([503, "text/plain; charset=utf-8"]);
    expect(missing.body).toContain("node tools/setup.mjs");
    expect((await app.inject("/api/v1/health")).statusCode).toBe(200);
    await mkdir(later);
    await writeFile(join(later, "index.html"), PAGE);
    expect((await app.inject({ url: "/", headers: asPage })).statusCode).toBe(200);
  });
});

describe("the console's files", () => {
  test("are kept for ever where their name says their content, and asked for again where not", async () => {
    const script = await app.inject("/assets/main-4f2a.js");
    expect([script.statusCode, script.body]).toEqual([200, SCRIPT]);
    expect(script.headers["content-type"]).toMatch(/^(?:text|application)\/javascript/);
    expect(script.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    const icon = await app.inject("/favicon.svg");
    expect([icon.statusCode, icon.headers["content-type"], icon.headers["cache-control"]]).toEqual([
      200,
      "image/svg+xml",
      "public, max-age=0",
    ]);
    const again = await app.inject({ url: "/favicon.svg", headers: { "if-none-match": String(icon.headers["etag"]) } });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
  });

  test("come compressed to whoever reads that", async () => {
    const { headers, rawPayload } = await app.inject({ url: "/assets/main-4f2a.js", headers: { "accept-encoding": "gzip, br" } });
    expect([headers["content-encoding"], headers["vary"]]).toEqual(["gzip", expect.stringMatching(/accept-encoding/i)]);
    expect(headers["content-type"]).toMatch(/javascript/);
    expect(rawPayload.length).toBeLessThan(SCRIPT.length / 4);
    expect(gunzipSync(rawPayload).toString()).toBe(SCRIPT);
  });

  test.each([
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/..%5csecret.txt",
    "/assets/%2e%2e%2f%2e%2e%2fsecret.txt",
    "/.vite/manifest.json",
    "/assets//main-4f2a.js",
    "//secret.txt",
    "/assets/main-4f2a.js%00.svg",
    "/secret.txt",
    "/%ff",
  ])("never come from elsewhere: %s", async (url) => {
    for (const headers of [asPage, { accept: "*/*" }]) {
      const { statusCode, body } = await app.inject({ url, headers });
      expect([200, 400, 404]).toContain(statusCode);
      if (statusCode === 200) expect(body).toContain("<!doctype html>");
      expect(body).not.toBe("secret");
    }
  });
});
