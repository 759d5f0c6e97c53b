import { auditAnswer, auditVerification } from "../../http/contract/server.ts";
import { API, showAnswer } from "../call-api.ts";
import type { CliContext } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { auditTable, verificationText } from "../render/admin-tables.ts";
import { showList } from "./lists.ts";

export function listAudit(context: CliContext, { from, limit }: Readonly<{ from?: number; limit?: number }>): Promise<number> {
  return showList(context, { path: "audit", query: { from, limit }, answer: auditAnswer, next: "--from" }, auditTable);
}

export function verifyAudit(context: CliContext): Promise<number> {
  const exitOf = ({ ok }: Readonly<{ ok: boolean }>) => (ok ? EXIT.ok : EXIT.other);
  return showAnswer(
    context,
    { path: `${API}/audit/verification`, answer: auditVerification },
    (body) => verificationText(body, context.palette),
    exitOf,
  );
}
