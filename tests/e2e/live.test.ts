import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser, noBrowserBecause, settled, signIn, visit, LONG } from "./browser.ts";
import { openDoorway, type Doorway } from "./doorway.ts";
import { percentile95, printFigure } from "./figures.ts";
import { FIRST_PHASE, running, testDevice, type Running } from "./running.ts";

/** Two rollouts of ten devices each. */
const REPORTS = 2 * FIRST_PHASE;
const REPORT_MS_MAX = 10_000;
/** The promise is 20 s, counted from the last sign of the server; a loaded machine notices its own timers late. */
const STALE_MS_MAX = 20_000;

describe.skipIf(noBrowserBecause !== null)("live numbers", () => {
  let world: Running;
  let browser: Browser;

  beforeAll(async () => {
    world = await running();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await world?.tidegate.close();
  });

  test.concurrent("what a device reports stands on the screen soon after, and nobody loads the page again", async () => {
    const { tidegate, fleet, start } = world;
    const { page, close } = await visit(browser, tidegate.origin);
    await signIn(page, tidegate, "wanda", ["viewer"]);
    const tookMs: number[] = [];
    for (const name of ["First to watch", "Second to watch"]) {
      const { id } = await start(name);
      await page.goto(`/rollouts/${id}`);
      await settled(page);
      await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
      for (let at = 0; at < FIRST_PHASE; at += 1) {
        const { agent } = testDevice(fleet, at);
        const { reportDue } = await agent.checkIn();
        expect(reportDue).toBe(true);
        const shown = await whenShown(page, `${at + 1} Succeeded`);
        const reportedAtMs = Date.now();
        await agent.sendReport();
        tookMs.push((await shown()) - reportedAtMs);
      }
      expect(await page.evaluate(() => "sameDocument" in globalThis)).toBe(true);
    }
    expect(tookMs).toHaveLength(REPORTS);
    const p95 = percentile95(tookMs);
    printFigure(
      "event on a device to number on the screen",
      `p95 ${p95} ms of ${REPORTS} reports, longest ${Math.max(...tookMs)} ms (goal 2,000 ms)`,
    );
    expect(p95).toBeLessThan(REPORT_MS_MAX);
    await close();
  });

  test.concurrent("a server that goes away, or falls silent: the page says that its numbers are old, and takes it back afterwards", async () => {
    await Promise.all([expectStale("goes away", (door) => door.shut()), expectStale("falls silent", (door) => door.freeze())]);
  });

  async function expectStale(how: string, leave: (door: Doorway) => void): Promise<void> {
    const door = await openDoorway(world.tidegate.origin);
    const { page, close } = await visit(browser, door.origin);
    await signIn(page, world.tidegate, `sam-${door.port}`, ["viewer"]);
    const live = page.getByRole("contentinfo").getByText("Live", { exact: true });
    await live.waitFor(LONG);
    const banner = page.getByRole("alert").filter({ hasText: "The connection is lost" });
    expect(await banner.count()).toBe(0);
    leave(door);
    const leftAtMs = performance.now();
    await banner.waitFor(LONG);
    const tookMs = performance.now() - leftAtMs;
    printFigure(`the server ${how}, to the banner`, `${(tookMs / 1_000).toFixed(1)} s (goal 20 s)`);
    expect(tookMs).toBeLessThan(STALE_MS_MAX);
    expect(await page.getByRole("button", { name: "HALT", exact: true }).isEnabled()).toBe(true);
    await door.open();
    await banner.waitFor({ state: "detached", ...LONG });
    await live.waitFor(LONG);
    await close();
    await door.close();
  }
});

/** Waits in the page; resolves with the wall clock's time at which the text stood on the screen. */
async function whenShown(page: Page, text: string): Promise<() => Promise<number>> {
  const handle = await page.evaluateHandle(
    (wanted) => ({
      at: new Promise<number>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no \`${wanted}\` on the screen`)), 30_000);
        const look = () => {
          if (!document.body.innerText.replaceAll(/\s+/g, " ").includes(wanted)) return;
          observer.disconnect();
          clearTimeout(timer);
          requestAnimationFrame(() => resolve(Date.now()));
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    }),
    text,
  );
  return () => handle.evaluate(({ at }) => at);
}
