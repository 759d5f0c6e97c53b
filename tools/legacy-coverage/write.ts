import { writeFileSync } from "node:fs";
import { COVERAGE_PAGE, coveragePage } from "./coverage-page.ts";

// node tools/legacy-coverage/write.ts: after a change to src/connectors/files/legacy/nodes.tsv.
writeFileSync(COVERAGE_PAGE, coveragePage());
