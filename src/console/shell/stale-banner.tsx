import { PlugDisconnectedRegular } from "@fluentui/react-icons/svg/plug-disconnected";
import { Instant } from "../kit/facts.tsx";
import { useFreshness } from "../live/use-live.ts";
import css from "./banners.module.css";

/** Numbers that no longer move must not look as if they did. */
export function StaleBanner() {
  const { state, heardAt } = useFreshness();
  if (state !== "stale") return null;
  return (
    <div role="alert" className={css["stale"]}>
      <PlugDisconnectedRegular aria-hidden />
      <p>
        <strong>The connection is lost.</strong> Numbers are as of <Instant at={heardAt} />. Buttons still send their commands and
        say whether these arrived; gates go on watching on the server. The console connects again by itself.
      </p>
    </div>
  );
}
