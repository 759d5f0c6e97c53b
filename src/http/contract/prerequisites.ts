import { z } from "zod";
import { PREREQUISITE_KINDS, PREREQUISITE_STANDINGS } from "../../policy/prerequisite/prerequisite.ts";
import { count, hashText, idParams, instantMs, ROLES } from "./words.ts";
import type { RouteSpec } from "./route-spec.ts";

const prerequisite = z
  .object({
    id: z.string(),
    kind: z.enum(PREREQUISITE_KINDS),
    words: z.string().describe("what has to be in place"),
    standing: z.enum(PREREQUISITE_STANDINGS).describe("`unknown`: nothing that was imported says it; never read as met"),
    count: z
      .object({ what: z.enum(["people", "devices", "groups"]), met: count, unmet: count, unknown: count, of: count })
      .nullable()
      .describe("`met`, `unmet` and `unknown` make up `of`"),
    because: z.string(),
    source: z.string(),
  })
  .meta({ id: "Prerequisite" });

export const prerequisitesAnswer = z
  .object({
    name: z.string(),
    prerequisites: z.array(prerequisite).describe("what is surely missing stands first"),
    people: z
      .object({ reached: count, enrolled: count.describe("with a device of its platforms in the estate") })
      .nullable()
      .describe("whom an app protection policy reaches, with enrolled devices or without; null for policies of devices"),
    devices: count,
    asOf: instantMs,
  })
  .meta({ id: "Prerequisites" });
export type PrerequisitesAnswer = z.output<typeof prerequisitesAnswer>;

export const PREREQUISITE_ROUTES = {
  getPolicyPrerequisites: {
    method: "GET",
    path: "/api/v1/policies/:id/prerequisites",
    summary: "Say what must be in place before a live policy can do anything",
    tag: "policies",
    allow: ROLES,
    request: { params: idParams },
    response: { status: 200, body: prerequisitesAnswer },
    problems: ["policy-name-ambiguous", "policy-unknown"],
  },
  getPlanPrerequisites: {
    method: "GET",
    path: "/api/v1/plans/:hash/prerequisites",
    summary: "Say what must be in place before what a plan brings can do anything",
    tag: "plans",
    allow: ROLES,
    request: { params: z.strictObject({ hash: hashText }) },
    response: { status: 200, body: prerequisitesAnswer },
    problems: ["plan-unknown"],
  },
} as const satisfies Record<string, RouteSpec>;
