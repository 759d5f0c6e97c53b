import { IMPORT_BODY_BYTES_MAX } from "./imports.ts";
import {
  codeAnswer,
  codeRequest,
  diffAnswer,
  diffRequest,
  lintAnswer,
  lintRequest,
  policyFilesAnswer,
  versionsAnswer,
} from "./library.ts";
import type { RouteSpec } from "./route-spec.ts";
import { idParams, pageQuery, ROLES } from "./words.ts";

// Opaque policies are written whole: that is more than every reader of the console is shown.
const CODE_READERS = ["author", "approver", "operator", "admin"] as const;
const SIDE = ["draft-unknown", "policy-name-ambiguous", "policy-unknown", "policy-version-unknown"] as const;

/** Policies as code, their versions, and what is wrong with them. */
export const LIBRARY_ROUTES = {
  exportPolicies: {
    method: "GET",
    path: "/api/v1/exports/policies",
    summary: "Write live policies down as files; an import reads them back unchanged",
    tag: "policies",
    allow: CODE_READERS,
    request: { query: pageQuery },
    response: { status: 200, body: policyFilesAnswer },
    problems: [],
  },
  readPolicyCode: {
    method: "POST",
    path: "/api/v1/policies/code",
    summary: "Write a policy, one of its versions or a draft down as code",
    tag: "policies",
    allow: CODE_READERS,
    request: { body: codeRequest },
    response: { status: 200, body: codeAnswer },
    problems: SIDE,
  },
  lintPolicy: {
    method: "POST",
    path: "/api/v1/policies/lint",
    summary: "Say everything that is wrong with a file, a draft or a policy",
    tag: "policies",
    allow: ROLES,
    request: { body: lintRequest },
    response: { status: 200, body: lintAnswer },
    problems: SIDE,
    bodyBytesMax: IMPORT_BODY_BYTES_MAX,
  },
  diffPolicies: {
    method: "POST",
    path: "/api/v1/policies/diff",
    summary: "Compare two versions, policies, drafts or files",
    tag: "policies",
    allow: ROLES,
    request: { body: diffRequest },
    response: { status: 200, body: diffAnswer },
    problems: [...SIDE, "change-file-invalid"],
    bodyBytesMax: IMPORT_BODY_BYTES_MAX,
  },
  listVersions: {
    method: "GET",
    path: "/api/v1/policies/:id/versions",
    summary: "List every version of a policy, newest first; retired policies too",
    tag: "policies",
    allow: ROLES,
    request: { params: idParams },
    response: { status: 200, body: versionsAnswer },
    problems: ["policy-name-ambiguous", "policy-unknown"],
  },
} as const satisfies Record<string, RouteSpec>;
