import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConflictsAnswer } from "../../src/http/contract/conflicts.ts";
import type { DraftsAnswer } from "../../src/http/contract/drafts.ts";
import { smallEstate } from "../helpers/small-estate.ts";
import type { SmallPolicy } from "../helpers/small-policy.ts";
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
import { errorBoxes, expectHelpful, expectStanding, FAILURES, hurryRetries, readsOf } from "./failures.ts";
import { CONSOLE_FOLDER } from "./stories.ts";

const policy = (name: string, settings: SmallPolicy["settings"]): SmallPolicy => ({ name, settings, to: "all-devices" });
/** No value of these two wins; the third says once more what the second says. */
const POLICIES = [
  policy("Offers on", { consumer: 1 }),
  policy("Quiet", { consumer: 0, cortana: 0 }),
  policy("Assistant", { cortana: 0 }),
];

describe.skipIf(noBrowserBecause !== null)("S12: the conflicts' pages", () => {
  let tidegate: TestProduct;
  let browser: Browser;
  let author: Visit;
  let conflictId: string;

  beforeAll(async () => {
    tidegate = await testProduct({ consoleFolder: CONSOLE_FOLDER, estate: smallEstate({ staff: 60 }), policies: POLICIES });
    const { items } = await tidegate.get<ConflictsAnswer>("/api/v1/conflicts?class=hard");
    conflictId = items[0]?.id ?? "";
    browser = await launchBrowser();
    author = await visit(browser, tidegate.origin);
    await signIn(author.page, tidegate, "amy", ["viewer", "author"]);
  });
  afterAll(async () => {
    await browser?.close();
    await tidegate?.close();
  });

  for (const theme of THEMES)
    for (const size of [DESKTOP, PHONE])
      test(`${theme}, ${size.width} px wide: axe finds nothing, nothing scrolls sideways, nothing leaves or fails`, async () => {
        const { page, complaints, close } = await visit(browser, tidegate.origin, { theme, size });
        await page.context().addCookies(await author.page.context().cookies());
        for (const path of ["/conflicts", "/conflicts?class=opaque", `/conflicts/${conflictId}`]) {
          await page.goto(path);
          await settled(page);
          const found = { h1: await page.locator("h1").count(), sideways: await sidewaysPx(page), axe: await axeFindings(page) };
          expect({ path, ...found, ...complaints }).toEqual({ path, h1: 1, sideways: 0, axe: [], console: [], external: [] });
        }
        await close();
      });

  test("each read of a conflict that fails is said, with what to do; trying again mends it", async () => {
    const page = await author.page.context().newPage();
    await hurryRetries(page);
    const path = `/conflicts/${conflictId}`;
    expect(await readsOf(page, path)).toContain(`/api/v1${path}`);
    for (const [kind, fail] of Object.entries(FAILURES)) {
      await page.route(`**/api/v1${path}`, fail);
      await page.goto(path);
      await errorBoxes(page).first().waitFor(LONG);
      await expectStanding(page);
      await expectHelpful(page, kind === "a fault of the server" ? "req-of-the-test" : null);
      await page.unroute(`**/api/v1${path}`);
      await errorBoxes(page).first().getByRole("button", { name: "Try again" }).click();
      await page.getByRole("heading", { name: "What the platform does" }).waitFor(LONG);
    }
    await page.close();
  });

  test("a conflict is found by its class, explained, and repaired: the draft's plan says that it ends", async () => {
    const { page } = author;
    await page.goto("/conflicts");
    await page.getByLabel("Class", { exact: true }).selectOption("hard", LONG);
    await page.waitForURL((url) => url.search === "?class=hard", LONG);
    await page.getByRole("row").filter({ hasText: "Offers on" }).getByRole("link").first().click(LONG);
    await page.getByRole("heading", { name: "Offers on", level: 2 }).waitFor(LONG);
    await expectOverlap(page);
    const repairs = page.getByRole("listitem").filter({ hasText: "Would change" });
    await repairs.first().getByRole("button", { name: "Keep as a draft and see its plan" }).click(LONG);
    await page.getByRole("heading", { name: "1 conflict that it ends" }).waitFor(LONG);
    expect(new URL(page.url()).pathname).toMatch(/^\/plans\/[0-9a-f]{64}$/);
    expect(await page.getByRole("heading", { name: "No conflicts" }).count()).toBe(1);
    const { items } = await tidegate.get<DraftsAnswer>("/api/v1/drafts");
    expect(items.map(({ madeFrom }) => madeFrom)).toEqual([expect.stringContaining(`conflict:${conflictId}:`)]);
  });

  test("a plan that would bring a conflict says its class, on how many devices, and that it is new", async () => {
    const to = policy("Assistant", { cortana: 1 });
    const { id } = await tidegate.propose("Assistant on", { kind: "content", policy: to });
    const { page } = author;
    await page.goto(`/rollouts/${id}/plan`);
    await page.getByRole("heading", { name: "1 conflict, 1 new" }).waitFor(LONG);
    const card = page.getByRole("listitem").filter({ hasText: "Assistant would ask" }).first();
    expect(await card.innerText()).toMatch(/Hard[\s\S]*New[\s\S]*\d+ of \d+ devices of the plan/);
    expect(await axeFindings(page)).toEqual([]);
  });
});

async function expectOverlap(page: Page): Promise<void> {
  await settled(page);
  expect(await page.locator("main").innerText()).toMatch(/Carry both\s+\d+ of \d+ devices/);
}
