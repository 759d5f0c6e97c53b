import { Button } from "@fluentui/react-components";
import { CheckmarkRegular } from "@fluentui/react-icons/svg/checkmark";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { LockClosedRegular } from "@fluentui/react-icons/svg/lock-closed";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { DecisionAnswer } from "../../../http/contract/decision.ts";
import { keys } from "../../api/keys.ts";
import { ApiProblem } from "../../api/problem.ts";
import { decideApproval, decisionQuery } from "../../api/rollouts.ts";
import { sessionQuery } from "../../api/session.ts";
import { useAnnounce } from "../../kit/announcer.tsx";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { Sentence } from "../../kit/sentence.tsx";
import { capitalised } from "../../words/capitalised.ts";
import { countOf, formatCount } from "../../words/numbers.ts";
import { Statement } from "./case.tsx";
import type { Decided } from "./decision-page.tsx";
import { approvalComment, isStillAsked } from "./decision-words.ts";
import css from "./decision.module.css";

type Props = Readonly<{ answer: DecisionAnswer; onDecided: (decided: Decided) => void }>;
/** What was on the page when the sheet was opened: that is signed, whatever has come since. */
type Sheet = Readonly<{ decision: Decided["decision"]; read: DecisionAnswer }>;

/** Always in reach: yes, no, or why this person cannot say either. An open sheet outlives what is asked: no word is lost. */
export function DecideBar({ answer, onDecided }: Props) {
  const { data: session } = useQuery(sessionQuery());
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const mayCall = session === undefined || session.operations.includes("decideApproval");
  const isAsked = answer.asked !== null && answer.signed !== null;
  const isTheirs = answer.mayDecide.allowed && mayCall;
  return (
    <>
      {isAsked && isTheirs ? <Buttons answer={answer} onChoose={(decision) => setSheet({ decision, read: answer })} /> : null}
      {isAsked && !isTheirs ? <NotYours answer={answer} mayCall={mayCall} /> : null}
      {sheet === null ? null : <SignSheet {...sheet} now={answer} onClose={() => setSheet(null)} onDecided={onDecided} />}
    </>
  );
}

type ButtonsProps = Readonly<{ answer: DecisionAnswer; onChoose: (decision: Decided["decision"]) => void }>;

function Buttons({ answer: { asked }, onChoose }: ButtonsProps) {
  if (asked === null) return null;
  const { given, needed, deniedBy } = asked;
  return (
    <div className={css["bar"]}>
      <span className={css["count"]}>
        {given} of {needed} approved{deniedBy.length === 0 ? "" : `; denied by ${deniedBy.join(", ")}`}
      </span>
      <Button size="large" icon={<DismissRegular />} onClick={() => onChoose("deny")}>
        Deny
      </Button>
      <Button size="large" appearance="primary" icon={<CheckmarkRegular />} onClick={() => onChoose("approve")}>
        Approve
      </Button>
    </div>
  );
}

function NotYours({ answer, mayCall }: { answer: DecisionAnswer; mayCall: boolean }) {
  const because = answer.mayDecide.allowed ? "Your roles do not allow it." : answer.mayDecide.because;
  return (
    <div className={css["bar"]} role="note">
      <LockClosedRegular aria-hidden className={css["lock"] ?? ""} />
      <span className={css["because"]}>
        You cannot decide this: <Sentence>{because}</Sentence>{" "}
        {mayCall ? "" : `Somebody with the role approver, other than ${answer.rollout.author}, can.`}
      </span>
    </div>
  );
}

type SheetProps = Sheet & Readonly<{ now: DecisionAnswer; onClose: () => void; onDecided: (decided: Decided) => void }>;

function SignSheet({ decision, read, now, onClose, onDecided }: SheetProps) {
  const client = useQueryClient();
  const announce = useAnnounce();
  const { id } = read.rollout;
  const isYes = decision === "approve";
  const sign = async (reason: string) => {
    if (read.signed === null) return;
    const latest = await client.fetchQuery({ ...decisionQuery(id), staleTime: 0 });
    if (!isStillAsked(read, latest)) throw movedProblem(latest);
    const after = await decideApproval(id, {
      decision,
      purpose: "pending",
      asked: read.signed.purpose,
      planHash: read.signed.planHash,
      reason,
    });
    client.setQueryData(keys.rollout(id, "detail"), after);
    void client.invalidateQueries({ queryKey: keys.rollout(id) });
    announce.polite(isYes ? "Approved" : "Denied");
    onDecided({ decision, after });
  };
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={isYes ? "Sign your yes" : "Say no"}
      numbers={numbersOf(read)}
      reason={isYes ? approvalComment(read) : ""}
      reasonLabel={isYes ? "Comment (kept in the audit log)" : "Why not? (kept in the audit log)"}
      confirmLabel={isYes ? "Confirm" : "Confirm the no"}
      isDangerous={!isYes}
      onConfirm={sign}
      failed={isYes ? "Your yes could not be recorded" : "Your no could not be recorded"}
    >
      {read.signed === null ? null : isYes ? (
        <Statement signed={read.signed} />
      ) : (
        <p>Nothing opens while a no stands, however many say yes. You can change your word later.</p>
      )}
      {isStillAsked(read, now) ? null : (
        <p role="alert" className={css["moved"]}>
          {MOVED}
        </p>
      )}
    </ConfirmDialog>
  );
}

const MOVED = "What is asked has changed while you were reading. Close this, read again, then decide.";

function numbersOf({ who, worstCase }: DecisionAnswer) {
  const opens =
    who.next === null
      ? []
      : [
          {
            name: "Opens",
            value: `${capitalised(who.next.phase)}, up to ${formatCount(who.next.cap)} of ${countOf(who.inScope, "device")}`,
          },
        ];
  return [...opens, { name: "Worst case", value: countOf(worstCase.devices, "device") }];
}

/** Nothing was sent: what waits now is not what was read. */
function movedProblem({ asked }: DecisionAnswer): ApiProblem {
  const detail =
    asked === null
      ? "Somebody else has decided it, or the rollout has been stopped."
      : "Another decision, or another plan, is asked for now.";
  return new ApiProblem({
    code: "moved-meanwhile",
    status: 409,
    title: "It moved while you were reading",
    detail,
    help: "Nothing was signed, and your words are still in the box. Close this and read the page again.",
    issues: [],
    requestId: null,
  });
}
