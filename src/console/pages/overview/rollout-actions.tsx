import { Button } from "@fluentui/react-components";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { keys } from "../../api/keys.ts";
import { commandRollout } from "../../api/rollouts.ts";
import { sessionQuery } from "../../api/session.ts";
import { ActionMenu } from "../../kit/action-menu.tsx";
import { useAnnounce } from "../../kit/announcer.tsx";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { CopyButton } from "../../kit/copy-button.tsx";
import { paths } from "../../paths.ts";
import { asCli, asCurl } from "../../words/commands.ts";
import { COMMAND_WORDS, type Command } from "../../words/states.ts";
import { chooseCommands, commandWords, offeredReason } from "./command-words.ts";

/** The one thing to do, and the others in a menu: only what the rollout can do and this person may. */
export function RolloutActions({ rollout, hasGatePassed }: { rollout: RolloutDetail; hasGatePassed: boolean }) {
  const { data: session } = useQuery(sessionQuery());
  const router = useRouter();
  const [asked, setAsked] = useState<Command | null>(null);
  if (session === undefined) return null;
  const { primary, others } = chooseCommands(rollout.possibleCommands, session.commands, {
    status: rollout.status,
    hasGatePassed,
  });
  const waits = rollout.waitsForApproval !== null;
  // After a halt the way back comes first; going on is asked for, but nobody is led there.
  const mayDecide =
    waits && rollout.status !== "halted" && session.operations.includes("decideApproval") && session.person !== rollout.author;
  const inMenu = mayDecide && primary !== null ? [primary, ...others] : others;
  return (
    <>
      {inMenu.length === 0 ? null : (
        <ActionMenu
          label="More"
          actions={inMenu.map((command) => ({
            key: command,
            label: `${COMMAND_WORDS[command]} ...`,
            onChoose: () => setAsked(command),
          }))}
        />
      )}
      {waits ? (
        <Button appearance={mayDecide ? "primary" : "secondary"} onClick={() => router.history.push(paths.decision(rollout.id))}>
          {mayDecide ? "Decide" : "See what is asked"}
        </Button>
      ) : null}
      {mayDecide || primary === null ? null : (
        <Button appearance={waits ? "secondary" : "primary"} onClick={() => setAsked(primary)}>
          {COMMAND_WORDS[primary]}
        </Button>
      )}
      {asked === null ? null : <CommandDialog command={asked} rollout={rollout} onClose={() => setAsked(null)} />}
    </>
  );
}

function CommandDialog({ command, rollout, onClose }: { command: Command; rollout: RolloutDetail; onClose: () => void }) {
  const client = useQueryClient();
  const announce = useAnnounce();
  const words = commandWords(command, rollout);
  const send = async (reason: string) => {
    const after = await commandRollout(rollout.id, { command, reason });
    client.setQueryData(keys.rollout(rollout.id, "detail"), after);
    void client.invalidateQueries({ queryKey: keys.rollout(rollout.id) });
    announce.polite(after.because);
  };
  const reason = offeredReason(command);
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={words.title}
      numbers={words.numbers}
      reason={reason}
      confirmLabel={COMMAND_WORDS[command]}
      isDangerous={words.isDangerous}
      onConfirm={send}
      failed={words.failed}
      extra={<CopyAs command={command} rollout={rollout} cli={words.cli} />}
    >
      {words.sentence}
    </ConfirmDialog>
  );
}

function CopyAs({ command, rollout, cli }: { command: Command; rollout: RolloutDetail; cli: string }) {
  const body = { command, reason: "why" };
  const path = `/api/v1/rollouts/${encodeURIComponent(rollout.id)}/commands`;
  return (
    <div>
      <CopyButton quiet label="Copy as CLI" textOf={() => asCli(["rollout", cli, rollout.id, "--reason", "why"])} />
      <CopyButton
        quiet
        label="Copy as curl"
        textOf={() => asCurl({ origin: window.location.origin, method: "POST", path, body })}
      />
    </div>
  );
}
