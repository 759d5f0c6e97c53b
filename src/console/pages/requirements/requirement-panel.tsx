import { Button } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { RequirementAnswer } from "../../../http/contract/requirements.ts";
import { keys } from "../../api/keys.ts";
import { queryClient } from "../../api/query-client.ts";
import { requirementQuery, retireRequirement } from "../../api/requirements.ts";
import { useAnnounce } from "../../kit/announcer.tsx";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { Instant, KeyValueList } from "../../kit/facts.tsx";
import { SidePanel } from "../../kit/split.tsx";
import { Answer } from "../../kit/standing.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { useSession } from "../../shell/use-session.ts";
import { countOf } from "../../words/numbers.ts";
import { platformText } from "../../words/platforms.ts";
import { RequirementForm } from "./requirement-form.tsx";
import { acceptText, AREA_WORDS, devicesText, PRIORITY_WORDS, STATUS_WORDS } from "./requirement-words.ts";
import css from "./requirements.module.css";

/** One requirement: why, where from, which settings, and on how many devices. */
export function RequirementPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const read = useQuery(requirementQuery(id));
  const { may } = useSession();
  const [isEditing, setIsEditing] = useState(false);
  return (
    <SidePanel title={read.data?.title ?? "Requirement"} onClose={onClose}>
      <Answer of={read} what="The requirement" lines={6}>
        {(requirement) =>
          isEditing ? (
            <RequirementForm requirement={requirement} onDone={() => setIsEditing(false)} />
          ) : (
            <div className={css["block"]}>
              <Facts requirement={requirement} />
              <Settings requirement={requirement} />
              {may("saveRequirements") ? (
                <div className={css["actions"]}>
                  <Button onClick={() => setIsEditing(true)}>{requirement.retired ? "Bring back" : "Change"}</Button>
                  {requirement.retired ? null : <Retire requirement={requirement} onDone={onClose} />}
                </div>
              ) : null}
            </div>
          )
        }
      </Answer>
    </SidePanel>
  );
}

function Facts({ requirement }: { requirement: RequirementAnswer }) {
  const { standing, reason, source, kind, area, priority, platforms, acceptedGap, policies } = requirement;
  const words = STATUS_WORDS[standing.status];
  return (
    <KeyValueList
      items={[
        { name: "Status", value: <ToneBadge tone={words.tone}>{words.word}</ToneBadge> },
        { name: "Holds on", value: devicesText(standing) },
        ...(standing.undetermined === 0
          ? []
          : [{ name: "Policies disagree", value: `on ${countOf(standing.undetermined, "device")}, where nothing is promised` }]),
        ...(standing.unmappedPlatforms.length === 0
          ? []
          : [{ name: "No setting for", value: standing.unmappedPlatforms.map(platformText).join(", ") }]),
        ...(acceptedGap === null ? [] : [{ name: "Accepted gap", value: acceptedGap }]),
        { name: "Reason", value: reason },
        { name: "Source", value: source ?? "None is named" },
        { name: "Kind", value: kind === "security" ? "Security" : "Behaviour" },
        { name: "Area", value: AREA_WORDS[area] },
        { name: "Priority", value: PRIORITY_WORDS[priority] },
        { name: "Platforms", value: platforms.map(platformText).join(", ") },
        {
          name: "Policies",
          value: policies.length === 0 ? "None sets its settings" : policies.map(({ name }) => name).join(", "),
        },
        {
          name: "Saved",
          value: (
            <>
              by {requirement.updatedBy}, <Instant at={requirement.updatedAt} />
            </>
          ),
        },
      ]}
    />
  );
}

function Settings({ requirement }: { requirement: RequirementAnswer }) {
  const { expected, names } = requirement;
  return (
    <>
      <h3>{expected.length === 0 ? "No setting realises it yet" : `${countOf(expected.length, "setting")} that realise it`}</h3>
      <ul className={css["settings"]}>
        {expected.map(({ node, platforms, accept }) => (
          <li key={`${node} ${platforms.join()}`}>
            <span>{names[node] ?? node}</span>
            <span>{acceptText(accept, names)}</span>
            <span className={css["quiet"]}>{platforms.map(platformText).join(", ")}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Retire({ requirement, onDone }: { requirement: RequirementAnswer; onDone: () => void }) {
  const announce = useAnnounce();
  const [isOpen, setIsOpen] = useState(false);
  const { id, revision, title } = requirement;
  const retire = async () => {
    await retireRequirement(id, revision);
    setIsOpen(false);
    announce.polite("The requirement is retired");
    await queryClient.invalidateQueries({ queryKey: keys.policies("requirements") });
    onDone();
  };
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Retire</Button>
      <ConfirmDialog
        open={isOpen}
        onClose={() => setIsOpen(false)}
        title={`Retire "${title}"?`}
        confirmLabel="Retire"
        failed="The requirement could not be retired"
        onConfirm={retire}
      >
        It is neither judged nor counted from then on. It stays to be read under the retired ones, and can be brought back.
      </ConfirmDialog>
    </>
  );
}
