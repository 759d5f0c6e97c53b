import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { smallEstate } from "../helpers/small-estate.ts";
import { testProduct, type TestProduct } from "../helpers/test-product.ts";
import {
  axeFindings,
  DESKTOP,
  launchBrowser,
  LONG,
  noBrowserBecause,
  PHONE,
  settled,
  sidewaysPx,
  signIn,
  THEMES,
  visit,
  type Visit,
} from "./browser.ts";
import { CONSOLE_FOLDER } from "./stories.ts";

const MANNERS = { name: "Manners", settings: { location: 0, cortana: 0, telemetry: 1 }, to: "all-devices" } as const;

describe.skipIf(noBrowserBecause !== null)("the requirements in the console", () => {
  let tidegate: TestProduct;
  let browser: Browser;
  let author: Visit;
  beforeAll(async () => {
    tidegate = await testProduct({ consoleFolder: CONSOLE_FOLDER, estate: smallEstate({ staff: 30 }), policies: [MANNERS] });
    browser = await launchBrowser();
    author = await visit(browser, tidegate.origin, {});
    await signIn(author.page, tidegate, "ada", ["author"]);
  });
  afterAll(async () => {
    await browser?.close();
    await tidegate?.close();
  });

  test("an empty register is filled from the baseline, a requirement gets its reason, and another is retired", async () => {
    const { page } = author;
    await page.goto("/requirements");
    await page.getByText("The register is empty").waitFor(LONG);
    await page.getByRole("button", { name: /^Add \d+ requirements? from the baseline$/ }).click();
    await page.getByText("36 of 36 devices (100 %)").first().waitFor(LONG);
    await page.getByRole("table", { name: "Requirements" }).getByRole("link").first().click();
    await page.getByRole("button", { name: "Change" }).click();
    await page.getByLabel("Why").fill("the works council has agreed to it");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("the works council has agreed to it").waitFor(LONG);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "Retire" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Retire" }).click();
    await page.goto("/requirements?retired=true");
    await page.getByRole("table", { name: "Requirements" }).getByRole("link").first().waitFor(LONG);
    const log = (await tidegate.auditLog()).map(({ action }) => action).filter((action) => action.startsWith("requirement"));
    expect(log).toEqual(["requirements.started", "requirement.changed", "requirement.retired"]);
  });

  test("what has to hold becomes drafts in three steps", async () => {
    const { page } = author;
    await page.goto("/requirements/first-policies");
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByLabel(/unlocks every device/).check();
    await page.getByLabel("Shortest code").fill("3");
    await page.getByRole("button", { name: "Show what would be made" }).click();
    await page.getByText("it is not a whole number from 4 to 16").waitFor(LONG);
    await page.getByLabel("Shortest code").fill("10");
    await page.getByRole("button", { name: "Show what would be made" }).click();
    await page.getByText("Nothing is saved yet").waitFor(LONG);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "Save requirements and drafts" }).click();
    await page.getByText("the policies as drafts").waitFor(LONG);
    expect((await tidegate.get<{ total: number }>("/api/v1/drafts")).total).toBe(1);
  });

  for (const theme of THEMES)
    for (const size of [DESKTOP, PHONE])
      for (const path of ["/requirements", "/requirements/first-policies"])
        test(`${path}, ${theme}, ${size.width} px wide: axe finds nothing, and nothing scrolls sideways`, async () => {
          const one = await visit(browser, tidegate.origin, { theme, size });
          await signIn(one.page, tidegate, `${theme}-${size.width}-${path.length}`, ["author"]);
          await one.page.goto(path);
          await settled(one.page);
          expect(await sidewaysPx(one.page)).toBe(0);
          expect(await axeFindings(one.page)).toEqual([]);
          await one.close();
        });
});
