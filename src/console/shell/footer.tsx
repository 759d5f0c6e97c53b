import { Button } from "@fluentui/react-components";
import { KeyboardRegular } from "@fluentui/react-icons/svg/keyboard";
import { Instant } from "../kit/facts.tsx";
import { useFreshness } from "../live/use-live.ts";
import css from "./footer.module.css";

const WORDS = { live: "Live", reconnecting: "Reconnecting", stale: "Connection lost" } as const;

/** How fresh what is on the screen is. */
export function Footer({ openKeys }: { openKeys: () => void }) {
  const { state, heardAt } = useFreshness();
  return (
    <footer className={css["foot"]}>
      <span className={css["state"]} data-state={state}>
        {WORDS[state]}
      </span>
      <span>
        numbers as of <Instant at={heardAt} />
      </span>
      <Button size="small" appearance="subtle" icon={<KeyboardRegular />} onClick={openKeys}>
        Keys
      </Button>
    </footer>
  );
}
