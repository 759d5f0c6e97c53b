import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { Section } from "../../kit/layout.tsx";
import { useSession } from "../../shell/use-session.ts";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { countOf } from "../../words/numbers.ts";
import { HelpDesk } from "./help-desk.tsx";
import { NoticeEditor } from "./notice-editor.tsx";
import { NoticeText } from "./notice-text.tsx";
import { type Stage, STAGE_WORDS } from "./notice-words.ts";
import { SubstituteList } from "./substitute-list.tsx";
import { ToldNumbers } from "./told-numbers.tsx";
import { TellByHand } from "./tell-by-hand.tsx";
import css from "./communication.module.css";

/** Where nothing comes any more, nobody is told anything. */
const NOTHING_TO_COME: readonly RolloutDetail["status"][] = ["rolling-back", "rolled-back", "aborted", "closed"];

type Props = Readonly<{ rollout: RolloutDetail; stage: Stage }>;

/** One of the two stages: its numbers, its notice, and the help desk's word. */
export function StageCard({ rollout, stage }: Props) {
  const { may } = useSession();
  const { word, meaning } = STAGE_WORDS[stage.stage];
  const isOver = NOTHING_TO_COME.includes(rollout.status);
  const mayWrite = may("setNotice") && !isOver;
  return (
    <Section title={word} aside={<Standing stage={stage} isOver={isOver} />}>
      <p className={css["quiet"]}>For {meaning}.</p>
      <ToldNumbers rolloutId={rollout.id} stage={stage} />
      {isOver || !may("recordTold") ? null : <TellByHand rolloutId={rollout.id} stage={stage} />}
      <HelpDesk rolloutId={rollout.id} stage={stage} isOver={isOver} />
      {mayWrite ? <NoticeEditor rolloutId={rollout.id} stage={stage} /> : <ReadOnly stage={stage} isOver={isOver} />}
    </Section>
  );
}

function Standing({ stage: { notice, missing, sentSince }, isOver }: { stage: Stage; isOver: boolean }) {
  if (notice === null) return <ToneBadge tone="warn">No notice yet</ToneBadge>;
  if (missing.length > 0) return <ToneBadge tone="warn">{countOf(missing.length, "part")} missing</ToneBadge>;
  if (sentSince !== null) return <ToneBadge tone="good">{isOver ? "Was told" : "Being told"}</ToneBadge>;
  return <ToneBadge tone="good">Notice complete</ToneBadge>;
}

function ReadOnly({ stage, isOver }: { stage: Stage; isOver: boolean }) {
  return (
    <div className={css["block"]}>
      <h3>Notice</h3>
      {stage.notice === null ? (
        <p>
          None was written. {isOver ? "This rollout has nothing to come any more." : "The author or an operator can write it."}
        </p>
      ) : (
        <NoticeText notice={stage.notice} stage={stage} />
      )}
      <SubstituteList substitutes={stage.substitutes} />
    </div>
  );
}
