import { Button } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { HelpRequestBody } from "../../../http/contract/communication.ts";
import { allRolloutsQuery } from "../../api/all-rollouts.ts";
import { linkHelpRequest } from "../../api/help-requests.ts";
import { useAnnounce } from "../../kit/announcer.tsx";
import { AppLink } from "../../kit/app-link.tsx";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { Age } from "../../kit/facts.tsx";
import { SelectField, TextAreaField } from "../../kit/fields.tsx";
import { ErrorState } from "../../kit/standing.tsx";
import { paths } from "../../paths.ts";
import { useSession } from "../../shell/use-session.ts";
import { OVER, ROLLOUT_STATES, type RolloutState } from "../../words/states.ts";
import { keepRequest } from "./keep-request.ts";
import { linkReason } from "./request-words.ts";
import css from "./help-requests.module.css";

type Props = Readonly<{ request: HelpRequestBody }>;

/** What the request comes from: said by a person, in one click where the device's own rollouts are known. */
export function RequestLink({ request }: Props) {
  return (
    <div className={css["block"]}>
      <h3>Comes from</h3>
      {request.link === null ? <NotLinked request={request} /> : <Linked request={request} link={request.link} />}
    </div>
  );
}

function Linked({ request, link }: Props & { link: NonNullable<HelpRequestBody["link"]> }) {
  const { may } = useSession();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <p>
        <AppLink href={paths.rollout(link.rolloutId)}>{link.rolloutName}</AppLink>, says {link.by} (<Age at={link.at} />
        ). It counts at this rollout&apos;s gate.
      </p>
      {may("linkHelpRequest") ? (
        <div>
          <Button onClick={() => setIsAsking(true)}>Take the link away</Button>
        </div>
      ) : null}
      <ConfirmDialog
        open={isAsking}
        onClose={() => setIsAsking(false)}
        title="Take the link away?"
        reason="It turned out to come from something else"
        confirmLabel="Take the link away"
        failed="The link stays"
        onConfirm={async (reason) => keepRequest(await linkHelpRequest(request.id, { rollout: null, reason }))}
      >
        <p>The gate of {link.rolloutName} does not count this request any more, and looks again at once.</p>
      </ConfirmDialog>
    </>
  );
}

function NotLinked({ request }: Props) {
  const { may } = useSession();
  const [reason, setReason] = useState(() => linkReason(request));
  const [busyWith, setBusyWith] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const announce = useAnnounce();
  const link = async (rollout: string) => {
    setBusyWith(rollout);
    setError(null);
    try {
      keepRequest(await linkHelpRequest(request.id, { rollout, reason: reason.trim() }));
      announce.polite("Linked: it counts at the rollout's gate from now on");
    } catch (caught) {
      setError(caught);
    } finally {
      setBusyWith(null);
    }
  };
  const mayLink = may("linkHelpRequest");
  const blocked = busyWith !== null || reason.trim() === "";
  return (
    <>
      <p>{introOf(request)}</p>
      <ul className={css["rollouts"]}>
        {request.deviceRollouts.map(({ id, name, status, offeredAt }) => (
          <li key={id}>
            <span>
              <AppLink href={paths.rollout(id)}>{name}</AppLink>
              <small>
                {status in ROLLOUT_STATES ? ROLLOUT_STATES[status as RolloutState].word : status};{" "}
                {offeredAt === null ? (
                  "not offered to this device yet"
                ) : (
                  <>
                    offered <Age at={offeredAt} />
                  </>
                )}
              </small>
            </span>
            {mayLink ? (
              <Button appearance="primary" disabledFocusable={blocked} onClick={() => void link(id)}>
                {busyWith === id ? "Linking ..." : "Comes from this rollout"}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {mayLink ? (
        <>
          <TextAreaField label="Reason (kept in the audit log)" value={reason} onChange={setReason} rows={2} required />
          <OtherRollout request={request} isBlocked={blocked} onLink={(id) => void link(id)} />
        </>
      ) : (
        <p className={css["quiet"]}>The help desk and operators can link it.</p>
      )}
      {error === null ? null : <ErrorState error={error} what="The request is not linked" />}
    </>
  );
}

function introOf({ device, deviceRollouts }: HelpRequestBody): string {
  if (device === null) return "Not linked. The device is not known, so its rollouts are not known either.";
  if (deviceRollouts.length === 0) return `Not linked. ${device.name} is in no rollout.`;
  return `Not linked. ${device.name} is in ${deviceRollouts.length === 1 ? "this rollout" : "these rollouts"}:`;
}

type OtherProps = Props & Readonly<{ isBlocked: boolean; onLink: (rolloutId: string) => void }>;

/** For what reaches people beside their own device: a rollout on another device, or a device nobody knows. */
function OtherRollout({ request, isBlocked, onLink }: OtherProps) {
  const { data } = useQuery(allRolloutsQuery());
  const [chosen, setChosen] = useState("");
  const own = new Set(request.deviceRollouts.map(({ id }) => id));
  const others = (data?.items ?? []).filter(({ id, status }) => !own.has(id) && !OVER.includes(status));
  if (others.length === 0) return null;
  return (
    <details>
      <summary>Another rollout</summary>
      <div className={css["form"]}>
        <SelectField
          label="Rollout"
          value={chosen}
          onChange={setChosen}
          choices={[{ value: "", label: "Choose one" }, ...others.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        <div>
          <Button disabledFocusable={isBlocked || chosen === ""} onClick={() => onLink(chosen)}>
            Comes from this rollout
          </Button>
        </div>
      </div>
    </details>
  );
}
