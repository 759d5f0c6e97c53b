import { z } from "zod";

/** Who may do what; the server's own list (app/ports/access-store.ts) is held equal to it by a test. */
export const ROLES = ["viewer", "help-desk", "author", "approver", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** From `least` to `most` characters as people count them, and as JSON schemas do: two halves of a surrogate pair are one. */
export const characters = (least: number, most: number) =>
  z
    .string()
    .refine((text) => hasLength(text, least, most), `has fewer than ${least} or more than ${most} characters`)
    .meta({ minLength: least, maxLength: most });

function hasLength(text: string, least: number, most: number): boolean {
  if (text.length < least || text.length > 2 * most) return false;
  const count = [...text].length;
  return count >= least && count <= most;
}

/** One line as people type it. Control characters and halves of surrogate pairs are refused: no database keeps them. */
export const line = (most: number) =>
  characters(1, most).regex(/^[^\p{Cc}\p{Cs}]*$/u, "has a control character or half a surrogate pair");
/** Several lines: reasons. Not blank: a reason of spaces is none. */
export const prose = (most: number) =>
  characters(1, most)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u, "has a control character or half a surrogate pair")
    .regex(/\S/u, "is blank");

/**
 * Signs that turn the direction of what follows: with them a text shows other words and numbers than it holds. Refused in what
 * somebody else reads before they sign; Arabic and Hebrew need none of them.
 */
const STRAIGHT = /^[^\u202a-\u202e\u2066-\u2069]*$/u;
const TURNED = "has a sign that turns the direction of text";
/** How people name what others see and decide on: there is something to see. */
export const title = (most: number) =>
  line(most)
    .regex(STRAIGHT, TURNED)
    .regex(/^$|[^\s\p{Cf}]/u, "is blank");
export const reasonText = prose(2_000).regex(STRAIGHT, TURNED);
/** An id, or a name where a route says so. */
export const idOrName = line(400);
/** SHA-256 in lower-case hex. */
export const hashText = z.string().regex(/^[0-9a-f]{64}$/, "is not 64 lower-case hex digits");

/** Milliseconds since 1970-01-01T00:00:00Z, by the server's clock. */
export const instantMs = z.int().describe("milliseconds since 1970-01-01T00:00:00Z");
export const count = z.int().min(0);
export const json = z.unknown().describe("any JSON value");

/** Numbers in a query are digits and nothing else. */
export const queryInt = (least: number, most: number, otherwise: number) =>
  z
    .preprocess((text) => (typeof text === "string" && DIGITS.test(text) ? Number(text) : text), z.int().min(least).max(most))
    .default(otherwise);
const DIGITS = /^\d{1,16}$/;

export const LIST_LIMIT_MAX = 200;
export const pageQuery = z.strictObject({
  after: line(400).optional().describe("`next` of the page before"),
  limit: queryInt(1, LIST_LIMIT_MAX, 50),
});

/** A list: these items of `total`; `next` is handed back as `after`, null on the last page. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), total: count, asOf: instantMs, next: z.string().nullable() });

export const idParams = z.strictObject({ id: idOrName });
