import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { HelpRequestsAnswer } from "../../src/http/contract/communication.ts";
import { expected } from "../helpers/test-product.ts";
import { DESKTOP, launchBrowser, noBrowserBecause, PHONE, settled, signIn, visit, LONG } from "./browser.ts";
import { focusedName, stopsOf, tabTo } from "./focus.ts";
import { PLACES } from "./places.ts";
import { tellStories, type Stories } from "./stories.ts";

const ROLES = ["viewer", "help-desk", "approver", "operator"] as const;
const STOPS_MAX = 45;

describe.skipIf(noBrowserBecause !== null)("without a mouse", () => {
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

  test("from a one-time link to signing out: look, jump, decide, help, halt", async () => {
    const { tidegate, moving, waiting } = stories;
    const { page, close } = await visit(browser, tidegate.origin);
    await makeAccount(page, stories);
    await skipLink(page);

    await page.keyboard.press("g");
    await page.keyboard.press("r");
    await heading(page, "Rollouts");
    await tabTo(page, new RegExp(`^${moving.name}`));
    await page.keyboard.press("Enter");
    await heading(page, moving.name);

    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor(LONG);
    expect(await focusedName(page)).toBe("Search pages, rollouts and devices");
    await page.keyboard.type("desk-002");
    await page.getByRole("option", { name: /desk-002/, selected: true }).waitFor(LONG);
    await page.keyboard.press("Enter");
    await heading(page, "desk-002");

    await decide(page);
    expect((await tidegate.rollout(waiting.id)).approvals).toMatchObject([{ person: "kim", decision: "approve" }]);
    await recordAndLink(page, stories);

    await page.keyboard.press("!");
    await tabTo(page, new RegExp(`^Halt ${moving.name}$`));
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByText("Offered after the halt:").waitFor(LONG);
    expect((await tidegate.rollout(moving.id)).status).toBe("halted");
    await page.keyboard.press("Escape");

    await tabTo(page, /^kim: roles, theme, sign out$/, "Shift+Tab");
    await page.keyboard.press("Enter");
    await tabTo(page, /^Theme$/);
    await page.keyboard.type("High");
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset["theme"]), LONG).toBe("high-contrast");
    await tabTo(page, /^Sign out$/);
    await page.keyboard.press("Enter");
    await heading(page, "Sign in");
    await close();
  });

  for (const { size, places } of [
    { size: DESKTOP, places: ["rollouts", "overview, halted", "decision"] },
    { size: PHONE, places: ["home", "rollouts", "overview, halted", "decision", "devices", "people", "one help request"] },
  ])
    test(`the focus can be seen at every stop, forwards and backwards, ${size.width} px wide`, async () => {
      const { page, close } = await visit(browser, stories.tidegate.origin, { size });
      await signIn(page, stories.tidegate, `tab-${size.width}`, ROLES);
      const faults: string[] = [];
      for (const place of places) {
        for (const key of ["Tab", "Shift+Tab"] as const) {
          await page.goto(PLACES[place]?.(stories) ?? "");
          await settled(page);
          const stops = await stopsOf(page, key, STOPS_MAX);
          expect(stops.length).toBeGreaterThan(5);
          const bad = stops.filter(({ isMarked, isSeen }) => !isMarked || !isSeen);
          faults.push(...bad.map((stop) => `${place}, ${key}: ${JSON.stringify(stop)}`));
        }
      }
      expect([...new Set(faults)]).toEqual([]);
      await close();
    });

  test("a dialog keeps the focus while it is open, and gives it back to where it came from", async () => {
    const { page, close } = await visit(browser, stories.tidegate.origin);
    await signIn(page, stories.tidegate, "dora", ROLES);
    await page.goto(`/rollouts/${stories.halted.id}`);
    await settled(page);
    for (const [opener, open, title] of [
      [/^HALT$/, "Enter", "Halt a rollout"],
      [/^Search or jump to/, "Enter", "Search and jump"],
      [/^Keys$/, "Enter", "Keys"],
      [/^Timeline$/, "!", "Halt a rollout"],
      [/^Timeline$/, "Control+k", "Search and jump"],
    ] as const) {
      await tabTo(page, opener);
      const before = await focusedName(page);
      await page.keyboard.press(open);
      const dialog = page.getByRole("dialog", { name: title });
      await dialog.waitFor(LONG);
      for (let at = 0; at < 12; at += 1) {
        await page.keyboard.press("Tab");
        expect(
          await page.evaluate(
            () => document.activeElement === document.body || document.activeElement?.closest("dialog") !== null,
          ),
        ).toBe(true);
      }
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden", ...LONG });
      expect(await focusedName(page)).toBe(before);
    }
    await close();
  });
});

const heading = (page: Page, name: string) => page.getByRole("heading", { name, level: 1, exact: true }).waitFor(LONG);

/** A new account by its form, from the link that an administrator hands over. */
async function makeAccount(page: Page, { tidegate }: Stories): Promise<void> {
  const link = expected<{ url: string }>(
    await tidegate
      .ask("admin", "POST", "/api/v1/accounts", { login: "kim", displayName: "kim", roles: ROLES })
      .then(() => tidegate.ask("admin", "POST", "/api/v1/accounts/kim/sign-in-links")),
  );
  await page.goto(new URL(link.url, tidegate.origin).pathname + new URL(link.url, tidegate.origin).hash);
  await page.getByRole("heading", { level: 1 }).waitFor(LONG);
  await tabTo(page, /^New password/);
  await page.keyboard.type("four words make it");
  await page.keyboard.press("Enter");
  await heading(page, "Home");
}

async function skipLink(page: Page): Promise<void> {
  await page.goto("/");
  await settled(page);
  await page.keyboard.press("Tab");
  expect(await focusedName(page)).toBe("Skip to the page");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);
}

/** From the inbox, as somebody does who was told by mail. */
async function decide(page: Page): Promise<void> {
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await heading(page, "Home");
  await settled(page);
  await tabTo(page, /^Decide/);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /^Start/, level: 1 }).waitFor(LONG);
  await tabTo(page, /^Approve$/);
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Sign your yes" }).waitFor(LONG);
  await tabTo(page, /^Confirm$/);
  await page.keyboard.press("Enter");
  await page.getByText("You approved", { exact: true }).waitFor(LONG);
}

async function recordAndLink(page: Page, { tidegate, moving }: Stories): Promise<void> {
  // From the page, so that no field takes the letters.
  await page.keyboard.press("g");
  await page.keyboard.press("t");
  await heading(page, "Help requests");
  await settled(page);
  await tabTo(page, /^Record a request$/);
  await page.keyboard.press("Enter");
  for (const [field, text] of [
    [/^In one line/, "The map stays grey"],
    [/^What happened/, "Since the change this morning"],
    [/^Who asks/, "person-004"],
    [/^Device/, "desk-004"],
  ] as const) {
    await tabTo(page, field);
    await page.keyboard.type(text);
  }
  await tabTo(page, /^Record$/);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "The map stays grey" }).waitFor(LONG);
  await settled(page);
  await tabTo(page, /^Another rollout$|^Comes from this rollout$/);
  if ((await focusedName(page)) === "Another rollout") {
    await page.keyboard.press("Enter");
    await tabTo(page, /^Rollout$/);
    await page.keyboard.type(moving.name);
    await tabTo(page, /^Comes from this rollout$/);
  }
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Take the link away" }).waitFor(LONG);
  const { items } = await tidegate.get<HelpRequestsAnswer>("/api/v1/help-requests?linked=yes");
  expect(items.find(({ summary }) => summary === "The map stays grey")?.link?.by).toBe("kim");
}
