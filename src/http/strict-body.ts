import type { FastifyInstance } from "fastify";
import { findBodyFault } from "./strict-json.ts";

/** Bodies are JSON and nothing else, read so that there is one way to read them. */
export function readStrictJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    const text = String(body);
    const fault = findBodyFault(text);
    if (fault !== null) done(Object.assign(new Error(fault.because), { statusCode: 400 }), undefined);
    else void parse(request, text, done);
  });
}
