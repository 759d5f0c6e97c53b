import { Button } from "@fluentui/react-components";
import { MailInboxRegular } from "@fluentui/react-icons/svg/mail-inbox";
import { RecordStopFilled } from "@fluentui/react-icons/svg/record-stop";
import { SearchRegular } from "@fluentui/react-icons/svg/search";
import { useQuery } from "@tanstack/react-query";
import { inboxQuery, serverQuery } from "../api/live-reads.ts";
import { AppLink } from "../kit/app-link.tsx";
import { paths } from "../paths.ts";
import { countOf } from "../words/numbers.ts";
import { BrandMark } from "./brand-mark.tsx";
import { PersonMenu } from "./person-menu.tsx";
import css from "./top-bar.module.css";
import { useSession } from "./use-session.ts";

/** Search, where we are, what waits, who is signed in, and HALT: the same on every page. */
export function TopBar({ openPalette, openHalt }: { openPalette: () => void; openHalt: () => void }) {
  const { mayCommand } = useSession();
  const { data: server } = useQuery(serverQuery());
  return (
    <header className={css["bar"]}>
      <AppLink href={paths.home()} className={css["brand"]} aria-label="Tidegate, Home">
        <BrandMark />
        <span>Tidegate</span>
      </AppLink>
      {server === undefined ? null : (
        <span className={css["tenant"]} title="The organisation whose devices these are">
          {server.tenant}
        </span>
      )}
      <button type="button" className={css["search"]} aria-keyshortcuts="Control+K Meta+K" onClick={openPalette}>
        <SearchRegular aria-hidden />
        <span>Search or jump to</span>
        <kbd>Ctrl K</kbd>
      </button>
      <div className={css["end"]}>
        <InboxLink />
        <Button
          appearance="primary"
          className={css["halt"] ?? ""}
          icon={<RecordStopFilled />}
          onClick={openHalt}
          aria-keyshortcuts="!"
          title={mayCommand("halt") ? "Stop a rollout now (key !)" : "You cannot halt; see who can"}
        >
          HALT
        </Button>
        <PersonMenu />
      </div>
    </header>
  );
}

/** How much waits for this person, of all that waits. */
function InboxLink() {
  const { data: inbox, error } = useQuery(inboxQuery());
  const mine = inbox?.items.filter(({ mayAct }) => mayAct).length;
  return (
    <AppLink
      href={paths.home()}
      className={css["inbox"]}
      aria-label={
        mine === undefined
          ? `What waits for you${error === null ? "" : " could not be read"}`
          : `${countOf(mine, "decision")} for you`
      }
      title="What waits for you"
    >
      <MailInboxRegular aria-hidden />
      <InboxCount mine={mine} hasFailed={error !== null} />
    </AppLink>
  );
}

/** Not knowing is not the same as nothing. */
function InboxCount({ mine, hasFailed }: { mine: number | undefined; hasFailed: boolean }) {
  if (mine === undefined) return hasFailed ? <span className={css["count"]}>?</span> : null;
  return mine === 0 ? null : <span className={css["count"]}>{mine}</span>;
}
