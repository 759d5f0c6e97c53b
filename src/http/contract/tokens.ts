import { z } from "zod";
import { count, instantMs, line, listOf, ROLES, title } from "./words.ts";

const TOKEN_DAYS_MAX = 3_650;

const token = z
  .object({
    id: z.string().describe("first 12 hex digits of the token's hash"),
    person: z.string(),
    role: z.enum(ROLES),
    label: z.string(),
    createdAt: instantMs,
    expiresAt: instantMs.nullable(),
    revokedAt: instantMs.nullable(),
  })
  .meta({ id: "Token" });
export type TokenBody = z.output<typeof token>;

export const tokensAnswer = listOf(token).meta({ id: "Tokens" });

/** The audit log tells people and the server apart by it. */
const NOT_OURS = /^(?!\s*[sS][yY][sS][tT][eE][mM]:)/u;

export const tokenRequest = z
  .strictObject({
    person: title(200).regex(NOT_OURS, "is a name that the server itself acts under"),
    role: z.enum(ROLES),
    label: title(200),
    lifetimeDays: z.int().min(1).max(TOKEN_DAYS_MAX).nullable().describe("null: until it is revoked"),
  })
  .meta({ id: "TokenRequest", example: { person: "dana", role: "approver", label: "laptop", lifetimeDays: 90 } });
export type TokenRequest = z.output<typeof tokenRequest>;

/** The only time that the token is shown. */
export const tokenAnswer = token.extend({ token: z.string().describe("shown once") }).meta({ id: "NewToken" });
export type TokenAnswer = z.output<typeof tokenAnswer>;

export const tokenParams = z.strictObject({ id: z.string().regex(/^[0-9a-f]{12}$/, "is not the id of a token") });

export const enrolmentTokenRequest = z
  .strictObject({ label: line(200), uses: z.int().min(1).max(100_000), lifetimeMinutes: z.int().min(1).max(1_440) })
  .meta({ id: "EnrolmentTokenRequest", example: { label: "school 12", uses: 30, lifetimeMinutes: 60 } });
export type EnrolmentTokenRequest = z.output<typeof enrolmentTokenRequest>;

export const enrolmentTokenAnswer = z
  .object({ token: z.string().describe("shown once"), expiresAt: instantMs, uses: count })
  .meta({ id: "NewEnrolmentToken" });
export type EnrolmentTokenAnswer = z.output<typeof enrolmentTokenAnswer>;
