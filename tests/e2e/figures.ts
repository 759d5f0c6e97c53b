import type { Page } from "playwright-core";

/** Figures of a run are for people to read: they depend on the machine, and a loaded one must not turn a test red. */
export function printFigure(name: string, text: string): void {
  process.stdout.write(`  figure: ${name}: ${text}\n`);
}

/** Of `sorted` ascending: the smallest value that 95 of 100 do not exceed. */
export function percentile95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.ceil(sorted.length * 0.95) - 1];
  if (found === undefined) throw new Error("there is nothing to take a percentile of");
  return found;
}

/**
 * Watches in the page itself, so that no message between browser and test is part of the figure: from the next click on a
 * button of this name to the moment when `seen` stands on the screen.
 */
export async function watchClick(page: Page, click: string, seen: string): Promise<() => Promise<number>> {
  const handle = await page.evaluateHandle(
    ([button, words]) => ({
      ms: new Promise<number>((resolve, reject) => {
        setTimeout(() => reject(new Error(`no \`${words}\` on the screen`)), 30_000);
        let clickedAt: number | null = null;
        const look = () => {
          if (clickedAt === null || !document.body.innerText.includes(words)) return;
          observer.disconnect();
          // The words are in the page; the next frame puts them on the screen.
          requestAnimationFrame(() => resolve(performance.now() - (clickedAt ?? 0)));
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
        document.addEventListener(
          "click",
          (event) => {
            const target = event.target instanceof Element ? event.target.closest("button") : null;
            if (clickedAt === null && target !== null && target.textContent.includes(button)) clickedAt = event.timeStamp;
          },
          { capture: true },
        );
      }),
    }),
    [click, seen] as const,
  );
  return () => handle.evaluate(({ ms }) => ms);
}
