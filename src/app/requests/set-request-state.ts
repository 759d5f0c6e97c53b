import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import { audit } from "../audit.ts";
import type { RequestRow } from "../ports/request-store.ts";
import type { Store } from "../ports/store.ts";
import type { Problem } from "../problems/problem.ts";
import { requestSubject } from "./link-request.ts";
import { readRequest, requestUnknown, type HelpRequest } from "./request-reading.ts";

export type RequestStateChange = Readonly<{
  id: string;
  state: RequestRow["state"];
  reason: string;
  by: string;
  now: Instant;
}>;

/** Closes a help request or opens it again. Its gate counts it either way: that somebody was helped does not undo the harm. */
export function setRequestState(
  store: Store,
  { id, state, reason, by, now }: RequestStateChange,
): Promise<Result<HelpRequest, Problem>> {
  return store.write(async (unit): Promise<Result<HelpRequest, Problem>> => {
    const row = await unit.requests.findForUpdate(id);
    if (row === null) return err(requestUnknown(id));
    if (row.state !== state) {
      await unit.requests.setState(id, state);
      await audit(unit, now, by, WORDS[state], requestSubject(id), { reason });
    }
    return ok(await readRequest(unit, id));
  });
}

const WORDS = { open: "help-request.reopened", closed: "help-request.closed" } as const satisfies Record<
  RequestRow["state"],
  string
>;
