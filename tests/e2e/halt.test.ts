import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RolloutDetail } from "../helpers/test-product.ts";
import { launchBrowser, noBrowserBecause, PHONE, settled, signIn, visit, type Visit, LONG } from "./browser.ts";
import { printFigure, watchClick } from "./figures.ts";
import { FIRST_PHASE, running, type Running } from "./running.ts";

/** What nobody may wait for on any machine; the figure itself is printed. */
const ACKNOWLEDGED_MS_MAX = 5_000;
/** Devices of the open phase that have taken the change before the halt. */
const OFFERED = 4;

describe.skipIf(noBrowserBecause !== null)("HALT", () => {
  let world: Running;
  let browser: Browser;
  let operator: Visit;

  beforeAll(async () => {
    world = await running();
    browser = await launchBrowser();
    operator = await visit(browser, world.tidegate.origin);
    await signIn(operator.page, world.tidegate, "olga", ["viewer", "operator"]);
  });
  afterAll(async () => {
    await browser?.close();
    await world?.tidegate.close();
  });

  test("from any page: one click there, one on the rollout; then nobody is offered anything more", async () => {
    const rollout = await startHalfway(world, "Halt me by a click");
    const { page } = operator;
    const places = [
      "/",
      "/rollouts",
      "/help-requests",
      "/devices/desk-000",
      ...["", "/plan", "/timeline", "/people", "/decision", "/devices"].map((tab) => `/rollouts/${rollout.id}${tab}`),
    ];
    for (const place of places) {
      await page.goto(place);
      await settled(page);
      await page.getByRole("button", { name: "HALT", exact: true }).click();
      await haltOf(page, rollout).waitFor(LONG);
      if (place !== places.at(-1)) await page.keyboard.press("Escape");
    }
    await haltFrom(page, world, rollout);
  });

  test("by the key ! on a phone-sized page, while everything else that the page reads fails", async () => {
    const rollout = await startHalfway(world, "Halt me by a key");
    const { page, close } = await visit(browser, world.tidegate.origin, { size: PHONE });
    await signIn(page, world.tidegate, "paul", ["viewer", "operator"]);
    await page.route(/\/api\/v1\/(?!session$|rollouts\?|rollouts\/[^/]+\/commands$)/, (route) => route.abort());
    await page.goto(`/rollouts/${rollout.id}`);
    await page.getByRole("alert").filter({ hasText: "could not be read" }).first().waitFor(LONG);
    await page.keyboard.press("!");
    await haltFrom(page, world, rollout);
    const entries = await world.tidegate.auditLog();
    expect(entries.filter(({ action, actor }) => action === "rollout.halt" && actor.includes("paul"))).toHaveLength(1);
    await close();
  });

  test("by the key ! from within another dialog", async () => {
    const rollout = await startHalfway(world, "Halt me over a question");
    const { page } = operator;
    await page.goto(`/rollouts/${rollout.id}`);
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    await page.getByRole("button", { name: "Cancel" }).focus();
    await page.keyboard.press("!");
    await haltFrom(page, world, rollout);
  });

  test("a viewer sees who can halt, and no button that does nothing", async () => {
    const rollout = await startHalfway(world, "Not for viewers");
    const { page, close } = await visit(browser, world.tidegate.origin);
    await signIn(page, world.tidegate, "vera", ["viewer"]);
    await page.getByRole("button", { name: "HALT", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Operators, approvers and the help desk can").waitFor(LONG);
    expect(await haltOf(page, rollout).isDisabled()).toBe(true);
    await close();
    expect((await world.tidegate.rollout(rollout.id)).status).toBe("proof-of-concept");
  });
});

function haltOf(page: Page, { name }: RolloutDetail) {
  return page.getByRole("dialog").getByRole("button", { name: `Halt ${name}`, exact: true });
}

/** Some devices of the open phase have taken it, and the others are about to ask: the halt comes between them. */
async function startHalfway({ tidegate, start, askOf }: Running, name: string): Promise<RolloutDetail> {
  const { id } = await start(name);
  await askOf(0, OFFERED);
  const rollout = await tidegate.rollout(id);
  expect(rollout.totals.exposed).toBe(OFFERED);
  return rollout;
}

/** The dialog is open: one click, the truth is on the screen, and then no device that asks is offered anything. */
async function haltFrom(page: Page, { tidegate, askOf }: Running, rollout: RolloutDetail): Promise<void> {
  const acknowledged = await watchClick(page, `Halt ${rollout.name}`, "Offered after the halt:");
  await haltOf(page, rollout).click();
  const tookMs = await acknowledged();
  printFigure("halt, click to acknowledged on screen", `${Math.round(tookMs)} ms (goal 500 ms)`);
  expect(tookMs).toBeLessThan(ACKNOWLEDGED_MS_MAX);

  await askOf(0, FIRST_PHASE);
  const { status, totals } = await tidegate.rollout(rollout.id);
  expect([status, totals.exposed]).toEqual(["halted", OFFERED]);
  const truth = page
    .getByRole("dialog")
    .getByRole("alert")
    .filter({ hasText: `${OFFERED} devices exposed` });
  await truth.filter({ hasText: "Offered after the halt: 0" }).waitFor(LONG);
}
