import { useQuery } from "@tanstack/react-query";
import type { CommunicationAnswer } from "../../../http/contract/communication.ts";
import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { communicationQuery } from "../../api/communication.ts";
import { AsOf, Duration } from "../../kit/facts.tsx";
import { Card } from "../../kit/layout.tsx";
import { RolloutPage } from "../../kit/rollout-page.tsx";
import { Answer } from "../../kit/standing.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { Deliveries } from "./deliveries.tsx";
import { StageCard } from "./stage-card.tsx";
import css from "./communication.module.css";

/** Who is told what, who was, and is the help desk ready? */
export function CommunicationPage() {
  return (
    <RolloutPage
      title="People"
      lead="What people are told before their device changes, who was told, and whether the help desk is ready."
    >
      {(rollout) => <Communication rollout={rollout} />}
    </RolloutPage>
  );
}

function Communication({ rollout }: { rollout: RolloutDetail }) {
  const read = useQuery(communicationQuery(rollout.id));
  return (
    <Answer of={read} what="What people are told" lines={8}>
      {(answer) => (answer.required ? <Told rollout={rollout} answer={answer} /> : <Waived answer={answer} />)}
    </Answer>
  );
}

function Waived({ answer }: { answer: CommunicationAnswer }) {
  return (
    <Card tone="warn">
      <div className={css["waived"]}>
        <ToneBadge tone="warn">Nobody is told</ToneBadge>
        <p>
          The plan waives notices and the help desk&apos;s word, and that was part of what was approved. The reason that was
          given:
        </p>
        <blockquote>{answer.waivedBecause}</blockquote>
        <p>A notice would need a new plan and new approvals.</p>
      </div>
    </Card>
  );
}

function Told({ rollout, answer }: { rollout: RolloutDetail; answer: CommunicationAnswer }) {
  return (
    <>
      <p className={css["rule"]}>
        <span>
          People are told at least{" "}
          <strong>
            <Duration ms={answer.leadMsMin} />
          </strong>{" "}
          before their device is offered the change;{" "}
          {answer.mail
            ? "mails go out by themselves when a phase opens."
            : "no mail server is set up, so tell them by other means and record it here."}{" "}
          Devices of people who were not told are held back.
        </span>
        <AsOf at={answer.asOf} />
      </p>
      <div className={css["stages"]}>
        {answer.stages.map((stage) => (
          <StageCard key={stage.stage} rollout={rollout} stage={stage} />
        ))}
      </div>
      <Deliveries rollout={rollout} />
    </>
  );
}
