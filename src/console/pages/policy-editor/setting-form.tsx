import { useEffect, useState } from "react";
import type { OutlineRow } from "../../../http/contract/library.ts";
import { SelectField, TextField } from "../../kit/fields.tsx";
import { Folded } from "../../kit/folded.tsx";
import { platformText } from "../../words/platforms.ts";
import css from "./policy-editor.module.css";

type Change = (row: OutlineRow, value: string | number) => void;
type Props = Readonly<{ rows: readonly OutlineRow[]; isFresh: boolean; onChange: Change }>;

const FIRST_SHOWN = 30;

/** One field for each setting: options, numbers and texts by hand, everything else in the text beside. */
export function SettingForm({ rows, isFresh, onChange }: Props) {
  if (rows.length === 0) return <p>No setting can be read from the text.</p>;
  return (
    <Folded items={rows} what="settings" first={FIRST_SHOWN}>
      {(shown) => (
        <ul className={css["settings"]}>
          {shown.map((row) => (
            <li key={row.field} style={{ marginInlineStart: `${Math.min(row.level, LEVELS_SHOWN) * LEVEL_PX}px` }}>
              <Field row={row} isFresh={isFresh} onChange={onChange} />
              <Chips row={row} />
            </li>
          ))}
        </ul>
      )}
    </Folded>
  );
}

const LEVELS_SHOWN = 3;
const LEVEL_PX = 16;

function Field({ row, isFresh, onChange }: { row: OutlineRow; isFresh: boolean; onChange: Change }) {
  const { name, kind, options, value, valueLine } = row;
  if (valueLine === null || kind === "other" || (kind === "choice" && options === null))
    return (
      <p className={css["fixed"]}>
        <strong>{name}</strong> <span className={css["quiet"]}>is changed in the text</span>
      </p>
    );
  if (kind === "choice" && options !== null) {
    const known = options.some(({ id }) => id === value);
    const choices = options.map((option) => ({ value: option.id, label: option.name }));
    const all = known ? choices : [{ value: String(value), label: `${String(value)} (not known)` }, ...choices];
    return (
      <SelectField label={name} value={String(value)} choices={all} onChange={(option) => isFresh && onChange(row, option)} />
    );
  }
  return <TypedField key={`${row.field} ${String(value)}`} row={row} isFresh={isFresh} onChange={onChange} />;
}

const TYPING_MS = 500;

/** Written into the text once typing pauses: a number that is half typed would be judged for nothing. */
function TypedField({ row, isFresh, onChange }: { row: OutlineRow; isFresh: boolean; onChange: Change }) {
  const [typed, setTyped] = useState(String(row.value));
  const isNumber = row.kind === "number";
  const isRight = !isNumber || /^-?\d{1,15}$/.test(typed);
  useEffect(() => {
    if (typed === String(row.value) || !isRight || !isFresh) return;
    const timer = setTimeout(() => onChange(row, isNumber ? Number(typed) : typed), TYPING_MS);
    return () => clearTimeout(timer);
  });
  const range = rangeText(row);
  return (
    <TextField
      label={row.name}
      value={typed}
      onChange={setTyped}
      hint={range === "" ? undefined : range}
      error={isRight ? null : "This is not a whole number."}
    />
  );
}

function rangeText({ kind, min, max }: OutlineRow): string {
  if (min === null && max === null) return "";
  const unit = kind === "text" ? " characters" : "";
  if (max === null) return `From ${min ?? 0}${unit}`;
  return `${min === null ? "Up to" : `${min} to`} ${max}${unit}`;
}

/** Where it takes effect, and what it needs. */
function Chips({ row: { worksOn, needs, definitionId } }: { row: OutlineRow }) {
  return (
    <p className={css["chips"]}>
      {worksOn.length === 0 ? <span>Where it works is not known</span> : null}
      {worksOn.map((words) => (
        <span key={words}>{platformWords(words)}</span>
      ))}
      {needs.length === 0 ? null : <span>Needs {needs.join(" or ")}</span>}
      <code>{definitionId}</code>
    </p>
  );
}

function platformWords(words: string): string {
  const [platform = "", ...rest] = words.split(" ");
  return [platformText(platform), ...rest].join(" ");
}
