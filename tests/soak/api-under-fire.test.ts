import { expect, test } from "vitest";
import { fireAt, summaryOf } from "../helpers/openapi-fire.ts";
import { openFiringRange } from "../helpers/openapi-range.ts";

/** R13's long run asks for millions, in a night: `TIDEGATE_FIRE_REQUESTS=5000000`. */
const REQUESTS = Number(process.env["TIDEGATE_FIRE_REQUESTS"] ?? 200_000);
/** Others each time; a failure names its own. */
const SEED = Date.now() % 2 ** 31;
/** No single product takes them all: what was made has to stay few enough to be listed. */
const ROUND = 50_000;

test(`R13: ${REQUESTS} generated requests, seed ${SEED}`, { timeout: 24 * 60 * 60_000 }, async () => {
  for (let sent = 0, round = 0; sent < REQUESTS; sent += ROUND, round += 1) {
    const range = await openFiringRange(SEED + round);
    try {
      const report = await fireAt({ ...range, seed: SEED + round, requests: Math.min(ROUND, REQUESTS - sent), again: null });
      process.stdout.write(summaryOf(report));
      expect(report.failures.join("\n\n")).toBe("");
    } finally {
      await range.close();
    }
  }
});
