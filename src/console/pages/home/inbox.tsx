import type { InboxAnswer } from "../../../http/contract/live.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { Age, AsOf } from "../../kit/facts.tsx";
import { Section } from "../../kit/layout.tsx";
import { EmptyState } from "../../kit/standing.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { paths } from "../../paths.ts";
import { rolesText } from "../../words/roles.ts";
import type { Tone } from "../../words/states.ts";
import css from "./home.module.css";

type Item = InboxAnswer["items"][number];
type KindWords = Readonly<{ word: string; tone: Tone; go: string; pathOf: (id: string) => string }>;

const KINDS: Readonly<Record<Item["kind"], KindWords>> = {
  approve: { word: "Approval", tone: "info", go: "Decide", pathOf: paths.decision },
  "gate-held": { word: "Gate held", tone: "warn", go: "See the gate", pathOf: paths.rollout },
  halted: { word: "Halted", tone: "bad", go: "See what to do", pathOf: paths.rollout },
  acknowledge: { word: "Acknowledge", tone: "info", go: "Read and acknowledge", pathOf: paths.people },
  "notice-missing": { word: "Notice missing", tone: "warn", go: "Write the notice", pathOf: paths.people },
  "not-told": { word: "Not told", tone: "held", go: "See who", pathOf: paths.people },
  "help-request-unlinked": {
    word: "Help request",
    tone: "info",
    go: "Link it",
    pathOf: (id) => paths.helpRequests({ open: id }),
  },
};

/** What waits for people: what this person can do first, then what is for others, with who that is. */
export function Inbox({ inbox }: { inbox: InboxAnswer }) {
  const mine = inbox.items.filter(({ mayAct }) => mayAct);
  const others = inbox.items.filter(({ mayAct }) => !mayAct);
  return (
    <Section title="Waits for you" aside={<AsOf at={inbox.asOf} />}>
      {mine.length === 0 ? (
        <EmptyState
          title="Nothing waits for you"
          why="Approvals, held gates, halts and messages that need somebody with your roles appear here."
        />
      ) : (
        <ItemList items={mine} isMine />
      )}
      {others.length === 0 ? null : (
        <details className={css["others"]} open={mine.length === 0}>
          <summary>
            {others.length} of {inbox.total} wait for others
          </summary>
          <ItemList items={others} />
        </details>
      )}
    </Section>
  );
}

/** Only the first one stands out: it is the next thing to do. */
function ItemList({ items, isMine = false }: { items: readonly Item[]; isMine?: boolean }) {
  return (
    <ul className={css["items"]}>
      {items.map((item, index) => (
        <li key={`${item.kind} ${item.subjectId}`} className={css["item"]}>
          <InboxItem item={item} isNext={isMine && index === 0} />
        </li>
      ))}
    </ul>
  );
}

function InboxItem({ item, isNext }: { item: Item; isNext: boolean }) {
  const { word, tone, go, pathOf } = KINDS[item.kind];
  return (
    <>
      <ToneBadge tone={tone}>{word}</ToneBadge>
      <div className={css["itemText"]}>
        <p className={css["strong"]}>{item.title}</p>
        <p className={css["soft"]}>{item.sentence}</p>
        {item.mayAct ? null : <p className={css["soft"]}>Can act: {rolesText(item.roles)}</p>}
      </div>
      <span className={css["since"]}>
        <Age at={item.since} />
      </span>
      <AppLink href={pathOf(item.subjectId)} className={css["act"]} data-primary={isNext}>
        {item.mayAct ? go : "Look"}
        <span className="visually-hidden">: {item.title}</span>
      </AppLink>
    </>
  );
}
