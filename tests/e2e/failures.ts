import type { Page, Route } from "playwright-core";
import { expect } from "vitest";

/** How an answer of the API can fail. */
export const FAILURES: Readonly<Record<string, (route: Route) => Promise<void>>> = {
  "a fault of the server": (route) =>
    route.fulfill({
      status: 500,
      contentType: "application/problem+json",
      body: JSON.stringify({
        type: "urn:tidegate:problem:internal",
        title: "The server has a fault",
        status: 500,
        code: "internal",
        detail: "Something went wrong that should not.",
        help: "Try again; if it stays, tell whoever runs the server.",
        issues: [],
        requestId: "req-of-the-test",
      }),
    }),
  "a proxy without a server": (route) =>
    route.fulfill({ status: 503, contentType: "text/html", body: "<html><body><h1>503 Service Unavailable</h1></body></html>" }),
  "no answer": (route) => route.abort("connectionrefused"),
  "half an answer": (route) => route.fulfill({ status: 200, contentType: "application/json", body: '{"items":[{"id":' }),
};

/** The console waits up to two seconds between its tries; waiting that out for each of a hundred reads would cost minutes. */
export async function hurryRetries(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const patient = globalThis.setTimeout.bind(globalThis);
    const hurried = (run: () => void, delayMs = 0) => patient(run, delayMs >= 500 && delayMs <= 2_000 ? 20 : delayMs);
    Object.assign(globalThis, { setTimeout: hurried });
  });
}

/** Paths of the API that the page at this address reads by itself, without who is signed in and the live line. */
export async function readsOf(page: Page, address: string): Promise<readonly string[]> {
  const paths = new Set<string>();
  const note = (request: { method: () => string; url: () => string }) => {
    const { pathname } = new URL(request.url());
    // Nobody presses anything here: what a page posts by itself asks a question too long for an address.
    if (pathname.startsWith("/api/v1/") && !/\/(?:session|events)$/.test(pathname)) paths.add(pathname);
  };
  page.on("request", note);
  await page.goto(address);
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
  page.off("request", note);
  return [...paths].sort();
}

export const errorBoxes = (page: Page) => page.getByRole("alert").filter({ hasText: /could not be/ });

/** Words of a program, which nobody should have to read. */
const RAW =
  /\bundefined\b|\[object |\bNaN\b|\bnull\b|TypeError|SyntaxError|Unexpected (?:token|end)|Failed to fetch|\bat \S+ \(|<html/;

/** Whatever failed: the frame stands, HALT can be pressed, there are words, and none of them are a program's. */
export async function expectStanding(page: Page): Promise<void> {
  const text = await page.locator("body").innerText();
  expect(RAW.exec(text)?.[0] ?? null).toBeNull();
  expect(text.length).toBeGreaterThan(100);
  expect(await page.getByRole("button", { name: "HALT", exact: true }).isEnabled()).toBe(true);
}

/** Each box says what failed, why, what to do, what still works, and what to quote. */
export async function expectHelpful(page: Page, requestId: string | null): Promise<void> {
  for (const box of await errorBoxes(page).all()) {
    const text = await box.innerText();
    expect(text).toMatch(/could not be/);
    expect(text).toMatch(
      /Rollouts and gates go on|Devices keep their policies|Everything else on this page works|You can go on reading/,
    );
    expect(text).toMatch(/ask|look|try|log/i);
    expect(text).toMatch(requestId === null ? /Quote [a-z-]+/ : new RegExp(`Quote [a-z-]+ and ${requestId}`));
    expect(await box.getByRole("button", { name: "Try again" }).count()).toBe(1);
  }
}
