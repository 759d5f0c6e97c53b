import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";
import { findBodyFault } from "./strict-json.ts";

/** Bodies are JSON in UTF-8 and nothing else, read so that there is one way to read them. */
export function readStrictJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body, done) => {
    // Decoding would put another character in place of what is none, and nobody would be told.
    const text = String(body);
    const fault = typeof body === "string" || isUtf8(body) ? findBodyFault(text) : { because: "the body is not UTF-8" };
    if (fault !== null) done(Object.assign(new Error(fault.because), { statusCode: 400 }), undefined);
    else void parse(request, text, done);
  });
}
