import { Button } from "@fluentui/react-components";
import { useState } from "react";
import { recordTold } from "../../api/communication.ts";
import { keys } from "../../api/keys.ts";
import { queryClient } from "../../api/query-client.ts";
import { useAnnounce } from "../../kit/announcer.tsx";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { CopyButton } from "../../kit/copy-button.tsx";
import { asCli } from "../../words/commands.ts";
import { countOf, formatCount } from "../../words/numbers.ts";
import { type Stage, STAGE_WORDS } from "./notice-words.ts";

type Props = Readonly<{ rolloutId: string; stage: Stage }>;

/** A meeting, a poster, a call: recorded for everybody of the open cohorts who was not told yet. */
export function TellByHand({ rolloutId, stage }: Props) {
  const [isAsking, setIsAsking] = useState(false);
  const announce = useAnnounce();
  const { people, accepted, toldByHand, devicesHeldBack } = stage.delivery;
  const waiting = people - accepted - toldByHand;
  if (stage.notice === null || waiting === 0) return null;
  const record = async (means: string) => {
    const { told } = await recordTold(rolloutId, { stage: stage.stage, who: { kind: "everybody" }, means });
    announce.polite(`${countOf(told, "person", "people")} recorded as told`);
    await queryClient.invalidateQueries({ queryKey: keys.communication(rolloutId) });
  };
  return (
    <div>
      <Button onClick={() => setIsAsking(true)}>People were told by other means</Button>
      <ConfirmDialog
        open={isAsking}
        onClose={() => setIsAsking(false)}
        title={`Record that people of the ${STAGE_WORDS[stage.stage].word.toLowerCase()} were told?`}
        reason=""
        reasonLabel="How they were told: a meeting, a poster, a call (kept in the audit log)"
        confirmLabel="Record it"
        failed="Nobody is recorded as told"
        numbers={[
          { name: "Not told yet", value: `${formatCount(waiting)} of ${countOf(people, "person", "people")}` },
          { name: "Held back for it", value: countOf(devicesHeldBack, "device") },
        ]}
        onConfirm={record}
        extra={
          <CopyButton
            quiet
            label="Copy as CLI"
            textOf={() => asCli(["comms", "told", rolloutId, "--stage", stage.stage, "--everybody", "--means", "HOW"])}
          />
        }
      >
        <p>Everybody of the open cohorts who was not told yet counts as told from now on, and their devices follow.</p>
      </ConfirmDialog>
    </div>
  );
}
