import { Button } from "@fluentui/react-components";
import { type ReactNode, useEffect, useState } from "react";
import css from "./confirm-dialog.module.css";
import { KeyValueList } from "./facts.tsx";
import { TextAreaField } from "./fields.tsx";
import { Modal } from "./modal.tsx";
import { ErrorState } from "./standing.tsx";

type Props = Readonly<{
  open: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, in a sentence or two. */
  children: ReactNode;
  /** The numbers that a careful person wants first: who is hit, and of how many. */
  numbers?: readonly Readonly<{ name: string; value: ReactNode }>[];
  /** The reason that is offered; left out: no reason is asked for. */
  reason?: string;
  reasonLabel?: string;
  confirmLabel: string;
  isDangerous?: boolean;
  /** May throw an ApiProblem: it is shown, and the dialog stays. */
  onConfirm: (reason: string) => Promise<unknown>;
  /** What was tried, for the error: `The rollout could not be paused`. */
  failed: string;
  /** "Copy as CLI" and the like. */
  extra?: ReactNode;
}>;

/** Asks before something happens that matters: what, how many, why. */
export function ConfirmDialog(props: Props) {
  const { open, onClose, title, children, numbers = [], reason: offered, confirmLabel, onConfirm, failed } = props;
  const [reason, setReason] = useState(offered ?? "");
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    if (!open) return;
    setReason(offered ?? "");
    setError(null);
  }, [open, offered]);
  const asksReason = offered !== undefined;
  const confirm = async () => {
    setIsBusy(true);
    setError(null);
    try {
      await onConfirm(reason.trim());
      onClose();
    } catch (caught) {
      setError(caught);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Modal
      open={open}
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            appearance="primary"
            className={props.isDangerous === true ? (css["danger"] ?? "") : ""}
            disabled={isBusy || (asksReason && reason.trim() === "")}
            onClick={() => void confirm()}
          >
            {isBusy ? "Working ..." : confirmLabel}
          </Button>
        </>
      }
    >
      <div>{children}</div>
      {numbers.length === 0 ? null : <KeyValueList items={numbers} />}
      {asksReason ? (
        <TextAreaField
          label={props.reasonLabel ?? "Reason (kept in the audit log)"}
          value={reason}
          onChange={setReason}
          required
        />
      ) : null}
      {error === null ? null : <ErrorState error={error} what={failed} />}
      {props.extra}
    </Modal>
  );
}
