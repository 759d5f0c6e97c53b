import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { existsSync } from "node:fs";
import { chromium, type Browser, type Page } from "playwright-core";
import type { Role } from "../../src/http/contract/words.ts";
import { expected, type TestProduct } from "../helpers/test-product.ts";

/** Debian's; playwright's own browsers are not downloaded. */
const CHROMIUM = "/usr/bin/chromium";
/** The last three keep Chromium from calling its maker: no request may leave the machine, and these would be the browser's own. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const LONG_MS = 60_000;
/** For what a loaded machine may be slow to show. */
export const LONG = { timeout: LONG_MS } as const;
export const THEMES = ["light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
export const DESKTOP = { width: 1440, height: 900 } as const;
export const PHONE = { width: 390, height: 844 } as const;
export type Size = Readonly<{ width: number; height: number }>;
/** `contrast`, `forcedColors`, `motion`: what the person's system asks for; motion is off unless told. */
export type Look = Readonly<{
  size?: Size;
  theme?: Theme;
  contrast?: "more";
  forcedColors?: "active";
  motion?: "no-preference";
}>;

/** What went wrong on a page without anybody clicking: errors of the console, and requests that left the server's origin. */
export type Complaints = { console: string[]; external: string[] };
export type Visit = Readonly<{ page: Page; complaints: Complaints; close: () => Promise<void> }>;

/** Why there is no browser here; in CI that is a failure, elsewhere the tests are skipped by name (house.md 9). */
export const noBrowserBecause: string | null =
  existsSync(CHROMIUM) || process.env["CI"] !== undefined ? null : `there is no ${CHROMIUM}: install Debian's chromium`;

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** A window of its own, with nobody signed in. */
export async function visit(browser: Browser, origin: string, look: Look = {}): Promise<Visit> {
  const { size = DESKTOP, theme = "light", contrast = "no-preference", forcedColors = "none", motion = "reduce" } = look;
  const context = await browser.newContext({
    viewport: size,
    colorScheme: theme,
    contrast,
    forcedColors,
    reducedMotion: motion,
    baseURL: origin,
    hasTouch: size.width < 640,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
  });
  const complaints: Complaints = { console: [], external: [] };
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error") complaints.console.push(message.text());
  });
  page.on("pageerror", (error) => complaints.console.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(?:data|blob):/.test(url)) complaints.external.push(url);
  });
  return { page, complaints, close: () => context.close() };
}

const PASSWORD = "four words make it";

/** Makes an account as an administrator does, and signs in with its link as the sign-in page does. */
export async function signIn(page: Page, tidegate: TestProduct, login: string, roles: readonly Role[]): Promise<void> {
  const secret = await inviteByRest(tidegate, login, roles);
  await page.goto(`/sign-in#secret=${secret}`);
  await page.getByLabel("Password", { exact: false }).first().fill(PASSWORD);
  for (const again of await page.getByLabel(/again|repeat|confirm/i).all()) await again.fill(PASSWORD);
  await page.getByRole("button", { name: /sign in|set|continue/i }).click();
  await page.getByRole("heading", { name: "Home", level: 1 }).waitFor();
}

/** With the password that `signIn` has set, on the sign-in page. */
export async function signInAgain(page: Page, login: string): Promise<void> {
  await page.getByLabel("Login").fill(login);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** @returns the secret of a one-time link */
export async function inviteByRest(tidegate: TestProduct, login: string, roles: readonly Role[]): Promise<string> {
  const account = { login, displayName: login, roles };
  expected(await tidegate.ask("admin", "POST", "/api/v1/accounts", account));
  const link = expected<{ url: string }>(await tidegate.ask("admin", "POST", `/api/v1/accounts/${login}/sign-in-links`));
  return new URLSearchParams(new URL(link.url, tidegate.origin).hash.slice(1)).get("secret") ?? "";
}

/** The page's content is there: nothing loads any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
}

const axeSource = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
type AxeFinding = Readonly<{
  id: string;
  help: string;
  nodes: readonly Readonly<{ target: readonly unknown[]; failureSummary?: string }>[];
}>;
const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds on the page as it is, one line for each element; empty: nothing. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(await axeSource);
  const found = await page.evaluate(async (tags) => {
    const axe = (
      globalThis as unknown as { axe: { run: (root: unknown, options: unknown) => Promise<{ violations: AxeFinding[] }> } }
    ).axe;
    return (await axe.run(document, { runOnly: { type: "tag", values: tags } })).violations;
  }, AXE_TAGS);
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary = "" }) => `${id} (${help}) at ${target.join(" ")}: ${failureSummary.replaceAll(/\s+/g, " ")}`,
    ),
  );
}

/** How much wider the page is than its window, in CSS pixels; 0: nothing to scroll sideways. */
export function sidewaysPx(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));
}
