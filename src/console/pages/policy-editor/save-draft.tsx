import { Button } from "@fluentui/react-components";
import { SaveRegular } from "@fluentui/react-icons/svg/save";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { saveDraft, sentFile } from "../../api/policies.ts";
import { useAnnounce } from "../../kit/announcer.tsx";
import { CopyButton } from "../../kit/copy-button.tsx";
import { TextAreaField, TextField } from "../../kit/fields.tsx";
import { Section } from "../../kit/layout.tsx";
import { ErrorState } from "../../kit/standing.tsx";
import { useSession } from "../../shell/use-session.ts";
import css from "./policy-editor.module.css";

type Props = Readonly<{
  id: string;
  name: string;
  text: string;
  isChanged: boolean;
  /** Null: the text is still being judged. */
  errors: number | null;
}>;

/** Keeps what was written, with the reason that its reviewers will read. */
export function SaveDraft({ id, name, text, isChanged, errors }: Props) {
  const { may } = useSession();
  const [title, setTitle] = useState(`Change ${name}`);
  const [reason, setReason] = useState("");
  const announce = useAnnounce();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => saveDraft({ title, reason, change: { kind: "content", policy: id, file: sentFile(text) }, madeFrom: null }),
    onSuccess: (draft) => {
      announce.polite(`The draft ${draft.title} is saved`);
      void client.invalidateQueries({ queryKey: ["policies"] });
    },
  });
  if (!may("saveDraft"))
    return (
      <Section title="Save">
        <p>Only authors save drafts: ask somebody with this role.</p>
      </Section>
    );
  const missing = whyNot({ isChanged, errors, title, reason });
  return (
    <Section title="Save as a draft">
      <div className={css["save"]}>
        <TextField label="What it is called" value={title} onChange={setTitle} />
        <TextAreaField label="Why it is wanted" rows={2} maxLength={2_000} value={reason} onChange={setReason} />
      </div>
      {save.error === null ? null : <ErrorState error={save.error} what="The draft was not saved" />}
      {save.data === undefined ? null : (
        <p role="status">
          Saved as <code>{save.data.id}</code>. Make a plan of it: <code>{`tidegate draft plan ${save.data.id}`}</code>{" "}
          <CopyButton quiet label="Copy" textOf={() => `tidegate draft plan ${save.data.id}`} />
        </p>
      )}
      <div className={css["actions"]}>
        <Button
          appearance="primary"
          icon={<SaveRegular />}
          disabledFocusable={missing !== null || save.isPending}
          onClick={() => missing === null && !save.isPending && save.mutate()}
        >
          Save the draft
        </Button>
        {missing === null ? null : <span className={css["quiet"]}>{missing}</span>}
      </div>
    </Section>
  );
}

function whyNot({
  isChanged,
  errors,
  title,
  reason,
}: Pick<Props, "isChanged" | "errors"> & { title: string; reason: string }): string | null {
  if (!isChanged) return "Nothing has been changed yet.";
  if (errors === null) return "The text is being looked at.";
  if (errors > 0) return "Correct the errors first.";
  if (title.trim() === "") return "Give it a title.";
  return reason.trim() === "" ? "Say why it is wanted: its reviewers will read it." : null;
}
