import { readFile } from "node:fs/promises";
import { join } from "node:path";
import serveFiles from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { HttpDeps } from "./http-deps.ts";

type ConsoleDeps = Readonly<{ consoleFolder: string; entropy: HttpDeps["entropy"] }>;

const NONCE_PLACE = "__CSP_NONCE__";
/** Doors of their own: what is not found there is said in their own words, never with a page. */
const OTHER_DOORS = /^\/(?:api|device)(?:\/|$)/;
/** The build names these after their content, so the same name is the same file for ever. */
const NAMED_BY_CONTENT = /^assets\/[\w.-]+$/;
/** Pages have no dot in the first part of their address; what has one is a file, or nothing. */
const ROOT_FILE = /^[\w-]+(?:\.[\w-]+)+$/;
const A_YEAR_MS = 365 * 86_400_000;

const PAGE_HEADERS = {
  "referrer-policy": "no-referrer",
  "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

const NOT_BUILT = `The console is not built here; the API and the command line work as ever.

Build it in the product's folder, then load this page again:

  node tools/setup.mjs
`;

/**
 * The browser's door: the built console's files, and its page for every address that a browser asks to see. Files come
 * compressed where set-up has put a compressed one beside them.
 */
export function addConsole(app: FastifyInstance, { consoleFolder, entropy }: ConsoleDeps): void {
  app.register(serveFiles, {
    serve: false,
    root: consoleFolder,
    preCompressed: true,
    dotfiles: "ignore",
    index: false,
    suppressWarning: true,
  });
  app.route<{ Params: Readonly<{ "*": string }> }>({
    method: ["GET", "HEAD"],
    url: "/*",
    config: { allow: "public" },
    schema: { hide: true },
    handler: async (request, reply) => {
      const path = request.params["*"];
      if (OTHER_DOORS.test(`/${path}`)) return reply.callNotFound();
      if (NAMED_BY_CONTENT.test(path)) return reply.sendFile(path, { maxAge: A_YEAR_MS, immutable: true });
      // `index.html` itself is only ever sent with its nonce.
      if (ROOT_FILE.test(path) && path !== "index.html") return reply.sendFile(path, { maxAge: 0 });
      if (path.startsWith("assets/") || !asksForPage(request)) return reply.callNotFound();
      return sendPage(reply, consoleFolder, entropy.hex(128));
    },
  });
}

function asksForPage({ headers }: FastifyRequest): boolean {
  return (headers.accept ?? "").includes("text/html");
}

/** Read for each answer: it is small, and a build while the server runs is seen at once. */
async function sendPage(reply: FastifyReply, folder: string, nonce: string): Promise<FastifyReply> {
  const page = await readFile(join(folder, "index.html"), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
    throw error;
  });
  if (page === null) return reply.code(503).type("text/plain; charset=utf-8").send(NOT_BUILT);
  return reply
    .headers(PAGE_HEADERS)
    .header("content-security-policy", policyWith(nonce))
    .type("text/html; charset=utf-8")
    .send(page.replaceAll(NONCE_PLACE, nonce));
}

/** Nothing but this origin's own files; the nonce is for the styles that the components make while they run. */
function policyWith(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
