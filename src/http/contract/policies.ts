import { z } from "zod";
import { POLICY_KINDS } from "../../policy/policy.ts";
import { count, instantMs, json, line, listOf, pageQuery, queryInt } from "./words.ts";

const assignmentTarget = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("group"),
    groupId: z.string(),
    groupName: z.string().nullable().describe("null: the estate does not hold the group"),
  }),
  z.object({ kind: z.literal("all-devices") }),
  z.object({ kind: z.literal("all-users") }),
]);

export const assignmentLine = z
  .object({ mode: z.enum(["include", "exclude"]), target: assignmentTarget })
  .meta({ id: "Assignment" });
export type AssignmentLine = z.output<typeof assignmentLine>;

export const nodeValue = z.object({ node: z.string(), value: json });

export const policySummary = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(POLICY_KINDS),
    platforms: z.array(z.string()),
    version: z.int().describe("number of the live version, from 1"),
    hash: z.string(),
    settings: count,
    assignments: z.array(assignmentLine),
    devices: count.describe("reached now, of `ofDevices`"),
    ofDevices: count.describe("devices in the estate"),
    openRolloutId: z.string().nullable(),
    retired: z.boolean().describe("gone from every device; `version` is the last that was live"),
  })
  .meta({ id: "PolicySummary" });
export type PolicySummary = z.output<typeof policySummary>;

export const policiesQuery = pageQuery.extend({
  search: line(200).optional().describe("words of the name, type, platform or id; all of them"),
  offset: queryInt(0, 10_000_000, 0).describe("so many are left out first"),
  retired: z.enum(["true", "false"]).optional().describe("`true`: those that are gone, instead of those that are live"),
});

export const policiesAnswer = listOf(policySummary).meta({ id: "Policies" });
export type PoliciesAnswer = z.output<typeof policiesAnswer>;

/** What people call the nodes that the answer shows, and the options that stand there as values. */
export const nodeNames = z.record(z.string(), z.string()).describe("names of nodes and options in this answer, by their ids");

/** `nodes`: what a device is asked for. Empty for opaque policies: what they do is not read. */
export const policyDetail = policySummary
  .extend({ sourceType: z.string(), nodes: z.array(nodeValue), names: nodeNames, asOf: instantMs })
  .meta({ id: "PolicyDetail" });
export type PolicyDetail = z.output<typeof policyDetail>;
