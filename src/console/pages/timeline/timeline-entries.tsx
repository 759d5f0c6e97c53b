import type { TimelineAnswer } from "../../../http/contract/live.ts";
import { CopyButton } from "../../kit/copy-button.tsx";
import { Instant } from "../../kit/facts.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { formatInstantLong } from "../../words/times.ts";
import { kindOfEntry } from "./entry-kinds.ts";
import css from "./timeline.module.css";

type Entry = TimelineAnswer["items"][number];

/** One vertical line through the days; each entry opens to what was stored, with its hash. */
export function TimelineEntries({ entries }: { entries: readonly Entry[] }) {
  return (
    <ol className={css["line"]}>
      {entries.map((entry, index) => (
        <li key={entry.number} className={css["entry"]}>
          {isSameDay(entry, entries[index - 1]) ? null : <p className={css["day"]}>{dayOf(entry.at)}</p>}
          <div className={css["head"]}>
            <ToneBadge tone={kindOfEntry(entry.action).tone}>{kindOfEntry(entry.action).word}</ToneBadge>
            <Instant at={entry.at} />
          </div>
          <p className={css["sentence"]}>{entry.sentence}</p>
          <details className={css["details"]}>
            <summary>
              Entry {entry.number} by {actorWords(entry.actor)}
            </summary>
            <div className={css["stored"]}>
              <pre tabIndex={0} aria-label={`What entry ${entry.number} holds`}>
                {JSON.stringify(entry.detail, null, 2)}
              </pre>
              <p>
                Hash <code>{entry.hash}</code>
              </p>
              <CopyButton label="Copy entry" textOf={() => JSON.stringify(entry, null, 2)} quiet />
            </div>
          </details>
        </li>
      ))}
    </ol>
  );
}

function isSameDay(entry: Entry, before: Entry | undefined): boolean {
  return before !== undefined && dayOf(entry.at) === dayOf(before.at);
}

/** `Monday 7 September 2026`: the long form without its time. */
function dayOf(atMs: number): string {
  return formatInstantLong(atMs).replace(/ at .*$/, "");
}

function actorWords(actor: string): string {
  if (actor === "system:gate") return "the gate";
  if (actor === "system:timer") return "the timer";
  return actor;
}
