import { Button } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { RequirementAnswer } from "../../../http/contract/requirements.ts";
import { keys } from "../../api/keys.ts";
import { queryClient } from "../../api/query-client.ts";
import { saveRequirement } from "../../api/requirements.ts";
import { useAnnounce } from "../../kit/announcer.tsx";
import { fieldMessage, fieldProblems } from "../../kit/field-problems.ts";
import { ChoiceRow, TextAreaField, TextField } from "../../kit/fields.tsx";
import { ErrorState } from "../../kit/standing.tsx";
import { PRIORITY_WORDS } from "./requirement-words.ts";
import css from "./requirements.module.css";

const FIELDS = ["title", "reason", "source", "acceptedGap"] as const;

type Props = Readonly<{ requirement: RequirementAnswer; onDone: () => void }>;

/** The words of a requirement; its settings stay as they are. What was typed stays until it has arrived. */
export function RequirementForm({ requirement, onDone }: Props) {
  const { draft, set, at, rest, isBusy, send } = useForm(requirement, onDone);
  return (
    <form className={css["block"]} noValidate onSubmit={(event) => void send(event)}>
      <TextField
        label="What has to hold"
        value={draft.title}
        onChange={set("title")}
        required
        error={fieldMessage("It", at.title)}
      />
      <TextAreaField
        label="Why"
        value={draft.reason}
        onChange={set("reason")}
        required
        error={fieldMessage("The reason", at.reason)}
      />
      <TextField
        label="Source"
        hint="A control, a law, a decision: as it is called there"
        value={draft.source}
        onChange={set("source")}
        error={fieldMessage("The source", at.source)}
      />
      <ChoiceRow
        label="Kind"
        value={draft.kind}
        onChange={set("kind")}
        choices={[
          { value: "behaviour", label: "Behaviour" },
          { value: "security", label: "Security" },
        ]}
      />
      <ChoiceRow
        label="Priority"
        value={draft.priority}
        onChange={set("priority")}
        choices={Object.entries(PRIORITY_WORDS).map(([value, label]) => ({ value, label }))}
      />
      <TextAreaField
        label="Accepted gap"
        hint="Why it is accepted that it does not hold everywhere; empty: it is not accepted"
        value={draft.acceptedGap}
        onChange={set("acceptedGap")}
        rows={2}
        error={fieldMessage("The gap", at.acceptedGap)}
      />
      {rest === null || rest === undefined ? null : <ErrorState error={rest} what="The requirement was not saved" />}
      <div className={css["actions"]}>
        <Button type="submit" appearance="primary" disabledFocusable={isBusy}>
          {isBusy ? "Saving ..." : "Save"}
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </form>
  );
}

function useForm(requirement: RequirementAnswer, onDone: () => void) {
  const announce = useAnnounce();
  const { id, revision, area, platforms, expected } = requirement;
  const [draft, setDraft] = useState({
    title: requirement.title,
    reason: requirement.reason,
    source: requirement.source ?? "",
    acceptedGap: requirement.acceptedGap ?? "",
    priority: requirement.priority,
    kind: requirement.kind,
  });
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { at, rest } = fieldProblems(error, FIELDS);
  const set = (field: keyof typeof draft) => (value: string) => setDraft((before) => ({ ...before, [field]: value }));
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setIsBusy(true);
    setError(null);
    const { source, acceptedGap, ...words } = draft;
    const body = { ...words, source: orNull(source), acceptedGap: orNull(acceptedGap), id, revision, area, platforms, expected };
    try {
      await saveRequirement(body);
      announce.polite("The requirement is saved");
      await queryClient.invalidateQueries({ queryKey: keys.policies("requirements") });
      onDone();
    } catch (caught) {
      setError(caught);
      setIsBusy(false);
    }
  };
  return { draft, set, at, rest, isBusy, send };
}

function orNull(text: string): string | null {
  return text.trim() === "" ? null : text;
}
