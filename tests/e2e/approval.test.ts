import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlanAnswer } from "../../src/http/contract/plans.ts";
import { expected } from "../helpers/test-product.ts";
import { launchBrowser, noBrowserBecause, PHONE, signIn, visit, type Visit, LONG } from "./browser.ts";
import { running, type Running } from "./running.ts";

describe.skipIf(noBrowserBecause !== null)("a decision on a phone", () => {
  let world: Running;
  let browser: Browser;
  let phone: Visit;

  beforeAll(async () => {
    world = await running();
    browser = await launchBrowser();
    phone = await visit(browser, world.tidegate.origin, { size: PHONE });
    await signIn(phone.page, world.tidegate, "anna", ["viewer", "approver"]);
  });
  afterAll(async () => {
    await browser?.close();
    await world?.tidegate.close();
  });

  test("three taps from the inbox to a signed yes; what is signed is the plan's hash; then the rollout starts", async () => {
    const { tidegate, ask } = world;
    const { page } = phone;
    const rollout = await ask("Approve me in three taps");
    await page.goto("/");
    await page
      .getByRole("listitem")
      .filter({ hasText: rollout.name })
      .getByRole("link", { name: /^Decide/ })
      .tap(LONG);
    await page.getByRole("heading", { name: `Start “${rollout.name}”?` }).waitFor(LONG);
    await page.getByRole("button", { name: "Approve", exact: true }).tap();
    const sheet = page.getByRole("dialog", { name: "Sign your yes" });
    const signed = await sheet.locator("code[title]").getAttribute("title");
    expect(signed).toBe(rollout.planHash);
    // The hash is of the plan itself, not of what the page was told about it.
    const plan = await tidegate.get<PlanAnswer>(`/api/v1/plans/${rollout.planHash}`);
    expect(plan.hash).toBe(signed);
    expect(await sheet.getByText("Worst case").isVisible()).toBe(true);
    await sheet.getByRole("button", { name: "Confirm", exact: true }).tap();

    await page.getByText("You approved", { exact: true }).waitFor(LONG);
    const { approvals } = await tidegate.rollout(rollout.id);
    expect(approvals).toMatchObject([{ person: "anna", decision: "approve", planHash: signed }]);
    await tidegate.product.ring();
    // Nobody loads the page again: the news comes by itself.
    await page.locator("header").getByText("Proof of concept").waitFor(LONG);
    expect((await tidegate.rollout(rollout.id)).status).toBe("proof-of-concept");
  });

  test("a no needs a reason, and stops the start", async () => {
    const { tidegate, ask } = world;
    const { page } = phone;
    const rollout = await ask("Deny me");
    await page.goto(`/rollouts/${rollout.id}/decision`);
    await page.getByRole("button", { name: "Deny", exact: true }).tap(LONG);
    const sheet = page.getByRole("dialog", { name: "Say no" });
    const confirm = sheet.getByRole("button", { name: "Confirm the no" });
    expect(await confirm.isDisabled()).toBe(true);
    await sheet.getByRole("textbox").fill("   ");
    expect(await confirm.isDisabled()).toBe(true);
    await sheet.getByRole("textbox").fill("Not in the week of the fair");
    await confirm.tap();
    await page.getByText("You denied").waitFor(LONG);
    await tidegate.product.ring();
    const { status, approvals } = await tidegate.rollout(rollout.id);
    expect(status).toBe("scope");
    expect(approvals).toMatchObject([{ person: "anna", decision: "deny", reason: "Not in the week of the fair" }]);
  });

  test("somebody else was faster: clear words, nothing signed, and no word lost", async () => {
    const { tidegate, ask } = world;
    const { page } = phone;
    const rollout = await ask("Somebody else is faster");
    await page.goto(`/rollouts/${rollout.id}/decision`);
    await page.getByRole("button", { name: "Approve", exact: true }).tap(LONG);
    const sheet = page.getByRole("dialog", { name: "Sign your yes" });
    await sheet.getByRole("textbox").fill("My own words");
    expected(await tidegate.approve("approver", rollout));
    await sheet.getByText("What is asked has changed while you were reading").waitFor(LONG);
    await sheet.getByRole("button", { name: "Confirm", exact: true }).tap();
    await sheet.getByText("It moved while you were reading").waitFor(LONG);
    expect(await sheet.getByRole("textbox").inputValue()).toBe("My own words");
    expect((await tidegate.rollout(rollout.id)).approvals.map(({ person }) => person)).toEqual(["approver"]);
    await sheet.getByRole("button", { name: "Cancel" }).tap();
    await page.getByText("There is nothing to sign").waitFor(LONG);
    await page.getByText(/The last word was approver's, who approved/).waitFor(LONG);
  });

  test("the author sees why the decision is somebody else's, and has no button", async () => {
    const rollout = await world.ask("Not by its author");
    const { page, close } = await visit(browser, world.tidegate.origin, { size: PHONE });
    await signIn(page, world.tidegate, "author", ["viewer", "author", "approver"]);
    await page.goto(`/rollouts/${rollout.id}/decision`);
    await expectNoButtons(page);
    await page.getByRole("note").filter({ hasText: "You cannot decide this" }).waitFor(LONG);
    await close();
  });
});

async function expectNoButtons(page: Page): Promise<void> {
  await page.getByText("A yes signs").waitFor(LONG);
  expect(await page.getByRole("button", { name: /^(?:Approve|Deny)$/ }).count()).toBe(0);
}
