import { z } from "zod";
import { BEHAVIOUR_AREAS } from "../../policy/behaviour/phrase.ts";
import { count } from "./words.ts";

/** What people of so many devices meet after a change, in one sentence. */
export const plannedBehaviour = z
  .object({
    behaviour: z.string().describe("stable name, for example `password-length`; `node:...` where no phrase tells the node"),
    area: z.enum(BEHAVIOUR_AREAS),
    noticed: z.boolean().describe("a person at the device can tell the difference"),
    source: z.enum(["phrase", "broad-phrase", "fallback"]),
    change: z.enum(["starts", "changes", "stops", "unsettled"]).describe("`unsettled`: policies disagree, no value is promised"),
    sentence: z.string().describe("begins in lower case, without a full stop"),
    nodes: z.array(z.string()),
    devices: count,
  })
  .meta({ id: "PlannedBehaviour" });
export type PlannedBehaviourBody = z.output<typeof plannedBehaviour>;

const accessCount = z.object({ people: count, devices: count });

/** What a compliance change does to access by way of Conditional Access. */
export const accessConsequence = z
  .object({
    noncompliant: z.object({
      certain: accessCount,
      unknown: accessCount.describe("cannot be known before the devices report"),
    }),
    uncertainChecks: z.array(z.string()),
    graceHours: z.number().min(0),
    policies: z.array(
      z.object({
        policyId: z.string(),
        name: z.string(),
        state: z.enum(["enabled", "report-only"]),
        apps: z.array(z.string()),
        mail: z.boolean(),
        lose: accessCount,
        mayLose: accessCount,
        anotherProof: accessCount,
        excepted: accessCount,
        breakGlass: count.describe("break-glass accounts that would be kept out"),
        narrowedBy: z.array(z.string()).describe("conditions that nothing here can tell"),
      }),
    ),
    lose: z.object({ people: count, mail: count }),
    mayLose: z.object({ people: count, mail: count }),
    sentences: z.array(z.string()),
  })
  .meta({ id: "AccessConsequence" });
export type AccessConsequenceBody = z.output<typeof accessConsequence>;
