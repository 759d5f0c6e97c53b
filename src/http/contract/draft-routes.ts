import {
  draftAnswer,
  draftChangeRequest,
  draftDiscardQuery,
  draftParams,
  draftsAnswer,
  draftsQuery,
  newDraftRequest,
} from "./drafts.ts";
import { IMPORT_BODY_BYTES_MAX } from "./imports.ts";
import type { RouteSpec } from "./route-spec.ts";
import { ROLES } from "./words.ts";

const CHANGE_READ = ["change-file-invalid", "policy-name-ambiguous", "policy-unknown"] as const;

/** Changes that are still being written. They touch no device; plans are made of them. */
export const DRAFT_ROUTES = {
  listDrafts: {
    method: "GET",
    path: "/api/v1/drafts",
    summary: "List drafts, newest first, each with how it stands to what is live",
    tag: "drafts",
    allow: ROLES,
    request: { query: draftsQuery },
    response: { status: 200, body: draftsAnswer },
    problems: [],
  },
  saveDraft: {
    method: "POST",
    path: "/api/v1/drafts",
    summary: "Keep a change as a draft; it touches no device",
    tag: "drafts",
    allow: ["author"],
    request: { body: newDraftRequest },
    response: { status: 201, body: draftAnswer },
    problems: CHANGE_READ,
    bodyBytesMax: IMPORT_BODY_BYTES_MAX,
  },
  getDraft: {
    method: "GET",
    path: "/api/v1/drafts/:id",
    summary: "Show one draft with what it changes",
    tag: "drafts",
    allow: ROLES,
    request: { params: draftParams },
    response: { status: 200, body: draftAnswer },
    problems: ["draft-unknown"],
  },
  changeDraft: {
    method: "POST",
    path: "/api/v1/drafts/:id",
    summary: "Save a draft anew, on top of the revision that was read",
    tag: "drafts",
    allow: ["author"],
    request: { params: draftParams, body: draftChangeRequest },
    response: { status: 200, body: draftAnswer },
    problems: [...CHANGE_READ, "draft-stale", "draft-unknown"],
    bodyBytesMax: IMPORT_BODY_BYTES_MAX,
  },
  discardDraft: {
    method: "DELETE",
    path: "/api/v1/drafts/:id",
    summary: "Discard a draft; the audit log keeps what it was about",
    tag: "drafts",
    allow: ["author"],
    request: { params: draftParams, query: draftDiscardQuery },
    response: { status: 204, body: null },
    problems: ["draft-stale", "draft-unknown"],
  },
} as const satisfies Record<string, RouteSpec>;
