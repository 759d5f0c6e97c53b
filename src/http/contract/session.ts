import { z } from "zod";
import { COMMANDS } from "./rollouts.ts";
import { characters, count, instantMs, line, listOf, reasonText, ROLES, title } from "./words.ts";

/** As people type it to sign in: lower case, no blanks. */
export const login = z
  .string()
  .min(2)
  .max(64)
  .regex(/^[a-z0-9](?:[a-z0-9._@-]*[a-z0-9])?$/, "is not lower-case letters, digits, dots, dashes, underscores and @");
/** Long rather than odd (NIST SP 800-63B): no rules about kinds of characters. */
export const newPassword = characters(12, 256);
const secretLink = z.string().regex(/^tgl_[0-9a-f]{64}$/, "is not a sign-in link's secret");

export const passwordSignIn = z.strictObject({ login: line(64), password: characters(1, 256) }).meta({ id: "PasswordSignIn" });
export type PasswordSignIn = z.output<typeof passwordSignIn>;

/** `account`: who is made, or the new password of the account that the link names; null where the link asks for nothing. */
export const linkSignIn = z
  .strictObject({
    secret: secretLink,
    account: z.strictObject({ login, displayName: title(200), password: newPassword }).nullable(),
  })
  .meta({ id: "LinkSignIn" });
export type LinkSignIn = z.output<typeof linkSignIn>;

/** What the link asks for, so that a page can show the right fields. Looking does not use it up. */
export const linkQuestion = z.strictObject({ secret: secretLink }).meta({ id: "SignInLinkQuestion" });
export const linkAnswer = z
  .object({
    asks: z.enum(["nothing", "new-account", "new-password"]),
    login: z.string().nullable(),
    displayName: z.string().nullable(),
    expiresAt: instantMs,
  })
  .meta({ id: "SignInLink" });
export type LinkAnswer = z.output<typeof linkAnswer>;

/** Who asks, and what they may do: from the same table that lets requests in. */
export const sessionAnswer = z
  .object({
    person: z.string(),
    displayName: z.string(),
    roles: z.array(z.enum(ROLES)),
    by: z.enum(["session", "token"]),
    idleEndsAt: instantMs.nullable().describe("null for tokens"),
    endsAt: instantMs.nullable(),
    operations: z.array(z.string()).describe("operation ids that this person may call"),
    commands: z.array(z.enum(COMMANDS)),
    asOf: instantMs,
  })
  .meta({ id: "Session" });
export type SessionAnswer = z.output<typeof sessionAnswer>;

export const passwordRequest = z.strictObject({ current: characters(1, 256), next: newPassword }).meta({ id: "PasswordRequest" });
export type PasswordRequest = z.output<typeof passwordRequest>;

const account = z
  .object({
    login: z.string(),
    displayName: z.string(),
    roles: z.array(z.enum(ROLES)),
    hasPassword: z.boolean(),
    createdAt: instantMs,
    disabledAt: instantMs.nullable(),
    lastSignInAt: instantMs.nullable(),
  })
  .meta({ id: "Account" });
export type AccountBody = z.output<typeof account>;
export const accountAnswer = account;
export const accountsAnswer = listOf(account).meta({ id: "Accounts" });

const roles = z
  .array(z.enum(ROLES))
  .min(1)
  .max(ROLES.length)
  .refine((list) => new Set(list).size === list.length, "names a role twice")
  .meta({ uniqueItems: true });
export const accountRequest = z
  .strictObject({ login, displayName: title(200), roles })
  .meta({ id: "AccountRequest", example: { login: "paula", displayName: "Paula Berg", roles: ["approver"] } });
export type AccountRequest = z.output<typeof accountRequest>;
export const accountChange = z
  .strictObject({ roles: roles.optional(), disabled: z.boolean().optional(), reason: reasonText })
  .refine((change) => change.roles !== undefined || change.disabled !== undefined, "changes nothing")
  .meta({ id: "AccountChange", anyOf: [{ required: ["roles"] }, { required: ["disabled"] }] });
export type AccountChange = z.output<typeof accountChange>;
export const accountParams = z.strictObject({ login });

/** The only time that the link is shown; it works once. */
export const newLinkAnswer = z
  .object({
    login: z.string(),
    url: z.string().describe("path and fragment, relative to the address under which people reach this server; shown once"),
    expiresAt: instantMs,
    lifetimeMinutes: count,
  })
  .meta({ id: "NewSignInLink" });
export type NewLinkAnswer = z.output<typeof newLinkAnswer>;
