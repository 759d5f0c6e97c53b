import { Button } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { allRolloutsQuery } from "../api/all-rollouts.ts";
import { TextAreaField } from "../kit/fields.tsx";
import { Modal } from "../kit/modal.tsx";
import { Answer, EmptyState } from "../kit/standing.tsx";
import { HALTABLE } from "../words/states.ts";
import css from "./halt-dialog.module.css";
import { HaltRow } from "./halt-row.tsx";
import { useSession } from "./use-session.ts";

/** Every rollout that a halt can stop, one click each; it is there on every page, and never asks twice. */
export function HaltDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal open={open} onClose={onClose} title="Halt a rollout" wide actions={<Button onClick={onClose}>Close</Button>}>
      <HaltContent />
    </Modal>
  );
}

function HaltContent() {
  const { mayCommand } = useSession();
  const [reason, setReason] = useState("Halted by hand from the console");
  const [halted, setHalted] = useState<readonly string[]>([]);
  const read = useQuery(allRolloutsQuery());
  const may = mayCommand("halt");
  return (
    <div className={css["content"]}>
      <p>
        From the moment of the halt nothing more is offered to any device. Devices that hold the change already keep it until it
        is rolled back. One person is enough to halt; to go on afterwards, somebody has to approve it.
      </p>
      {may ? null : (
        <p className={css["refused"]}>
          Your roles do not let you halt. Operators, approvers and the help desk can: ask one of them.
        </p>
      )}
      {may ? (
        <TextAreaField label="Reason (kept in the audit log)" rows={2} value={reason} onChange={setReason} required />
      ) : null}
      <Answer of={read} what="the rollouts">
        {({ items }) => {
          const shown = items.filter(({ id, status }) => HALTABLE.includes(status) || halted.includes(id));
          if (shown.length === 0)
            return (
              <EmptyState
                title="Nothing to halt"
                why="No rollout is reaching devices now: each waits for its start, is over, or has been halted already."
              />
            );
          return (
            <ul className={css["list"]}>
              {shown.map((rollout) => (
                <HaltRow
                  key={rollout.id}
                  rollout={rollout}
                  reason={reason}
                  may={may}
                  onSent={() => setHalted((before) => [...before, rollout.id])}
                />
              ))}
            </ul>
          );
        }}
      </Answer>
    </div>
  );
}
