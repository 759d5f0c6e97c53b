import type { NoticeInput } from "../../../http/contract/communication.ts";
import { CopyButton } from "../../kit/copy-button.tsx";
import { Instant } from "../../kit/facts.tsx";
import { PARTS, type Stage } from "./notice-words.ts";
import css from "./communication.module.css";

/** The notice as a person reads it. `stage`: with who wrote it, and since when it is told. */
export function NoticeText({ notice, stage }: { notice: NoticeInput; stage?: Stage }) {
  return (
    <article className={css["letter"]} aria-label="The notice as people read it">
      <p className={css["subject"]}>{notice.subject === "" ? <em>no subject yet</em> : notice.subject}</p>
      {PARTS.map(({ part, heading }) => (
        <div key={part}>
          <h4>{heading}</h4>
          <p>{notice[part] === "" ? <em>nothing yet</em> : notice[part]}</p>
        </div>
      ))}
      {stage === undefined ? null : <Origin stage={stage} />}
    </article>
  );
}

function Origin({ stage: { editedBy, editedAt, sentSince, noticeHash } }: { stage: Stage }) {
  return (
    <footer>
      {editedBy === null || editedAt === null ? null : (
        <span>
          Written by {editedBy}, <Instant at={editedAt} />.{" "}
        </span>
      )}
      {sentSince === null ? null : (
        <span>
          Told since <Instant at={sentSince} />: these words stay.{" "}
        </span>
      )}
      {noticeHash === null ? null : <CopyButton quiet label="Copy the notice's hash" textOf={() => noticeHash} />}
    </footer>
  );
}
