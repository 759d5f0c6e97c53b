import { Button } from "@fluentui/react-components";
import { useState } from "react";
import { acknowledgeStage } from "../../api/communication.ts";
import { keys } from "../../api/keys.ts";
import { queryClient } from "../../api/query-client.ts";
import { useAnnounce } from "../../kit/announcer.tsx";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { CopyButton } from "../../kit/copy-button.tsx";
import { Instant } from "../../kit/facts.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { useSession } from "../../shell/use-session.ts";
import { asCli } from "../../words/commands.ts";
import { type Stage, STAGE_WORDS } from "./notice-words.ts";
import css from "./communication.module.css";

type Props = Readonly<{ rolloutId: string; stage: Stage; isOver: boolean }>;

/** The help desk's own word that it is ready for this stage. */
export function HelpDesk({ rolloutId, stage, isOver }: Props) {
  const { acknowledgement } = stage;
  return (
    <div className={css["block"]}>
      <h3>Help desk</h3>
      {acknowledgement === null ? (
        <NotReady rolloutId={rolloutId} stage={stage} isOver={isOver} />
      ) : (
        <div className={css["desk"]}>
          <ToneBadge tone="good">Ready</ToneBadge>
          <span>
            says {acknowledgement.by} (<Instant at={acknowledgement.at} />
            ): {acknowledgement.note}
          </span>
        </div>
      )}
    </div>
  );
}

function NotReady({ rolloutId, stage, isOver }: Props) {
  const { may } = useSession();
  // Of the moment in which the dialog opened: a notice that changes behind it was not read.
  const [readHash, setReadHash] = useState<string | null>(null);
  const announce = useAnnounce();
  const acknowledge = async (note: string) => {
    const answer = await acknowledgeStage(rolloutId, { stage: stage.stage, noticeHash: readHash, note });
    queryClient.setQueryData(keys.communication(rolloutId, "plan"), answer);
    announce.polite("The help desk is on record as ready");
  };
  return (
    <div className={css["desk"]}>
      <ToneBadge tone={isOver ? "quiet" : "warn"}>Has not said that it is ready</ToneBadge>
      <span>{whatNext(stage, isOver, may("acknowledgeStage"))}</span>
      {isOver || stage.notice === null || !may("acknowledgeStage") ? null : (
        <Button appearance="primary" onClick={() => setReadHash(stage.noticeHash)}>
          The help desk is ready
        </Button>
      )}
      <ConfirmDialog
        open={readHash !== null}
        onClose={() => setReadHash(null)}
        title={`Is the help desk ready for the ${STAGE_WORDS[stage.stage].word.toLowerCase()}?`}
        reason=""
        reasonLabel="What the desk has prepared (kept in the audit log)"
        confirmLabel="The help desk is ready"
        failed="The acknowledgement was not recorded"
        onConfirm={acknowledge}
        extra={
          <CopyButton
            quiet
            label="Copy as CLI"
            textOf={() => asCli(["comms", "acknowledge", rolloutId, "--stage", stage.stage, "--note", "WHAT"])}
          />
        }
      >
        <p>Without this word the first phase of the stage does not open. It stands for the notice as it is written now.</p>
      </ConfirmDialog>
    </div>
  );
}

function whatNext({ notice }: Stage, isOver: boolean, mayAcknowledge: boolean): string {
  if (isOver) return "It is not needed any more.";
  if (notice === null) return "It needs the notice first: that is what the desk reads.";
  return mayAcknowledge ? "Read the notice below; phases of this stage wait for your word." : "Only the help desk can say so.";
}
