import { queryOptions } from "@tanstack/react-query";
import type { AuditVerification } from "../../http/contract/server.ts";
import { get } from "./call.ts";
import { keys } from "./keys.ts";

const FRESH_MS = 30_000;

/** The whole chain is recomputed for each answer, so it is asked for once in a while only. */
export const auditVerificationQuery = () =>
  queryOptions({
    queryKey: [...keys.server, "audit-verification"],
    queryFn: ({ signal }) => get<AuditVerification>("/api/v1/audit/verification", {}, signal),
    staleTime: FRESH_MS,
  });
