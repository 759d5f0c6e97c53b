import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { NoticeInput } from "../../../http/contract/communication.ts";
import { setNotice } from "../../api/communication.ts";
import { keys } from "../../api/keys.ts";
import { queryClient } from "../../api/query-client.ts";
import { useAnnounce } from "../../kit/announcer.tsx";
import { fieldMessage, fieldProblems } from "../../kit/field-problems.ts";
import { TextAreaField, TextField } from "../../kit/fields.tsx";
import { ErrorState } from "../../kit/standing.tsx";
import { ContentMeter } from "./content-meter.tsx";
import { NoticeText } from "./notice-text.tsx";
import {
  EMPTY_NOTICE,
  emptyParts,
  faultsOf,
  isSameNotice,
  labelOf,
  NOTICE_FIELDS,
  type NoticePart,
  PARTS,
  partsWritten,
  type Stage,
  type Substitute,
  substitutesOf,
} from "./notice-words.ts";
import { SubstituteEditor } from "./substitute-editor.tsx";
import css from "./communication.module.css";

type Props = Readonly<{ rolloutId: string; stage: Stage }>;

/** Writes what people are told; once somebody was, only the substitutes may change. */
export function NoticeEditor({ rolloutId, stage }: Props) {
  const form = useNoticeForm(rolloutId, stage);
  const isSent = stage.sentSince !== null && stage.notice !== null;
  return (
    <form
      className={css["block"]}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.save();
      }}
    >
      <h3>Notice</h3>
      {isSent && stage.notice !== null ? (
        <NoticeText notice={stage.notice} stage={stage} />
      ) : (
        <Fields form={form} stage={stage} />
      )}
      <SubstituteEditor
        lines={form.lines}
        onChange={form.setLines}
        known={stage.substitutes}
        uncovered={stage.delivery.devicesWithoutAnybody}
      />
      {form.isChanged ? (
        <TextField label="Reason (kept in the audit log)" value={form.reason} onChange={form.setReason} required />
      ) : null}
      {form.rest === null ? null : <ErrorState error={form.rest} what="The notice has not been saved" />}
      <div className={css["actions"]}>
        <Button
          type="submit"
          appearance="primary"
          disabledFocusable={form.isBusy || !form.isChanged || form.reason.trim() === ""}
        >
          {form.isBusy ? "Saving ..." : isSent ? "Save the substitutes" : "Save the notice"}
        </Button>
        {form.isChanged ? <Button onClick={form.drop}>Discard the changes</Button> : <span className={css["quiet"]}>Saved.</span>}
      </div>
    </form>
  );
}

function Fields({ form, stage }: { form: Form; stage: Stage }) {
  const { notice, faults, set } = form;
  const [isReading, setIsReading] = useState(false);
  return (
    <>
      <div className={css["meterRow"]}>
        <ContentMeter written={partsWritten(notice, faults)} of={PARTS.length} />
        <Button appearance="subtle" aria-pressed={isReading} onClick={() => setIsReading(!isReading)}>
          {isReading ? "Go on writing" : "Preview"}
        </Button>
      </div>
      {isReading ? (
        <NoticeText notice={notice} />
      ) : (
        <>
          <TextField
            label="Subject"
            value={notice.subject}
            onChange={set("subject")}
            required
            error={fieldMessage("Subject", faults.subject)}
          />
          {PARTS.map(({ part, heading, hint, rows }) => (
            <TextAreaField
              key={part}
              label={heading}
              hint={hint}
              rows={rows}
              required
              value={notice[part]}
              onChange={set(part)}
              error={fieldMessage(labelOf(part), faults[part])}
            />
          ))}
        </>
      )}
      {stage.editedBy === null ? null : <p className={css["quiet"]}>Last written by {stage.editedBy}.</p>}
    </>
  );
}

type Form = ReturnType<typeof useNoticeForm>;

/** What is typed stays through live changes and failed sends, until it is saved or discarded. */
function useNoticeForm(rolloutId: string, stage: Stage) {
  const announce = useAnnounce();
  const kept = stage.notice ?? EMPTY_NOTICE;
  const keptLines: readonly Substitute[] = stage.substitutes.map(({ siteId, userId }) => ({ siteId: siteId ?? "", userId }));
  const [typed, setTyped] = useState<NoticeInput | null>(null);
  const [typedLines, setLines] = useState<readonly Substitute[] | null>(null);
  const [reason, setReason] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const [refused, setRefused] = useState<Readonly<{ error: unknown; notice: NoticeInput }> | null>(null);
  const notice = typed ?? kept;
  const lines = typedLines ?? keptLines;
  const problems = fieldProblems(refused?.error ?? null, NOTICE_FIELDS);
  const drop = () => {
    setTyped(null);
    setLines(null);
    setReason("");
    setRefused(null);
  };
  const save = async () => {
    const empty = emptyParts(notice);
    if (Object.keys(empty).length > 0) return setRefused({ error: new EmptyParts(), notice });
    setIsBusy(true);
    setRefused(null);
    try {
      const body = { stage: stage.stage, notice, substitutes: [...substitutesOf(lines)], reason: reason.trim() };
      queryClient.setQueryData(keys.communication(rolloutId, "plan"), await setNotice(rolloutId, body));
      announce.polite("The notice is saved");
      drop();
    } catch (error) {
      setRefused({ error, notice });
    } finally {
      setIsBusy(false);
    }
  };
  return {
    notice,
    lines,
    setLines,
    reason,
    setReason,
    isBusy,
    drop,
    save,
    isChanged: !isSameNotice(notice, kept) || JSON.stringify(substitutesOf(lines)) !== JSON.stringify(substitutesOf(keptLines)),
    rest: refused?.error instanceof EmptyParts ? null : problems.rest,
    faults: { ...faultsNow(stage, notice, refused, problems.at) },
    set: (part: NoticePart) => (value: string) => setTyped({ ...notice, [part]: value }),
  };
}

/** Not sent at all: the fields say what is empty. */
class EmptyParts extends Error {}

function faultsNow(
  stage: Stage,
  notice: NoticeInput,
  refused: Readonly<{ error: unknown; notice: NoticeInput }> | null,
  said: Readonly<Partial<Record<NoticePart, string>>>,
): Readonly<Partial<Record<NoticePart, string>>> {
  if (refused === null) return isSameNotice(notice, EMPTY_NOTICE) ? {} : faultsOf(stage, notice);
  const all = refused.error instanceof EmptyParts ? emptyParts(refused.notice) : said;
  return Object.fromEntries(
    NOTICE_FIELDS.filter((part) => all[part] !== undefined && notice[part] === refused.notice[part]).map((part) => [
      part,
      all[part],
    ]),
  );
}
