import { useId } from "react";
import css from "./fields.module.css";

export type Suggestion = Readonly<{ value: string; label: string }>;
type Props = Readonly<{
  label: string;
  value: string;
  onChange: (value: string) => void;
  suggestions: readonly Suggestion[];
  hint?: string;
  error?: string | null;
}>;

/** One line with suggestions below it: the browser's own list, so that keyboard and screen readers know it. */
export function SuggestField({ label, value, onChange, suggestions, hint = "", error = null }: Props) {
  const id = useId();
  return (
    <div className={css["field"]}>
      <label htmlFor={id} className={css["label"]}>
        {label}
      </label>
      <input
        id={id}
        list={`${id}-list`}
        value={value}
        autoComplete="off"
        className={css["box"]}
        aria-invalid={error !== null}
        aria-describedby={`${id}-more`}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={`${id}-list`}>
        {suggestions.map((one) => (
          <option key={one.value} value={one.value} label={one.label} />
        ))}
      </datalist>
      <div id={`${id}-more`} className={css["more"]}>
        {hint}
        {error === null ? null : (
          <p role="alert" className={css["error"]}>
            {error}
          </p>
        )}
      </div>
    </div>
  );
}
