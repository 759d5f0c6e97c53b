import { renderLifecyclePage } from "./lifecycle-page.ts";
import type { Page } from "./generate.ts";

/** Every page that is drawn from the code and committed. `tools/generate.test.ts` keeps them equal. */
export const PAGES: readonly Page[] = [{ path: "docs/states/rollout.md", render: () => Promise.resolve(renderLifecyclePage()) }];
