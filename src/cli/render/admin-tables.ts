import type { z } from "zod";
import type { AuditAnswer, AuditVerification } from "../../http/contract/server.ts";
import type { accountsAnswer } from "../../http/contract/session.ts";
import type { tokensAnswer } from "../../http/contract/tokens.ts";
import type { Palette } from "./palette.ts";
import { tableText } from "./table.ts";
import { moment, plural, shortHash } from "./words.ts";

export function auditTable({ items }: AuditAnswer): string {
  return tableText(items, [
    { head: "NUMBER", cell: (row) => String(row.number), right: true },
    { head: "AT", cell: (row) => moment(row.at) },
    { head: "ACTOR", cell: (row) => row.actor },
    { head: "ACTION", cell: (row) => row.action },
    { head: "SUBJECT", cell: (row) => row.subject },
    { head: "HASH", cell: (row) => shortHash(row.hash) },
  ]);
}

export function verificationText({ ok, entries, lastHash, brokenAt, because }: AuditVerification, palette: Palette): string {
  const text = ok
    ? palette.good(`The audit chain holds: ${plural(entries, "entry", "entries")}, last ${lastHash}`)
    : palette.bad(`The audit chain is broken at entry ${brokenAt ?? "?"}: ${because}`);
  return `${text}\n`;
}

export function tokensTable({ items }: z.output<typeof tokensAnswer>): string {
  return tableText(items, [
    { head: "ID", cell: (row) => row.id },
    { head: "PERSON", cell: (row) => row.person },
    { head: "ROLE", cell: (row) => row.role },
    { head: "LABEL", cell: (row) => row.label },
    { head: "CREATED", cell: (row) => moment(row.createdAt) },
    { head: "EXPIRES", cell: (row) => (row.expiresAt === null ? "never" : moment(row.expiresAt)) },
    { head: "REVOKED", cell: (row) => moment(row.revokedAt) },
  ]);
}

export function accountsTable({ items }: z.output<typeof accountsAnswer>): string {
  return tableText(items, [
    { head: "LOGIN", cell: (row) => row.login },
    { head: "NAME", cell: (row) => row.displayName },
    { head: "ROLES", cell: (row) => row.roles.join(", ") },
    { head: "PASSWORD", cell: (row) => (row.hasPassword ? "yes" : "no") },
    { head: "LAST SIGN-IN", cell: (row) => moment(row.lastSignInAt) },
    { head: "DISABLED", cell: (row) => moment(row.disabledAt) },
  ]);
}
