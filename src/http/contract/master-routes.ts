import { masterConflictsAnswer } from "./master-findings.ts";
import {
  MASTER_BODY_BYTES_MAX,
  masterAnswer,
  masterImportAnswer,
  masterImportRequest,
  masterParams,
  masterQuery,
  mastersAnswer,
  mastersQuery,
} from "./masters.ts";
import type { RouteSpec } from "./route-spec.ts";
import { ROLES } from "./words.ts";

/** What Group Policy, Configuration Manager and other MDMs are declared to set. Nothing of it reaches a device. */
export const MASTER_ROUTES = {
  importMasters: {
    method: "POST",
    path: "/api/v1/imports/masters",
    summary: "Import what other masters set on a group's devices, or try an import",
    tag: "imports",
    allow: ["author"],
    request: { body: masterImportRequest },
    response: { status: 200, body: masterImportAnswer },
    problems: ["import-refused"],
    bodyBytesMax: MASTER_BODY_BYTES_MAX,
  },
  listMasters: {
    method: "GET",
    path: "/api/v1/masters",
    summary: "List what other masters are declared to set, by name",
    tag: "masters",
    allow: ROLES,
    request: { query: mastersQuery },
    response: { status: 200, body: mastersAnswer },
    problems: [],
  },
  listMasterConflicts: {
    method: "GET",
    path: "/api/v1/master-conflicts",
    summary: "List where live policies and other masters meet, most devices first",
    tag: "masters",
    allow: ROLES,
    request: { query: mastersQuery },
    response: { status: 200, body: masterConflictsAnswer },
    problems: [],
  },
  getMaster: {
    method: "GET",
    path: "/api/v1/masters/:id",
    summary: "Show what one master is declared to set, row by row",
    tag: "masters",
    allow: ROLES,
    request: { params: masterParams, query: masterQuery },
    response: { status: 200, body: masterAnswer },
    problems: ["master-unknown"],
  },
  removeMaster: {
    method: "DELETE",
    path: "/api/v1/masters/:id",
    summary: "Forget what one master was declared to set",
    tag: "masters",
    allow: ["author"],
    request: { params: masterParams },
    response: { status: 204, body: null },
    problems: ["master-unknown"],
  },
} as const satisfies Record<string, RouteSpec>;
