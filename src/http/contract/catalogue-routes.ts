import {
  catalogueAnswer,
  catalogueRequest,
  catalogueUpdateAnswer,
  settingAnswer,
  settingParams,
  settingsAnswer,
  settingsQuery,
} from "./catalogue.ts";
import { IMPORT_BODY_BYTES_MAX } from "./imports.ts";
import type { RouteSpec } from "./route-spec.ts";
import { ROLES } from "./words.ts";

/** The setting catalogue: what exists, and how a newer one comes in. */
export const CATALOGUE_ROUTES = {
  getCatalogue: {
    method: "GET",
    path: "/api/v1/catalogue",
    summary: "Say which setting catalogue is in force and where its facts come from",
    tag: "catalogue",
    allow: ROLES,
    request: {},
    response: { status: 200, body: catalogueAnswer },
    problems: [],
  },
  listSettings: {
    method: "GET",
    path: "/api/v1/catalogue/settings",
    summary: "Find settings by words of their name or id",
    tag: "catalogue",
    allow: ROLES,
    request: { query: settingsQuery },
    response: { status: 200, body: settingsAnswer },
    problems: [],
  },
  getSetting: {
    method: "GET",
    path: "/api/v1/catalogue/settings/:id",
    summary: "Show everything that the catalogue knows of a setting",
    tag: "catalogue",
    allow: ROLES,
    request: { params: settingParams },
    response: { status: 200, body: settingAnswer },
    problems: ["catalogue-setting-unknown"],
  },
  updateCatalogue: {
    method: "POST",
    path: "/api/v1/catalogue",
    summary: "Bring a newer catalogue into force, or say what it would touch",
    tag: "catalogue",
    allow: ["author", "admin"],
    request: { body: catalogueRequest },
    response: { status: 200, body: catalogueUpdateAnswer },
    problems: ["catalogue-invalid", "catalogue-tenant-missing", "moved-meanwhile"],
    bodyBytesMax: IMPORT_BODY_BYTES_MAX,
  },
} as const satisfies Record<string, RouteSpec>;
