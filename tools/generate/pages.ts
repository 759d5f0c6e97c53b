import { renderErrorsPage } from "./errors-page.ts";
import { renderLifecyclePage } from "./lifecycle-page.ts";
import { renderOpenapiPage } from "./openapi-page.ts";
import { renderSchemaPage } from "./schema-page.ts";
import type { Page } from "./generate.ts";

/** Every page that is drawn from the code and committed. `tools/generate.test.ts` keeps them equal. */
export const PAGES: readonly Page[] = [
  { path: "docs/states/rollout.md", render: () => Promise.resolve(renderLifecyclePage()) },
  { path: "docs/errors.md", render: () => Promise.resolve(renderErrorsPage()) },
  { path: "docs/api/openapi.json", render: renderOpenapiPage },
  { path: "docs/schema.md", render: renderSchemaPage },
];
