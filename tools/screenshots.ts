// Takes every picture of docs/screenshots from a running product: node_modules/.bin/node tools/screenshots.ts [names]
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { DESKTOP, launchBrowser, PHONE, settled, THEMES, visit } from "../tests/e2e/browser.ts";
import { openDemoSet, openFreshServer } from "./screenshots/sets.ts";

const FOLDER = fileURLToPath(new URL("../docs/screenshots", import.meta.url));
/** All pictures together stay below 5 MB. */
const JPEG_QUALITY = 60;
const WIDTHS = { wide: DESKTOP, phone: PHONE } as const;
const PASSWORD = "four words make it";
const SETTLE_MS = 600;

/** What an address can name; empty where a server has none. */
type Places = Readonly<{
  good: string;
  bad: string;
  waiting: string;
  harmed: string;
  made: string;
  secret: string;
  policy: string;
  conflict: string;
}>;
/** One page in one state. `show` brings it about once the page is there, and is done when it can be seen. */
type Shot = Readonly<{ name: string; pathOf: (at: Places) => string; suffix?: "empty"; show?: (page: Page) => Promise<unknown> }>;

const NOWHERE: Places = { good: "", bad: "", waiting: "", harmed: "", made: "", secret: "", policy: "", conflict: "" };
const SIGNED_OUT: readonly Shot[] = [{ name: "sign-in", pathOf: () => "/sign-in" }];
const WITH_DATA: readonly Shot[] = [
  { name: "home", pathOf: () => "/" },
  { name: "rollouts-board", pathOf: () => "/rollouts" },
  { name: "rollouts-list", pathOf: () => "/rollouts?view=list" },
  { name: "overview-moving", pathOf: ({ good }) => `/rollouts/${good}` },
  { name: "overview-halted", pathOf: ({ bad }) => `/rollouts/${bad}` },
  { name: "overview-waiting", pathOf: ({ waiting }) => `/rollouts/${waiting}` },
  { name: "plan", pathOf: ({ waiting }) => `/rollouts/${waiting}/plan` },
  { name: "devices", pathOf: ({ bad }) => `/rollouts/${bad}/devices?everFailed=yes` },
  { name: "timeline", pathOf: ({ bad }) => `/rollouts/${bad}/timeline` },
  { name: "people", pathOf: ({ good }) => `/rollouts/${good}/people` },
  { name: "decision", pathOf: ({ waiting }) => `/rollouts/${waiting}/decision` },
  { name: "conflicts", pathOf: () => "/conflicts" },
  { name: "conflict", pathOf: ({ conflict }) => `/conflicts/${conflict}` },
  { name: "help-requests", pathOf: () => "/help-requests" },
  { name: "policies", pathOf: () => "/policies" },
  { name: "policy-page", pathOf: ({ policy }) => `/policies/${policy}` },
  { name: "policy-editor", pathOf: ({ policy }) => `/policies/${policy}/edit` },
  { name: "requirements", pathOf: () => "/requirements" },
  { name: "first-policies", pathOf: () => "/requirements/first-policies" },
  { name: "device", pathOf: ({ harmed }) => `/devices/${harmed}` },
  { name: "halt-dialog", pathOf: ({ good }) => `/rollouts/${good}`, show: openHalt },
  { name: "palette", pathOf: () => "/", show: openPalette },
];
/** Of a rollout that was made a moment ago. */
const JUST_MADE: readonly Shot[] = [
  { name: "devices", pathOf: ({ made }) => `/rollouts/${made}/devices`, suffix: "empty" },
  { name: "people", pathOf: ({ made }) => `/rollouts/${made}/people`, suffix: "empty" },
  { name: "timeline", pathOf: ({ made }) => `/rollouts/${made}/timeline`, suffix: "empty" },
];
/** Of a server on which nobody has an account yet. */
const UNUSED: readonly Shot[] = [{ name: "sign-in", pathOf: ({ secret }) => `/sign-in#secret=${secret}`, suffix: "empty" }];
const WITHOUT_DATA: readonly Shot[] = [
  { name: "home", pathOf: () => "/", suffix: "empty" },
  { name: "rollouts-board", pathOf: () => "/rollouts", suffix: "empty" },
  { name: "conflicts", pathOf: () => "/conflicts", suffix: "empty" },
  { name: "help-requests", pathOf: () => "/help-requests", suffix: "empty" },
  { name: "policies", pathOf: () => "/policies", suffix: "empty" },
];

