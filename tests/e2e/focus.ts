import type { Page } from "playwright-core";

/** One stop of the Tab key: what it is, and what a person sees of it. */
export type Stop = Readonly<{ name: string; isMarked: boolean; isSeen: boolean }>;

/** Where the keyboard is now. `isMarked`: something tells it from the rest; `isSeen`: not all of it lies behind something else (WCAG 2.4.11). */
export function focusNow(page: Page): Promise<Stop> {
  return page.evaluate(async () => {
    // What the focus changes is drawn with the next frame, and may take its way there.
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
    const focused = document.activeElement ?? document.body;
    const box = focused.getBoundingClientRect();
    const isInSight = (x: number, y: number) => {
      const hit = document.elementFromPoint(x, y);
      return hit !== null && (focused === hit || focused.contains(hit) || hit.contains(focused));
    };
    // A header that lies over it would be hit instead of the thing itself or of what it stands in.
    const xs = [box.left + 2, box.left + box.width / 2, box.right - 2];
    const ys = [box.top + 2, box.top + box.height / 2, box.bottom - 2];
    const marks = [focused, ...focused.children].flatMap((element) =>
      [null, "::before", "::after"].map((part) => getComputedStyle(element, part)),
    );
    const isMarked = marks.some(
      ({ outlineStyle, outlineWidth, boxShadow }) =>
        (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== "none",
    );
    const label = focused.getAttribute("aria-label") ?? focused.textContent ?? "";
    return {
      name: `${focused.tagName.toLowerCase()} ${label.trim().replaceAll(/\s+/g, " ").slice(0, 60)}`,
      isMarked,
      isSeen: xs.some((x) => ys.some((y) => isInSight(x, y))),
    };
  });
}

/** Presses `key` until the focus comes back to the page's start; each stop on the way. */
export async function stopsOf(page: Page, key: "Tab" | "Shift+Tab", most: number): Promise<readonly Stop[]> {
  const stops: Stop[] = [];
  for (let at = 0; at < most; at += 1) {
    await page.keyboard.press(key);
    const stop = await focusNow(page);
    const isOutside = stop.name.startsWith("body");
    // Between the last and the first stop lies the browser itself: a way may begin there, and ends there.
    if (isOutside && stops.length > 0) break;
    if (!isOutside) stops.push(stop);
  }
  return stops;
}

/** Without a mouse: presses Tab until what has this name is focused. */
export async function tabTo(page: Page, name: RegExp, key: "Tab" | "Shift+Tab" = "Tab", most = 120): Promise<void> {
  for (let at = 0; at < most; at += 1) {
    if (name.test(await focusedName(page))) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${most} times ${key} did not lead to ${String(name)}; the focus is on ${await focusedName(page)}`);
}

/** As a screen reader would call it: label, or words. */
export function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return "";
    const label =
      focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement || focused instanceof HTMLSelectElement
        ? focused.labels?.[0]?.textContent
        : null;
    return (focused.getAttribute("aria-label") ?? label ?? focused.textContent ?? "").trim().replaceAll(/\s+/g, " ");
  });
}
