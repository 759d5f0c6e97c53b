import { conflictAnswer, conflictParams, conflictsAnswer, conflictsQuery, repairParams, repairRequest } from "./conflicts.ts";
import { draftAnswer } from "./drafts.ts";
import type { RouteSpec } from "./route-spec.ts";
import { ROLES } from "./words.ts";

/** Where live policies get in each other's way, and ways out. */
export const CONFLICT_ROUTES = {
  listConflicts: {
    method: "GET",
    path: "/api/v1/conflicts",
    summary: "List where live policies get in each other's way, heaviest first",
    tag: "conflicts",
    allow: ROLES,
    request: { query: conflictsQuery },
    response: { status: 200, body: conflictsAnswer },
    problems: [],
  },
  getConflict: {
    method: "GET",
    path: "/api/v1/conflicts/:id",
    summary: "Show one conflict: both policies, what the device ends with, and repairs",
    tag: "conflicts",
    allow: ROLES,
    request: { params: conflictParams },
    response: { status: 200, body: conflictAnswer },
    problems: ["conflict-unknown"],
  },
  repairConflict: {
    method: "POST",
    path: "/api/v1/conflicts/:id/repairs/:repair",
    summary: "Keep a repair as a draft; it touches no device",
    tag: "conflicts",
    allow: ["author"],
    request: { params: repairParams, body: repairRequest },
    response: { status: 201, body: draftAnswer },
    problems: ["conflict-unknown", "repair-unknown"],
  },
} as const satisfies Record<string, RouteSpec>;
