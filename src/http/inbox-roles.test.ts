import { expect, test } from "vitest";
import { INBOX_ROLES } from "../app/queries/inbox.ts";
import { INBOX_KINDS } from "./contract/live.ts";
import { COMMAND_ROLES } from "./contract/rollouts.ts";
import { ROUTES } from "./contract/routes.ts";

test("the inbox uses the contract's kinds, and names the roles that the roads behind it let in", () => {
  expect(Object.keys(INBOX_ROLES).sort()).toEqual([...INBOX_KINDS].sort());
  const { decideApproval, acknowledgeStage, setNotice, recordTold, linkHelpRequest } = ROUTES;
  const resumes = [...COMMAND_ROLES["roll-back"], ...decideApproval.allow];
  expect([...INBOX_ROLES.halted].sort()).toEqual([...resumes].sort());
  expect([...INBOX_ROLES["gate-held"]].sort()).toEqual([...resumes].sort());
  expect(INBOX_ROLES.approve).toEqual(decideApproval.allow);
  expect(INBOX_ROLES.acknowledge).toEqual(acknowledgeStage.allow);
  expect(INBOX_ROLES["notice-missing"]).toEqual(setNotice.allow);
  expect(INBOX_ROLES["not-told"]).toEqual(recordTold.allow);
  expect(INBOX_ROLES["help-request-unlinked"]).toEqual(linkHelpRequest.allow);
});
