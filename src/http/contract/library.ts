import { z } from "zod";
import { listOf } from "./words.ts";

/** A policy as code. `path` is the file's name in an export: made of the policy's name and id, so that it stays. */
export const policyFile = z
  .object({ id: z.string(), name: z.string(), hash: z.string(), path: z.string(), text: z.string() })
  .meta({ id: "PolicyFile" });
export type PolicyFile = z.output<typeof policyFile>;

export const policyFilesAnswer = listOf(policyFile).meta({ id: "PolicyFiles" });
export type PolicyFilesAnswer = z.output<typeof policyFilesAnswer>;
