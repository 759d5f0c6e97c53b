import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { DecisionAnswer } from "../../../http/contract/decision.ts";
import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { decisionQuery } from "../../api/rollouts.ts";
import { PageHeader } from "../../kit/layout.tsx";
import { Sentence } from "../../kit/sentence.tsx";
import { Answer } from "../../kit/standing.tsx";
import { StateBadge } from "../../kit/state-badge.tsx";
import { paths } from "../../paths.ts";
import { DecideBar } from "./decide-bar.tsx";
import { Case } from "./case.tsx";
import { questionOf } from "./decision-words.ts";
import { Outcome, Settled } from "./outcome.tsx";
import css from "./decision.module.css";

export type Decided = Readonly<{ decision: "approve" | "deny"; after: RolloutDetail }>;

/** One question, everything that a careful person wants to know first, and two buttons. */
export function DecisionPage() {
  const { id = "" } = useParams({ strict: false });
  const read = useQuery(decisionQuery(id));
  const [decided, setDecided] = useState<Decided | null>(null);
  return (
    <>
      {read.data === undefined ? <PageHeader title="Decision" crumbs={[{ label: "Rollouts", href: paths.rollouts() }]} /> : null}
      <Answer of={read} what="what is to be decided" lines={8}>
        {(answer) => (
          <div className={css["page"]}>
            <Head answer={answer} isDecided={decided !== null} />
            {decided === null ? null : <Outcome decided={decided} rolloutId={answer.rollout.id} />}
            {answer.asked === null && decided === null ? <Settled rollout={answer.rollout} /> : null}
            <Case answer={answer} />
            {decided === null ? <DecideBar answer={answer} onDecided={setDecided} /> : null}
          </div>
        )}
      </Answer>
    </>
  );
}

function Head({ answer, isDecided }: { answer: DecisionAnswer; isDecided: boolean }) {
  const { rollout, reason } = answer;
  return (
    <PageHeader
      title={isDecided ? rollout.name : questionOf(answer)}
      crumbs={[
        { label: "Rollouts", href: paths.rollouts() },
        { label: rollout.name, href: paths.rollout(rollout.id) },
      ]}
      badges={<StateBadge kind="rollout" state={rollout.status} />}
      lead={
        <>
          {rollout.author} asks: <Sentence>{reason}</Sentence>
        </>
      }
    />
  );
}