const say = (what: string) => void process.stderr.write(`${what}\n`);

const wanted = process.argv.slice(2);
const isWanted = ({ name, suffix }: Shot) =>
  wanted.length === 0 || wanted.some((part) => [name, suffix].filter(Boolean).join("-").startsWith(part));

await mkdir(FOLDER, { recursive: true });
const browser = await launchBrowser();
try {
  if ([...SIGNED_OUT, ...WITH_DATA, ...JUST_MADE].some(isWanted)) await photographDemo(browser);
  if ([...UNUSED, ...WITHOUT_DATA].some(isWanted)) await photographFreshServer(browser);
} finally {
  await browser.close();
}

async function photographDemo(on: Browser): Promise<void> {
  const set = await openDemoSet(say);
  try {
    const places = { ...NOWHERE, ...set.places };
    const cookies = await signInOnce(on, set.origin, set.secret);
    await photograph(on, set.origin, SIGNED_OUT, places, []);
    await photograph(on, set.origin, WITH_DATA, places, cookies);
    if (JUST_MADE.some(isWanted))
      await photograph(on, set.origin, JUST_MADE, { ...places, made: await set.makeRollout() }, cookies);
  } finally {
    await set.close();
  }
}

async function photographFreshServer(on: Browser): Promise<void> {
  const server = await openFreshServer();
  try {
    await photograph(on, server.origin, UNUSED, { ...NOWHERE, secret: server.secret }, []);
    const cookies = await signInOnce(on, server.origin, server.secret);
    await photograph(on, server.origin, WITHOUT_DATA, NOWHERE, cookies);
  } finally {
    await server.close();
  }
}

async function openHalt(page: Page): Promise<void> {
  await page.getByRole("button", { name: "HALT" }).click();
  await page.getByRole("dialog").getByRole("listitem").first().waitFor();
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("l");
  await page
    .getByRole("option", { name: /rollout/i })
    .first()
    .waitFor();
}

type Cookies = Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>>;

async function photograph(on: Browser, origin: string, shots: readonly Shot[], places: Places, cookies: Cookies): Promise<void> {
  const chosen = shots.filter(isWanted);
  if (chosen.length === 0) return;
  for (const theme of THEMES)
    for (const [width, size] of Object.entries(WIDTHS)) {
      const one = await visit(on, origin, { theme, size });
      await one.page.context().addCookies(cookies);
      for (const shot of chosen) await take(one.page, shot, shot.pathOf(places), `${theme}-${width}`);
      for (const complaint of [...one.complaints.console, ...one.complaints.external]) say(`  the browser says: ${complaint}`);
      await one.close();
    }
}

async function take(page: Page, shot: Shot, path: string, look: string): Promise<void> {
  const file = `${[shot.name, look, shot.suffix].filter(Boolean).join("-")}.jpg`;
  await page.goto(path);
  await settled(page);
  await shot.show?.(page);
  if ((await page.getByRole("contentinfo").count()) > 0) await page.getByText("Live", { exact: true }).first().waitFor();
  // Charts are loaded after the page.
  await page.waitForTimeout(SETTLE_MS);
  await writeFile(join(FOLDER, file), await page.screenshot({ type: "jpeg", quality: JPEG_QUALITY }));
  say(`  ${file}`);
}

/** As the sign-in page does it; the cookie then serves every window. */
async function signInOnce(on: Browser, origin: string, secret: string): Promise<Cookies> {
  const { page, close } = await visit(on, origin);
  await page.goto(`/sign-in#secret=${secret}`);
  await page.getByLabel("New password").waitFor();
  const isNew = (await page.getByLabel("Your name").count()) > 0;
  if (isNew) {
    await page.getByLabel("Login").fill("mara.lindholm");
    await page.getByLabel("Your name").fill("Mara Lindholm");
  }
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByRole("button", { name: /and sign in/ }).click();
  await page.getByRole("heading", { name: "Home", level: 1 }).waitFor();
  const cookies = await page.context().cookies();
  await close();
  return cookies;
}
