/**
 * Every error that leaves the house by any door. docs/errors.md is generated from it and checked both ways.
 * `status` is the HTTP status of the REST door; `exitCode` the CLI's (house.md W1).
 */
export const PROBLEMS = {
  "body-invalid": entry(
    400,
    1,
    "The request cannot be read",
    "Correct the fields named under issues; the API description is at /api/v1/openapi.json.",
  ),
  "not-signed-in": entry(
    401,
    1,
    "Nobody is signed in",
    "Sign in again, or give an API token: `tidegate token create` makes one, `--token-file` hands it over.",
  ),
  "not-allowed": entry(403, 10, "Your role may not do this", "Ask somebody with one of the roles named."),
  "not-found": entry(
    404,
    1,
    "There is nothing under this address",
    "List what there is, for example with `tidegate rollout list`.",
  ),
  "method-not-allowed": entry(405, 1, "This address does not answer that method", "See /api/v1/openapi.json."),
  "body-too-large": entry(413, 1, "The request is too large", "Send fewer files at once."),
  "media-type-unsupported": entry(415, 1, "The request is not JSON", "Send `content-type: application/json`."),
  "internal-error": entry(
    500,
    1,
    "Tidegate made a mistake",
    "Nothing was changed by this request. Look for the id in the server's log and report it.",
  ),
  "store-unavailable": entry(
    503,
    1,
    "The database does not answer",
    "Nothing was changed. Try again; check the database if it lasts.",
  ),
  "too-busy": entry(503, 1, "Too much is waiting", "Try again after the time in Retry-After."),

  "import-refused": entry(
    422,
    3,
    "The files were not imported",
    "Nothing was changed. Correct what the issues name and import again.",
  ),
  "catalogue-invalid": entry(
    422,
    3,
    "The file is no setting catalogue",
    "Nothing was changed. Give the whole answer of Graph's `deviceManagement/configurationSettings`: its JSON, or one definition a line.",
  ),
  "catalogue-tenant-missing": entry(
    409,
    1,
    "No Intune tenant is connected",
    "Nothing was changed. Save the answer of Graph's `deviceManagement/configurationSettings` to a file, and bring that in: `tidegate catalogue update --from FILE`.",
  ),
  "catalogue-setting-unknown": entry(
    404,
    1,
    "The catalogue does not know this setting",
    "`tidegate catalogue search TEXT` finds settings by name; a newer catalogue may know it.",
  ),
  "policy-unknown": entry(404, 1, "There is no such policy", "`tidegate policy list` shows names and ids."),
  "policy-name-ambiguous": entry(422, 1, "Several policies have this name", "Name the policy by its id."),
  "device-unknown": entry(
    404,
    1,
    "There is no such device",
    "Search by name, serial number or id: `tidegate device list --search TEXT`.",
  ),
  "group-unknown": entry(422, 3, "A group does not exist", "Import the estate that holds the group, or correct the assignment."),
  "estate-empty": entry(422, 3, "No device is known yet", "Import an estate first: `tidegate import estate DIR`."),
  "baseline-missing": entry(
    422,
    3,
    "No baseline has been taken",
    "Import the estate and the policies that are in force first: a plan needs something to compare with.",
  ),
  "change-file-invalid": entry(
    422,
    3,
    "The proposed policy cannot be read",
    "Nothing was planned. Correct what the issues name.",
  ),
  "change-empty": entry(422, 3, "The change changes nothing", "The proposed policy equals the live one."),
  "audience-empty": entry(422, 3, "The policy reaches no device", "Check its assignments, platforms and exclusions."),
  "plan-impossible": entry(
    422,
    3,
    "No rollout can be planned with these settings",
    "Correct what the issues name; `tidegate plan --help` shows the defaults.",
  ),
  "conflict-unknown": entry(
    404,
    1,
    "There is no such conflict",
    "`tidegate conflicts list` shows those that stand; it may have been repaired, or its policies no longer meet.",
  ),
  "repair-unknown": entry(
    404,
    1,
    "This repair is not offered",
    "`tidegate conflicts show` lists the repairs that end this conflict today and bring no other hard one.",
  ),
  "draft-unknown": entry(404, 1, "There is no such draft", "`tidegate draft list` shows them; it may have been discarded."),
  "draft-stale": entry(
    409,
    1,
    "Somebody saved this draft meanwhile",
    "Nothing was saved. Read the draft again, and repeat what still makes sense on its newest revision.",
  ),
  "draft-invalid": entry(
    422,
    3,
    "The draft is not valid, so that it cannot be planned",
    "Correct what the issues name and save the draft anew; `tidegate policy lint` says the same of a file.",
  ),
  "policy-version-unknown": entry(
    404,
    1,
    "The policy has no such version",
    "`tidegate policy versions` lists those that there are.",
  ),
  "draft-outdated": entry(
    409,
    10,
    "The draft was not written against what is live now",
    "Look at what went live meanwhile, bring it into the draft, and save it against the live version (`base: live`).",
  ),
  "master-unknown": entry(
    404,
    1,
    "Nothing is declared under this id",
    "`tidegate masters list` shows what is; an import for another group has an id of its own.",
  ),
  "requirement-unknown": entry(
    404,
    1,
    "There is no such requirement",
    "`tidegate requirement list` shows them, `tidegate requirement starter` what the baseline proposes.",
  ),
  "requirement-stale": entry(
    409,
    1,
    "Somebody saved this requirement meanwhile",
    "Nothing was saved. Read it again, and repeat what still makes sense on its newest revision.",
  ),
  "requirement-invalid": entry(
    422,
    3,
    "The requirements cannot be kept",
    "Nothing was saved. Correct what the issues name; `tidegate catalogue search` finds settings and their options.",
  ),
  "first-policies-invalid": entry(
    422,
    3,
    "No first policies can be made of these answers",
    "Nothing was saved. Correct what the issues name; `tidegate requirement templates` shows what can be chosen.",
  ),
  "plan-unknown": entry(404, 1, "There is no such plan", "Make it with `tidegate plan`; plans are named by their hash."),
  "plan-stale": entry(
    409,
    10,
    "The plan's inputs have changed since",
    "Plan again, look at the difference and have the new plan approved.",
  ),
  "deletions-not-allowed": entry(
    409,
    10,
    "The plan deletes, and that was not allowed",
    "Look at the deletions in the plan and allow exactly that many: `--allow-delete N`.",
  ),

  "acceptance-missing": entry(
    409,
    10,
    "The plan asks for something to be accepted by name",
    "Read what the plan says about undoing and about where it holds, and accept each by its name: `--accept KIND`.",
  ),

  "rollout-unknown": entry(404, 1, "There is no such rollout", "`tidegate rollout list` shows names and ids."),
  "rollout-name-ambiguous": entry(422, 1, "Several rollouts have this name", "Name the rollout by its id."),
  "rollout-open-exists": entry(409, 10, "Another rollout of this policy is not over", "Finish, roll back or abort it first."),
  "event-refused": entry(
    409,
    10,
    "The rollout cannot do that now",
    "`tidegate rollout get` shows where it stands and what is possible.",
  ),
  "approval-missing": entry(
    409,
    4,
    "An approval is missing",
    "Somebody with the role approver, not the author, has to say yes: `tidegate rollout approve`.",
  ),
  "approval-own": entry(403, 10, "Nobody approves their own change", "Ask another person with the role approver."),
  "approval-not-asked": entry(409, 10, "Nothing waits for this approval", "`tidegate rollout get` shows what is waited for."),
  "gate-not-passed": entry(
    409,
    5,
    "The gate has not passed",
    "Look at its checks with `tidegate rollout why`; only thin evidence can be waived, by an approver.",
  ),
  "moved-meanwhile": entry(
    409,
    1,
    "Somebody else moved it first",
    "Nothing was changed. Look again and repeat what still makes sense.",
  ),
  "cohort-empty": entry(
    409,
    5,
    "The phase would reach no device",
    "Look at who is left out and why with `tidegate rollout why`.",
  ),

  "sign-in-refused": entry(
    401,
    1,
    "Login and password do not fit",
    "Try again, or ask an administrator for a sign-in link: `tidegate account link LOGIN`.",
  ),
  "sign-in-link-invalid": entry(
    401,
    1,
    "The sign-in link is not valid",
    "It works once and for a short time. Ask an administrator for another: `tidegate account link LOGIN`.",
  ),
  "too-many-attempts": entry(429, 1, "Too many attempts to sign in", "Wait for the time in Retry-After, then try again."),
  "session-missing": entry(
    409,
    1,
    "There is no session to end or change",
    "Only a signed-in browser has one; tokens are revoked.",
  ),
  "request-not-from-console": entry(
    403,
    1,
    "The request does not come from the console",
    "A request with a session's cookie that changes something carries the header `tidegate-console: 1`; scripts use a token.",
  ),
  "account-unknown": entry(404, 1, "There is no such account", "`tidegate account list` shows logins."),
  "account-exists": entry(409, 1, "The login is taken", "Choose another one."),
  "account-disabled": entry(409, 1, "The account is disabled", "Enable it first: `tidegate account change LOGIN --enable`."),
  "account-last-admin": entry(
    409,
    10,
    "Nobody would be left who may administer accounts",
    "Give somebody else the role admin first.",
  ),

  "notice-incomplete": entry(
    422,
    3,
    "The notice lacks what people need to know",
    "Add the parts that the issues name: what changes, when, business purpose, self-help, help-desk contact.",
  ),
  "notice-sent": entry(
    409,
    10,
    "People were told already",
    "What was said stays; tell them of a change by other means and record it.",
  ),
  "user-unknown": entry(422, 3, "A person is not in the estate", "Import the estate that holds them, or name somebody else."),
  "site-unknown": entry(422, 3, "A site is not in the estate", "Import the estate that holds it, or correct its id."),
  "message-unknown": entry(404, 1, "No notice has this message id", "Message ids are listed with the deliveries of a rollout."),
  "help-request-unknown": entry(404, 1, "There is no such help request", "`GET /api/v1/help-requests` lists them."),
  "too-many-streams": entry(503, 1, "Too many pages are watching", "Close some, or read again from time to time instead."),
  "not-a-demo": entry(404, 1, "This server is not a demo", "`tidegate demo` starts one."),

  "token-lifetime-invalid": entry(
    422,
    1,
    "The token's lifetime is out of range",
    "Enrolment tokens live at most 24 hours; see `--help`.",
  ),
  "token-unknown": entry(404, 1, "There is no such token", "`tidegate token list` shows ids; a revoked one is gone already."),
  "key-unknown": entry(
    404,
    1,
    "This device has no such key",
    "`tidegate device get` shows a device's keys by their thumbprints.",
  ),
  "key-active-exists": entry(
    409,
    10,
    "The device has another active key",
    "Revoke that key first: two machines cannot be one device.",
  ),
  "enrolment-token-invalid": entry(
    401,
    1,
    "The enrolment token is not valid",
    "It may be used up or too old. Make another with `tidegate device enrol-token`.",
  ),
  "enrolment-proof-invalid": entry(401, 1, "The device did not prove its key", "Enrol again with a key of the device's own."),
  "device-key-conflict": entry(
    409,
    1,
    "This serial number is enrolled with another key",
    "The device waits in quarantine; an operator has to look at it: a clone, or a machine set up anew.",
  ),
  "device-proof-invalid": entry(
    401,
    1,
    "The device is not recognised",
    "Its clock may be wrong (take the server's time from the header), or its key is not enrolled.",
  ),
  "device-key-stale": entry(401, 1, "The device's key is not valid any more", "Enrol the device again."),
  "report-forged": entry(403, 1, "The report is not this device's", "Nothing was counted."),
  "report-replayed": entry(
    409,
    1,
    "The report was sent before or is older than one that counted",
    "Nothing was counted twice; drop it.",
  ),
  "report-unknown-bundle": entry(
    409,
    1,
    "The report speaks of a bundle that this device was not offered",
    "Nothing was counted. Check in again.",
  ),
} as const satisfies Record<string, ProblemEntry>;

export type ProblemCode = keyof typeof PROBLEMS;
export type ProblemEntry = Readonly<{ status: number; exitCode: number; title: string; help: string }>;

function entry(status: number, exitCode: number, title: string, help: string): ProblemEntry {
  return { status, exitCode, title, help };
}
