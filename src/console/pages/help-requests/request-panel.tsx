import { useQuery } from "@tanstack/react-query";
import type { HelpRequestBody } from "../../../http/contract/communication.ts";
import { helpRequestQuery } from "../../api/help-requests.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { Age, Instant, KeyValueList } from "../../kit/facts.tsx";
import { SidePanel } from "../../kit/split.tsx";
import { Answer } from "../../kit/standing.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { paths } from "../../paths.ts";
import { RequestLink } from "./request-link.tsx";
import { RequestState } from "./request-state.tsx";
import { STATE_WORDS, WORKED_BEFORE } from "./request-words.ts";
import css from "./help-requests.module.css";

/** One request: what was said, what is known of it, and what it comes from. */
export function RequestPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const read = useQuery(helpRequestQuery(id));
  return (
    <SidePanel title={read.data?.summary ?? "Help request"} onClose={onClose}>
      <Answer of={read} what="The help request" lines={6}>
        {(request) => (
          <>
            <p className={css["text"]}>{request.description}</p>
            <KeyValueList items={factsOf(request)} />
            <RequestLink request={request} />
            <RequestState request={request} />
          </>
        )}
      </Answer>
    </SidePanel>
  );
}

function factsOf(request: HelpRequestBody) {
  const { state, requester, device, workedBefore, openedAt, openedBy, source, externalId } = request;
  return [
    { name: "State", value: <ToneBadge tone={STATE_WORDS[state].tone}>{STATE_WORDS[state].word}</ToneBadge> },
    { name: "Who asks", value: requester },
    { name: "Device", value: device === null ? "not known" : <AppLink href={paths.device(device.id)}>{device.name}</AppLink> },
    { name: "Worked before", value: WORKED_BEFORE[workedBefore] },
    {
      name: "Opened",
      value: (
        <>
          <Instant at={openedAt} /> (<Age at={openedAt} />) by {openedBy}
        </>
      ),
    },
    // The form's own id only keeps a second sending from being a second request.
    { name: "Source", value: source === "form" || externalId === null ? source : `${source}, ${externalId}` },
    { name: "Id", value: <code>{request.id}</code> },
  ];
}
