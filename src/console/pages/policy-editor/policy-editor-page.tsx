import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { CodeAnswer, LintAnswer } from "../../../http/contract/library.ts";
import { codeQuery, textLintQuery } from "../../api/policies.ts";
import { TextAreaField } from "../../kit/fields.tsx";
import { PageBody, PageHeader, Section } from "../../kit/layout.tsx";
import { Answer } from "../../kit/standing.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { paths } from "../../paths.ts";
import { countOf } from "../../words/numbers.ts";
import { FindingList } from "../policies/finding-list.tsx";
import { AddSetting } from "./add-setting.tsx";
import { withSetting, withValue } from "./edit-text.ts";
import css from "./policy-editor.module.css";
import { SaveDraft } from "./save-draft.tsx";
import { SettingForm } from "./setting-form.tsx";

/** A form beside the text that it changes; the server judges each pause in typing. */
export function PolicyEditorPage() {
  const { id = "" } = useParams({ strict: false });
  const read = useQuery(codeQuery(id));
  return (
    <>
      <PageHeader
        title={read.data === undefined ? "Edit a policy" : `Edit ${read.data.name}`}
        crumbs={[
          { label: "Policies", href: paths.policies() },
          { label: read.data?.name ?? "Policy", href: paths.policy(id) },
        ]}
        lead="What you write becomes a draft. It touches no device: a plan is made of it, and says what it would do."
      />
      <PageBody>
        <Answer of={read} what="The policy" lines={8}>
          {(code) => <Editor key={code.text} id={id} code={code} />}
        </Answer>
      </PageBody>
    </>
  );
}

const TYPING_MS = 400;

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

function Editor({ id, code }: { id: string; code: CodeAnswer }) {
  const [text, setText] = useState(code.text);
  const judged = useSettled(text);
  const read = useQuery(textLintQuery(judged));
  const isJudged = judged === text && !read.isPlaceholderData && read.data !== undefined;
  const change = (next: string | null) => setText(next ?? text);
  return (
    <>
      <div className={css["sides"]}>
        <Section title="Settings" aside={<Standing lint={read.data} isJudged={isJudged} />}>
          <Answer of={read} what="The settings">
            {({ outline }) => (
              <SettingForm
                rows={outline}
                isFresh={isJudged}
                onChange={(row, value) => change(row.valueLine === null ? null : withValue(text, row.valueLine, value))}
              />
            )}
          </Answer>
          <AddSetting onAdd={(setting) => change(withSetting(text, setting))} />
        </Section>
        <Section title="The same as code">
          <div className={css["code"]}>
            <TextAreaField label="YAML" rows={24} value={text} onChange={setText} />
          </div>
        </Section>
      </div>
      <Answer of={read} what="What is wrong with it">
        {({ findings }) => (
          <Section title={findings.length === 0 ? "No findings" : countOf(findings.length, "finding")}>
            <FindingList findings={findings} />
          </Section>
        )}
      </Answer>
      <SaveDraft
        id={id}
        name={code.name}
        text={text}
        isChanged={text !== code.text}
        errors={isJudged ? read.data.errors : null}
      />
    </>
  );
}

function Standing({ lint, isJudged }: { lint: LintAnswer | undefined; isJudged: boolean }) {
  return (
    <span role="status">
      {lint === undefined || !isJudged ? (
        <ToneBadge tone="quiet">Looking at it</ToneBadge>
      ) : lint.errors > 0 ? (
        <ToneBadge tone="bad">{countOf(lint.errors, "error")}</ToneBadge>
      ) : lint.warnings > 0 ? (
        <ToneBadge tone="warn">{countOf(lint.warnings, "warning")}</ToneBadge>
      ) : (
        <ToneBadge tone="good">No findings</ToneBadge>
      )}
    </span>
  );
}
