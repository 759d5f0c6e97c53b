import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { axeFindings, DESKTOP, launchBrowser, noBrowserBecause, PHONE, settled, sidewaysPx, signIn, visit } from "./browser.ts";
import { PLACES } from "./places.ts";
import { tellStories, type Stories } from "./stories.ts";

const ROLES = ["viewer", "help-desk", "approver", "operator"] as const;
const LOOKED_AT = ["home", "overview, halted"] as const;

describe.skipIf(noBrowserBecause !== null)("eyes and hands of all kinds", () => {
  let stories: Stories;
  let browser: Browser;

  beforeAll(async () => {
    stories = await tellStories();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await stories?.tidegate.close();
  });

  for (const [what, look] of [
    ["somebody who asks the system for more contrast", { contrast: "more" }],
    ["forced colours", { forcedColors: "active" }],
  ] as const)
    test(`${what}: the high-contrast theme, in which axe finds nothing`, async () => {
      const { page, close } = await visit(browser, stories.tidegate.origin, look);
      await signIn(page, stories.tidegate, Object.keys(look).join("-").toLowerCase(), ROLES);
      let bars = 0;
      for (const place of LOOKED_AT) {
        await page.goto(PLACES[place]?.(stories) ?? "");
        await settled(page);
        bars += await barsDrawn(page);
        expect(await page.evaluate(() => document.documentElement.dataset["theme"])).toBe("high-contrast");
        // Forced colours are the system's to choose; axe judges those that the page would have had.
        const isForced = "forcedColors" in look;
        const found = await axeFindings(page);
        expect(found.filter((finding) => !(isForced && finding.startsWith("color-contrast ")))).toEqual([]);
      }
      expect(bars).toBeGreaterThan(0);
      await close();
    });

  test("whoever wants less motion gets none; others get a little", async () => {
    const longest = async (login: string, look: object) => {
      const { page, close } = await visit(browser, stories.tidegate.origin, look);
      await signIn(page, stories.tidegate, login, ROLES);
      await page.goto(PLACES["overview, halted"]?.(stories) ?? "");
      await settled(page);
      await page.getByRole("button", { name: "HALT", exact: true }).click();
      await page.getByRole("dialog").waitFor();
      const found = await longestMotionMs(page);
      await close();
      return found;
    };
    expect(await longest("still", {})).toBeLessThanOrEqual(1);
    expect(await longest("lively", { motion: "no-preference" })).toBeGreaterThan(1);
  });

  test("text with the spacing of WCAG 1.4.12 loses nothing on a phone", async () => {
    const { page, close } = await visit(browser, stories.tidegate.origin, { size: PHONE });
    await signIn(page, stories.tidegate, "spacious", ROLES);
    for (const place of ["overview, halted", "overview, moving"]) {
      await page.goto(PLACES[place]?.(stories) ?? "");
      await settled(page);
      const before = await cutTexts(page);
      await spaceOut(page);
      expect(await sidewaysPx(page)).toBe(0);
      expect((await cutTexts(page)).filter((text) => !before.includes(text))).toEqual([]);
    }
    await close();
  });

  test("text at twice its size (WCAG 1.4.4) loses nothing", async () => {
    // Twice the size in a window is what half the window at the usual size is.
    const half = { width: DESKTOP.width / 2, height: DESKTOP.height / 2 };
    const { page, close } = await visit(browser, stories.tidegate.origin, { size: half });
    await signIn(page, stories.tidegate, "large", ROLES);
    for (const place of LOOKED_AT) {
      await page.goto(PLACES[place]?.(stories) ?? "");
      await settled(page);
      expect(await sidewaysPx(page)).toBe(0);
      expect(await cutTexts(page)).toEqual([]);
    }
    await close();
  });
});

/** Bars whose parts still differ from the ground where the system has taken the colours away. */
function barsDrawn(page: Page): Promise<number> {
  return page.evaluate(() => {
    const ground = getComputedStyle(document.body).backgroundColor;
    return [...document.querySelectorAll("[role=img] [data-state]")].filter((part) => {
      const { backgroundColor, backgroundImage } = getComputedStyle(part);
      return backgroundColor !== ground || backgroundImage !== "none";
    }).length;
  });
}

/** Of every transition and animation that anything on the page has. */
function longestMotionMs(page: Page): Promise<number> {
  return page.evaluate(() => {
    const ms = (list: string) =>
      Math.max(...list.split(",").map((one) => Number.parseFloat(one) * (one.includes("ms") ? 1 : 1_000)));
    const styles = [...document.querySelectorAll("*")].flatMap((element) =>
      [null, "::before", "::after"].map((part) => getComputedStyle(element, part)),
    );
    const declared = styles.map(({ transitionDuration, animationDuration, animationName }) =>
      Math.max(ms(transitionDuration), animationName === "none" ? 0 : ms(animationDuration)),
    );
    return Math.max(...declared);
  });
}

/** By the style that the criterion names; a sheet made in script is no inline style to the page's policy. */
async function spaceOut(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }",
    );
    document.adoptedStyleSheets.push(sheet);
  });
}

/** Texts of which a part lies outside a box that neither grows nor scrolls; what is meant for ears only is left out. */
function cutTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const isCutter = (style: CSSStyleDeclaration) =>
      [style.overflowX, style.overflowY].some((value) => value === "hidden" || value === "clip");
    const cut: string[] = [];
    for (const element of document.querySelectorAll("main *, header *, nav *")) {
      if (!(element instanceof HTMLElement)) continue;
      const style = getComputedStyle(element);
      if (!isCutter(style) || style.clipPath !== "none" || element.innerText.trim() === "") continue;
      if (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
        cut.push(`${element.tagName.toLowerCase()}.${element.className}: ${element.innerText.trim().slice(0, 60)}`);
    }
    return cut;
  });
}
