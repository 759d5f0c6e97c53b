import { z } from "zod";
import { DEVICE_BUCKETS, rolloutDevice } from "./rollouts.ts";
import { auditEntry } from "./server.ts";
import { count, instantMs, line, listOf, LIST_LIMIT_MAX, queryInt } from "./words.ts";

/**
 * One server-sent event. `changed`: what has new facts; read it again. `beat`: nothing new; the numbers on the page are as of
 * `at`. Topics: `rollouts`, `rollout:ID`, `communication:ID`, `help-requests`, `devices`, `policies`, `audit`, `access`,
 * `demo`. The first event of a stream is a beat; whoever comes again reads everything anew.
 */
export const liveEvent = z
  .object({ kind: z.enum(["changed", "beat"]), at: instantMs, topics: z.array(z.string()) })
  .meta({ id: "LiveEvent" });
export type LiveEvent = z.output<typeof liveEvent>;

/** Which devices, in which order. Everything is done by the server; `offset` counts from 0 in that order. */
export const rolloutDevicesQuery = z.strictObject({
  phase: queryInt(0, 1_000, -1).describe("index of a phase; left out: all"),
  state: z.enum(DEVICE_BUCKETS).optional(),
  everFailed: z.enum(["yes", "no"]).optional(),
  reason: line(400).optional().describe("`key` of a reason"),
  search: line(200).optional().describe("part of a name, serial number or id, in any case"),
  sort: z.enum(["name", "phase", "state", "offered", "reported"]).default("name"),
  descending: z.enum(["yes", "no"]).default("no"),
  offset: queryInt(0, 10_000_000, 0),
  limit: queryInt(1, LIST_LIMIT_MAX, 50),
});
export type RolloutDevicesQuery = z.output<typeof rolloutDevicesQuery>;
export const rolloutDevicesAnswer = z
  .object({ items: z.array(rolloutDevice), total: count, offset: count, asOf: instantMs })
  .meta({ id: "RolloutDevices" });
export type RolloutDevicesAnswer = z.output<typeof rolloutDevicesAnswer>;

/** `reasons`: why devices are not well, most frequent first; `others`: devices of all further reasons. */
export const deviceGroupsAnswer = z
  .object({
    total: count,
    states: z.array(z.object({ state: z.enum(DEVICE_BUCKETS), devices: count })),
    phases: z.array(z.object({ index: count, name: z.string(), devices: count })),
    reasons: z.array(z.object({ key: z.string(), text: z.string(), devices: count, platforms: z.array(z.string()) })),
    others: count,
    models: z.array(
      z.object({ model: z.string(), devices: count, harmed: count }).describe("models with harmed devices, worst first"),
    ),
    asOf: instantMs,
  })
  .meta({ id: "DeviceGroups" });
export type DeviceGroupsAnswer = z.output<typeof deviceGroupsAnswer>;

export const seriesQuery = z.strictObject({ points: queryInt(10, 500, 120) });
/** Exclusive numbers of devices that add up to `exposed`; by the first word of each kind in the exposure ledger. */
export const seriesAnswer = z
  .object({
    points: z.array(z.object({ at: instantMs, exposed: count, awaiting: count, applied: count, verified: count, failed: count })),
    markers: z.array(z.object({ at: instantMs, kind: z.string(), text: z.string() })),
    asOf: instantMs,
  })
  .meta({ id: "RolloutSeries" });
export type SeriesAnswer = z.output<typeof seriesAnswer>;

export const timelineQuery = z.strictObject({
  actions: line(400).optional().describe("begins with one of these, separated by commas: `rollout.halt,approval.`"),
  before: queryInt(1, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER).describe("`next` of the page before"),
  limit: queryInt(1, LIST_LIMIT_MAX, 50),
});
/** Newest first; `sentence` is for people. */
export const timelineAnswer = z
  .object({
    items: z.array(auditEntry.extend({ sentence: z.string() })),
    total: count,
    asOf: instantMs,
    next: z.int().nullable(),
  })
  .meta({ id: "Timeline" });
export type TimelineAnswer = z.output<typeof timelineAnswer>;

export const INBOX_KINDS = [
  "approve",
  "gate-held",
  "halted",
  "acknowledge",
  "notice-missing",
  "not-told",
  "help-request-unlinked",
] as const;
/** What waits for a person. `mayAct`: the asker has a role for it, and is not the author where that matters. */
export const inboxAnswer = listOf(
  z.object({
    kind: z.enum(INBOX_KINDS),
    rollout: z.object({ id: z.string(), name: z.string() }).nullable(),
    subjectId: z.string().describe("of the rollout or the help request"),
    title: z.string(),
    sentence: z.string(),
    since: instantMs,
    mayAct: z.boolean(),
    roles: z.array(z.string()).describe("who can act"),
  }),
).meta({ id: "Inbox" });
export type InboxAnswer = z.output<typeof inboxAnswer>;

export const demoAnswer = z
  .object({
    step: z.string(),
    speed: z.enum(["paused", "slow", "normal", "fast"]),
    virtualMsPerSecond: count.describe("as set; the machine may not keep up"),
    startedAt: instantMs,
    now: instantMs,
    stories: z.array(
      z.object({
        key: z.enum(["good", "bad", "waiting"]),
        rolloutId: z.string().nullable(),
        text: z.string(),
        done: z.boolean(),
      }),
    ),
    storiesOver: z.boolean(),
    note: z.string().nullable().describe("what went wrong, if anything did"),
  })
  .meta({ id: "Demo" });
export type DemoAnswer = z.output<typeof demoAnswer>;
export const demoSpeedRequest = z
  .strictObject({ speed: z.enum(["paused", "slow", "normal", "fast"]) })
  .meta({ id: "DemoSpeedRequest" });
export type DemoSpeedRequest = z.output<typeof demoSpeedRequest>;
