import type { KeyboardEvent } from "react";
import { areSingleKeysOn } from "./single-keys.ts";

type Moves = Readonly<{ current: number; moveTo: (index: number) => void; open: () => void }>;
const PAGE_ROWS = 12;

/** j, k, arrows, page keys and Enter on a table; keys pressed in links and fields are left alone. */
export function keyMoves({ current, moveTo, open }: Moves): (event: KeyboardEvent<HTMLElement>) => void {
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isInRow = event.target instanceof HTMLElement && event.target.dataset["index"] !== undefined;
    const isField = event.target instanceof HTMLElement && event.target.matches("input, select, textarea, button, a");
    if (isField && event.key !== "j" && event.key !== "k") return;
    const run = actionOf(event.key, isInRow, { current, moveTo, open });
    if (run === null) return;
    event.preventDefault();
    run();
  };
}

function actionOf(key: string, isInRow: boolean, { current, moveTo, open }: Moves): (() => void) | null {
  const isLetter = key === "j" || key === "k";
  if (isLetter && !areSingleKeysOn()) return null;
  switch (key) {
    case "j":
    case "ArrowDown":
      return () => moveTo(isInRow ? current + 1 : current);
    case "k":
    case "ArrowUp":
      return () => moveTo(current - 1);
    case "PageDown":
      return () => moveTo(current + PAGE_ROWS);
    case "PageUp":
      return () => moveTo(current - PAGE_ROWS);
    case "Enter":
      return isInRow ? open : null;
    default:
      return null;
  }
}
