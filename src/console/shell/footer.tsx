import { Instant } from "../kit/facts.tsx";
import { useFreshness } from "../live/use-live.ts";
import css from "./footer.module.css";

const WORDS = { live: "Live", reconnecting: "Reconnecting", stale: "Connection lost" } as const;

export function Footer() {
  const { state, heardAt } = useFreshness();
  return (
    <footer className={css["foot"]}>
      <span data-state={state}>{WORDS[state]}</span>
      <span>
        numbers as of <Instant at={heardAt} />
      </span>
    </footer>
  );
}
