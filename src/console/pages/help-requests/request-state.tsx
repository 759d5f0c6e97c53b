import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { HelpRequestBody } from "../../../http/contract/communication.ts";
import { setHelpRequestState } from "../../api/help-requests.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { useSession } from "../../shell/use-session.ts";
import { keepRequest } from "./keep-request.ts";
import css from "./help-requests.module.css";

/** Close it, or open it again. */
export function RequestState({ request }: { request: HelpRequestBody }) {
  const { may } = useSession();
  const [isAsking, setIsAsking] = useState(false);
  if (!may("setHelpRequestState")) return null;
  const isOpen = request.state === "open";
  return (
    <div className={css["actions"]}>
      <Button onClick={() => setIsAsking(true)}>{isOpen ? "Close the request" : "Open it again"}</Button>
      <ConfirmDialog
        open={isAsking}
        onClose={() => setIsAsking(false)}
        title={isOpen ? "Close the request?" : "Open the request again?"}
        reason={isOpen ? "The person was helped" : "It came back"}
        confirmLabel={isOpen ? "Close the request" : "Open it again"}
        failed={isOpen ? "The request stays open" : "The request stays closed"}
        onConfirm={async (reason) =>
          keepRequest(await setHelpRequestState(request.id, { state: isOpen ? "closed" : "open", reason }))
        }
      >
        <p>
          {isOpen
            ? "A closed request is still counted at the gate of the rollout it comes from."
            : "It is counted at the gate of its rollout in either case."}
        </p>
      </ConfirmDialog>
    </div>
  );
}
