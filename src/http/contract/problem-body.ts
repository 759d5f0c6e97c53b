import { z } from "zod";

export const PROBLEM_MEDIA_TYPE = "application/problem+json";

/** RFC 9457, with the product's own stable code. docs/errors.md lists the codes. */
export const problemBody = z
  .object({
    type: z.string().describe("urn:tidegate:problem:CODE"),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    help: z.string(),
    issues: z.array(z.object({ code: z.string(), at: z.string(), message: z.string(), help: z.string() })),
    requestId: z.string(),
  })
  .meta({ id: "Problem" });
export type ProblemBody = z.output<typeof problemBody>;
