import { useRouter } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { areSingleKeysOn } from "../kit/single-keys.ts";
import { paths } from "../paths.ts";

type Actions = Readonly<{ openPalette: () => void; openHalt: () => void; openKeys: () => void }>;

/** Every key of the frame, as the key map shows it. */
export const KEYS = [
  { keys: "Ctrl K", words: "Search and jump", isSingle: false },
  { keys: "!", words: "Halt", isSingle: true },
  { keys: "g h", words: "Go to Home", isSingle: true },
  { keys: "g r", words: "Go to Rollouts", isSingle: true },
  { keys: "g c", words: "Go to Conflicts", isSingle: true },
  { keys: "g t", words: "Go to Help requests", isSingle: true },
  { keys: "j / k", words: "Next or previous row of a table", isSingle: true },
  { keys: "Enter", words: "Open the row", isSingle: false },
  { keys: "?", words: "Show these keys", isSingle: true },
] as const;

const PLACES: Readonly<Record<string, string>> = {
  h: paths.home(),
  r: paths.rollouts(),
  c: paths.conflicts(),
  t: paths.helpRequests(),
};
const CHORD_MS = 1_500;

/** Keys of the whole frame. Fields keep what is typed into them. */
export function useShortcuts(actions: Actions): void {
  const router = useRouter();
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    let chordUntil = 0;
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") return take(event, latest.current.openPalette);
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !areSingleKeysOn()) return;
      if (event.key === "!") return take(event, latest.current.openHalt);
      if (event.key === "?") return take(event, latest.current.openKeys);
      const place = event.timeStamp < chordUntil ? PLACES[event.key] : undefined;
      chordUntil = event.key === "g" ? event.timeStamp + CHORD_MS : 0;
      if (place !== undefined) take(event, () => router.history.push(place));
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [router]);
}

function take(event: KeyboardEvent, run: () => void): void {
  event.preventDefault();
  run();
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=radio]), textarea, select"))
  );
}
