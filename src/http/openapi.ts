import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import { DEVICE_HEADERS } from "../policy/bundle/protocol.ts";
import { CONSOLE_HEADER, SESSION_COOKIE } from "./session-cookie.ts";

/** Registers the collector of route schemas; it has to come before the routes. The text is ready after `app.ready()`. */
export function describeApi(app: FastifyInstance, version: string): void {
  app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Tidegate",
        version,
        description:
          "Plans a device policy change, rolls it out in phases and closes the gate by itself when the evidence turns. " +
          "Times are milliseconds since 1970-01-01T00:00:00Z. Every answer carries `tidegate-time`, the server's clock. " +
          "Problems are `application/problem+json` with a stable code; docs/errors.md lists them.",
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      tags: TAGS.map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: {
          apiToken: { type: "http", scheme: "bearer", description: "`tidegate token create` makes one; each has one role" },
          session: {
            type: "apiKey",
            in: "cookie",
            name: SESSION_COOKIE,
            description: `set by signing in; what is not a GET also carries \`${CONSOLE_HEADER}: 1\``,
          },
          deviceProof: {
            type: "http",
            scheme: "Proof",
            description: "compact JWS by the device's pinned key over method, path and time",
          },
          deviceSession: {
            type: "http",
            scheme: "bearer",
            description: `the \`${DEVICE_HEADERS.session}\` header of an earlier answer`,
          },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
}

const TAGS = [
  ["server", "What runs here"],
  ["sign-in", "Who asks"],
  ["accounts", "People who sign in"],
  ["imports", "What is in force already"],
  ["policies", "Live policies"],
  ["plans", "What a change would do"],
  ["rollouts", "A change on its way"],
  ["devices", "Devices and their keys"],
  ["audit", "Who did what"],
  ["tokens", "Who may come in"],
  ["device door", "What devices say and hear"],
] as const;

/** The API description as text, the same bytes for the same program. */
export function apiDescription(app: FastifyInstance): string {
  return `${JSON.stringify(withHeaders(withoutUnused(app.swagger())), null, 2)}\n`;
}

type ApiDocument = Readonly<{ paths?: unknown; components?: Readonly<{ schemas?: Readonly<Record<string, unknown>> }> }>;

/** The generator knows no headers of answers. */
const HEADERS = {
  "tidegate-time": { description: "the server's clock", required: true, schema: { type: "integer", minimum: 0 } },
  "x-content-type-options": { required: true, schema: { const: "nosniff" } },
  "cache-control": { required: true, schema: { const: "no-store" } },
  "www-authenticate": { required: true, schema: { type: "string", minLength: 1 } },
  "retry-after": { description: "seconds", required: true, schema: { type: "integer", minimum: 1 } },
} as const;
const EVERYWHERE = ["tidegate-time", "x-content-type-options", "cache-control"];
const ONLY_WITH: Readonly<Record<string, readonly string[]>> = {
  401: ["www-authenticate"],
  429: ["retry-after"],
  503: ["retry-after"],
};

function withHeaders(document: ApiDocument): ApiDocument {
  const described = document.paths as Record<string, Record<string, { responses: Record<string, object> }>>;
  const paths = mapped(described, (operations) =>
    mapped(operations, (operation) => {
      const responses = mapped(operation.responses, (response, status) => {
        const names = [...EVERYWHERE, ...(ONLY_WITH[status] ?? [])];
        return {
          ...response,
          headers: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
        };
      });
      return { ...operation, responses };
    }),
  );
  return { ...document, paths, components: { ...document.components, headers: HEADERS } as ApiDocument["components"] & object };
}

function mapped<From, To>(record: Readonly<Record<string, From>>, change: (value: From, key: string) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}

/** The generator gives each schema twice, as said and as heard; what nothing refers to is left out. */
function withoutUnused(document: ApiDocument): ApiDocument {
  const schemas = document.components?.schemas ?? {};
  const used = new Set<string>();
  const waiting = refsIn(document.paths);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (used.has(name)) continue;
    used.add(name);
    waiting.push(...refsIn(schemas[name]));
  }
  const kept = Object.entries(schemas).filter(([name]) => used.has(name));
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(kept) } };
}

function refsIn(value: unknown): string[] {
  const found = JSON.stringify(value ?? null).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
  return [...found].map(([, name = ""]) => name);
}
