import { useQuery } from "@tanstack/react-query";
import type { RolloutSummary } from "../../../http/contract/rollouts.ts";
import { rolloutQuery } from "../../api/rollouts.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { Instant } from "../../kit/facts.tsx";
import { Card } from "../../kit/layout.tsx";
import { Sentence } from "../../kit/sentence.tsx";
import { EmptyState } from "../../kit/standing.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { paths } from "../../paths.ts";
import type { Decided } from "./decision-page.tsx";
import { outcomeWords } from "./decision-words.ts";
import css from "./decision.module.css";

/** What was recorded, and what happens now. */
export function Outcome({ decided: { decision, after }, rolloutId }: { decided: Decided; rolloutId: string }) {
  const { data: rollout = after } = useQuery(rolloutQuery(rolloutId));
  const isYes = decision === "approve";
  return (
    <Card tone={isYes ? "accent" : "bad"}>
      <div className={css["outcome"]} role="status">
        <ToneBadge tone={isYes ? "good" : "bad"}>{isYes ? "You approved" : "You denied"}</ToneBadge>
        <p>{outcomeWords(decision, after)}</p>
        <p>
          What happens now: <Sentence>{rollout.because}</Sentence>
        </p>
        <p>
          <AppLink href={paths.rollout(rolloutId)}>Watch the rollout</AppLink>
          {" · "}
          <AppLink href={paths.home()}>Home</AppLink>
        </p>
      </div>
    </Card>
  );
}

/** Nothing is asked: who decided last, and where it stands. */
export function Settled({ rollout }: { rollout: RolloutSummary }) {
  const { data } = useQuery(rolloutQuery(rollout.id));
  const last = data?.approvals.toSorted((a, b) => a.decidedAt - b.decidedAt).at(-1);
  const why = (
    <>
      <Sentence>{rollout.because}</Sentence>
      {last === undefined ? null : (
        <>
          {" "}
          The last word was {last.person}&apos;s, who {last.decision === "approve" ? "approved" : "denied"} on{" "}
          <Instant at={last.decidedAt} />: {last.reason}
        </>
      )}
    </>
  );
  return (
    <EmptyState
      title="There is nothing to sign"
      why={why}
      next={<AppLink href={paths.rollout(rollout.id)}>Watch the rollout</AppLink>}
    />
  );
}
