import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  axeFindings,
  DESKTOP,
  launchBrowser,
  noBrowserBecause,
  PHONE,
  settled,
  sidewaysPx,
  signIn,
  THEMES,
  visit,
  type Visit,
} from "./browser.ts";
import { PLACES } from "./places.ts";
import { tellStories, type Stories } from "./stories.ts";

const ROLES = ["viewer", "help-desk", "approver", "operator"] as const;
describe.skipIf(noBrowserBecause !== null)("every page of the console", () => {
  let stories: Stories;
  let browser: Browser;
  const visits = new Map<string, Visit>();

  beforeAll(async () => {
    stories = await tellStories();
    browser = await launchBrowser();
    for (const theme of THEMES)
      for (const size of [DESKTOP, PHONE]) {
        const one = await visit(browser, stories.tidegate.origin, { theme, size });
        await signIn(one.page, stories.tidegate, `${theme}-${size.width}`, ROLES);
        visits.set(`${theme}-${size.width}`, one);
      }
  });
  afterAll(async () => {
    await browser?.close();
    await stories?.tidegate.close();
  });

  for (const [name, pathOf] of Object.entries(PLACES))
    for (const theme of THEMES)
      for (const { width } of [DESKTOP, PHONE])
        test(`${name}, ${theme}, ${width} px wide: axe finds nothing, nothing scrolls sideways, nothing leaves or fails`, async () => {
          const { page, complaints } = visits.get(`${theme}-${width}`) as Visit;
          complaints.console.length = 0;
          complaints.external.length = 0;
          await page.goto(pathOf(stories));
          await settled(page);
          expect(await page.locator("h1").count()).toBe(1);
          expect(await sidewaysPx(page)).toBe(0);
          expect(await axeFindings(page)).toEqual([]);
          // The browser itself reports the 404 that this page is about.
          const unexpected = complaints.console.filter(
            (text) => !["nothing there", "no such conflict"].includes(name) || !text.includes("404"),
          );
          expect({ ...complaints, console: unexpected }).toEqual({ console: [], external: [] });
          await expectHalt(page);
        });
});

/** It is on every page, within the window, and not behind anything. */
async function expectHalt(page: Visit["page"]): Promise<void> {
  const halt = page.getByRole("button", { name: /halt/i }).first();
  const box = await halt.boundingBox();
  const isOnTop = await halt.evaluate((button) => {
    const { left, top, width, height } = button.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    return button === hit || button.contains(hit);
  });
  expect({ inWindow: box !== null && box.y >= 0 && box.y < 844, isOnTop }).toEqual({ inWindow: true, isOnTop: true });
}
