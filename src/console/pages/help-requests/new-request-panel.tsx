import { Button } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { allRolloutsQuery } from "../../api/all-rollouts.ts";
import { createHelpRequest } from "../../api/help-requests.ts";
import { keys } from "../../api/keys.ts";
import { queryClient } from "../../api/query-client.ts";
import { useAnnounce } from "../../kit/announcer.tsx";
import { fieldMessage, fieldProblems } from "../../kit/field-problems.ts";
import { ChoiceRow, SelectField, TextAreaField, TextField } from "../../kit/fields.tsx";
import { SidePanel } from "../../kit/split.tsx";
import { ErrorState } from "../../kit/standing.tsx";
import { useSession } from "../../shell/use-session.ts";
import { OVER } from "../../words/states.ts";
import { DeviceField } from "./device-field.tsx";
import { type Draft, DRAFT_FIELDS, draftProblems, EMPTY_DRAFT, requestOf } from "./request-words.ts";
import css from "./help-requests.module.css";

type Props = Readonly<{ onClose: () => void; onMade: (id: string) => void; rollout: string | undefined }>;

/** The intake form. What was typed stays until it has arrived. */
export function NewRequestPanel({ onClose, onMade, rollout }: Props) {
  const { may } = useSession();
  const form = useForm(rollout !== undefined && may("linkHelpRequest") ? rollout : "", onMade);
  const { draft, set, errorAt } = form;
  return (
    <SidePanel title="Record a request" onClose={onClose}>
      <form className={css["form"]} noValidate onSubmit={form.send}>
        <TextField
          label="In one line"
          value={draft.summary}
          onChange={set("summary")}
          required
          error={errorAt("summary", "The line")}
        />
        <TextAreaField
          label="What happened, and since when"
          value={draft.description}
          onChange={set("description")}
          required
          rows={4}
          error={errorAt("description", "What happened")}
        />
        <TextField
          label="Who asks"
          hint="A name, a mail address or a sign-in name, as known"
          value={draft.requester}
          onChange={set("requester")}
          required
          error={errorAt("requester", "Who asks")}
        />
        <DeviceField value={draft.device} onChange={set("device")} error={errorAt("device", "The device")} />
        <ChoiceRow
          label="Did it work before?"
          value={draft.workedBefore}
          onChange={set("workedBefore")}
          choices={[
            { value: "yes", label: "Yes" },
            { value: "no", label: "No" },
            { value: "unknown", label: "Not known" },
          ]}
        />
        {may("linkHelpRequest") ? (
          <RolloutField value={draft.rollout} onChange={set("rollout")} error={errorAt("rollout", "The rollout")} />
        ) : null}
        {form.rest === null ? null : <ErrorState error={form.rest} what="The request has not been recorded" />}
        <div className={css["actions"]}>
          <Button type="submit" appearance="primary" disabledFocusable={form.isBusy}>
            {form.isBusy ? "Sending ..." : "Record"}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </SidePanel>
  );
}

function useForm(rollout: string, onMade: (id: string) => void) {
  const announce = useAnnounce();
  const [draft, setDraft] = useState<Draft>({ ...EMPTY_DRAFT, rollout });
  const [externalId] = useState(randomId);
  const [isBusy, setIsBusy] = useState(false);
  const [local, setLocal] = useState<ReturnType<typeof draftProblems>>({});
  const [refused, setRefused] = useState<Readonly<{ error: unknown; draft: Draft }> | null>(null);
  const error = refused?.error ?? null;
  const server = deviceProblem(error) ?? fieldProblems(error, DRAFT_FIELDS);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const problems = draftProblems(draft);
    setLocal(problems);
    setRefused(null);
    if (Object.keys(problems).length > 0) return;
    setIsBusy(true);
    try {
      const made = await createHelpRequest(requestOf(draft, externalId));
      queryClient.setQueryData(keys.helpRequests("one", made.id), made);
      void queryClient.invalidateQueries({ queryKey: keys.helpRequests() });
      announce.polite("The request is recorded");
      onMade(made.id);
    } catch (caught) {
      setRefused({ error: caught, draft });
      setIsBusy(false);
    }
  };
  return {
    draft,
    isBusy,
    rest: server.rest,
    send: (event: FormEvent) => void send(event),
    set: (field: keyof Draft) => (value: string) => {
      setDraft((before) => ({ ...before, [field]: value }));
      setLocal((before) => ({ ...before, [field]: undefined }));
    },
    // The server's word on a field is over once the field holds something else.
    errorAt: (field: keyof Draft, label: string) =>
      fieldMessage(label, local[field] ?? (refused?.draft[field] === draft[field] ? server.at[field] : undefined)),
  };
}

/** These codes are about one field each, though the answer lists none. */
function deviceProblem(error: unknown): { at: Partial<Record<keyof Draft, string>>; rest: unknown } | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  if (error.code === "device-unknown") return { at: { device: "is not in the estate: take one of the suggestions" }, rest: null };
  if (error.code === "rollout-unknown") return { at: { rollout: "is gone" }, rest: null };
  return null;
}

/** Also where the console is served without TLS, which `crypto.randomUUID` wants. */
function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

type RolloutFieldProps = Readonly<{ value: string; onChange: (value: string) => void; error: string | null }>;

function RolloutField({ value, onChange, error }: RolloutFieldProps) {
  const { data } = useQuery(allRolloutsQuery());
  const choices = (data?.items ?? [])
    .filter(({ id, status }) => id === value || !OVER.includes(status))
    .map(({ id, name }) => ({ value: id, label: name }));
  return (
    <SelectField
      label="Comes from the rollout"
      hint="May be said later as well; it counts at the rollout's gate from then on."
      value={value}
      onChange={onChange}
      choices={[{ value: "", label: "Not known yet" }, ...choices]}
      error={error}
    />
  );
}
