import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser, noBrowserBecause, settled, signIn, signInAgain, visit, type Visit, LONG } from "./browser.ts";
import { errorBoxes, expectHelpful, expectStanding, FAILURES, hurryRetries, readsOf } from "./failures.ts";
import { PLACES } from "./places.ts";
import { tellStories, type Stories } from "./stories.ts";

const LANES = 3;
/** What the frame itself reads, and how it shows that it could not: the organisation's name is simply not there. */
const IN_FRAME: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  "/api/v1/server": async () => undefined,
  "/api/v1/inbox": (page) => page.getByRole("link", { name: "What waits for you could not be read" }).waitFor(LONG),
};
/** They read what another place reads as well. */
const SAME = ["nothing there", "no such conflict", "rollouts as a list", "overview, waiting"];
const HERE = Object.entries(PLACES).filter(([name]) => !SAME.includes(name));

describe.skipIf(noBrowserBecause !== null)("an API that fails", () => {
  let stories: Stories;
  let browser: Browser;
  let one: Visit;

  beforeAll(async () => {
    stories = await tellStories();
    browser = await launchBrowser();
    one = await visit(browser, stories.tidegate.origin);
    await signIn(one.page, stories.tidegate, "frieda", ["viewer", "help-desk", "approver", "operator"]);
  });
  afterAll(async () => {
    await browser?.close();
    await stories?.tidegate.close();
  });

  for (const [name, pathOf] of HERE)
    test(`${name}: each read that fails is said, with what to do; the rest stays, and trying again mends it`, async () => {
      const address = pathOf(stories);
      const all = await readsOf(one.page, address);
      // The frame is the same everywhere: one page is enough for what it reads.
      const reads = all.filter((path) => !(path in IN_FRAME) || name === "rollouts" || isPagesOwn(address, path));
      expect(reads.length).toBeGreaterThan(0);
      const kinds = Object.entries(FAILURES);
      const unsaid: string[] = [];
      await inLanes([...reads.entries()], async ([at, path]) => {
        // Each read fails in one way here, and each way hits many reads.
        const [kind, fail] = kinds[(at + name.length) % kinds.length] ?? ["", () => Promise.resolve()];
        try {
          await failOne(address, path, fail);
        } catch (error) {
          unsaid.push(`${path}, ${kind}: ${String(error)}`);
        }
      });
      expect(unsaid).toEqual([]);
    });

  /** A tab of its own, in which one path fails until somebody tries again. */
  async function failOne(address: string, path: string, fail: (typeof FAILURES)[string]): Promise<void> {
    const page = await one.page.context().newPage();
    try {
      await hurryRetries(page);
      const isIt = (url: URL) => url.pathname === path;
      await page.route(isIt, fail);
      await page.goto(address);
      const inFrame = isPagesOwn(address, path) ? undefined : IN_FRAME[path];
      await (inFrame === undefined ? errorBoxes(page).first().waitFor(LONG) : inFrame(page));
      await settled(page);
      await expectStanding(page);
      await expectHelpful(page, fail === FAILURES["a fault of the server"] ? "req-of-the-test" : null);
      await page.unroute(isIt);
      for (const boxes = errorBoxes(page); (await boxes.count()) > 0; ) {
        const before = await boxes.count();
        await boxes.first().getByRole("button", { name: "Try again" }).click();
        await expect.poll(() => boxes.count(), LONG).toBeLessThan(before);
      }
      await settled(page);
    } finally {
      await page.close();
    }
  }

  for (const [kind, fail] of Object.entries(FAILURES))
    test(`everything at once, ${kind}: the frame stands, and says it`, async () => {
      const page = await one.page.context().newPage();
      await hurryRetries(page);
      // The live line stays: where it comes back, the page mends itself before anybody can press anything.
      await page.route(/\/api\/v1\/(?!session$|events$)/, fail);
      await page.goto(`/rollouts/${stories.moving.id}`);
      await errorBoxes(page).first().waitFor(LONG);
      await expectStanding(page);
      await page.unrouteAll();
      await errorBoxes(page).first().getByRole("button", { name: "Try again" }).click();
      await page.getByRole("heading", { name: stories.moving.name, level: 1 }).waitFor(LONG);
      await page.close();
    });

  test("nobody can say who is signed in: words, and trying again goes on to the page that was wanted", async () => {
    const page = await one.page.context().newPage();
    await page.route("**/api/v1/session", FAILURES["a fault of the server"] ?? (() => Promise.resolve()));
    await page.goto("/rollouts");
    await page.getByText("The page could not be shown").waitFor(LONG);
    expect(await page.getByText("req-of-the-test").isVisible()).toBe(true);
    await page.unrouteAll();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { name: "Rollouts", level: 1 }).waitFor(LONG);
    await page.close();
  });

  test("the session has ended: to the sign-in, and back to where one was", async () => {
    const { page, close } = await visit(browser, stories.tidegate.origin);
    await signIn(page, stories.tidegate, "ella", ["viewer"]);
    await page.goto(`/rollouts/${stories.halted.id}`);
    await settled(page);
    await page.context().clearCookies();
    const wanted = `/rollouts/${stories.halted.id}/devices?state=succeeded`;
    await page.goto(wanted);
    await page.getByRole("heading", { name: "Sign in", level: 1 }).waitFor(LONG);
    await signInAgain(page, "ella");
    await page.waitForURL((url) => `${url.pathname}${url.search}` === wanted, LONG);
    await settled(page);
    // And without a page load: a read of the next page is what is refused.
    await page.route(/\/timeline(?:\?|$)/, (route) =>
      route.request().resourceType() === "fetch" ? route.fulfill(REFUSED) : route.continue(),
    );
    await page.getByRole("link", { name: "Timeline", exact: true }).click();
    await page.getByRole("heading", { name: "Sign in", level: 1 }).waitFor(LONG);
    await page.unrouteAll();
    await signInAgain(page, "ella");
    await page.waitForURL((url) => url.pathname === `/rollouts/${stories.halted.id}/timeline`, LONG);
    await page.getByRole("heading", { name: "Timeline", level: 1 }).waitFor(LONG);
    await close();
  });

  test.each([
    ["a page", /assets\/timeline-page-.*\.js/, `Timeline`],
    ["the chart", /assets\/area-chart-.*\.js/, null],
    ["the palette", /assets\/palette-.*\.js/, null],
  ])("%s whose code is not there any more: it says so and offers to load anew; HALT stays", async (what, code, link) => {
    const page = await one.page.context().newPage();
    await page.route(code, (route) => route.fulfill({ status: 404, contentType: "text/plain", body: "not here" }));
    await page.goto(`/rollouts/${stories.halted.id}`);
    await settled(page);
    if (link !== null) await page.getByRole("link", { name: link, exact: true }).click();
    if (what === "the palette") await page.keyboard.press("Control+k");
    await page.getByText("A part of the console could not be loaded").waitFor(LONG);
    await expectStanding(page);
    await page.unrouteAll();
    await page.getByRole("button", { name: "Load the page again" }).click();
    await page.getByText("A part of the console could not be loaded").waitFor({ state: "detached", ...LONG });
    await settled(page);
    if (link !== null) await page.getByRole("heading", { name: link, level: 1 }).waitFor(LONG);
    await page.close();
  });
});

/** Home shows the inbox itself. */
const isPagesOwn = (address: string, path: string) => address === "/" && path === "/api/v1/inbox";

const REFUSED = {
  status: 401,
  contentType: "application/problem+json",
  body: JSON.stringify({
    title: "Sign in first",
    status: 401,
    code: "unauthenticated",
    detail: "",
    help: "",
    issues: [],
    requestId: "r",
  }),
};

async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const lane = async () => {
    for (let next = waiting.next(); next.done !== true; next = waiting.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
