import { type ReactNode, useId } from "react";
import css from "./fields.module.css";

type Common = Readonly<{
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: ReactNode;
  error?: string | null;
}>;
type TextProps = Common &
  Readonly<{
    type?: "text" | "password" | "search" | "email";
    name?: string;
    autoComplete?: string;
    required?: boolean;
    hideLabel?: boolean;
    placeholder?: string;
    autoFocus?: boolean;
    readOnly?: boolean;
  }>;

/** One line. Pasting and password managers always work. */
export function TextField({ label, value, onChange, hint, error = null, type = "text", hideLabel = false, ...rest }: TextProps) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error} hideLabel={hideLabel}>
      <input
        {...rest}
        id={id}
        type={type}
        value={value}
        className={css["box"]}
        aria-invalid={error !== null}
        aria-describedby={`${id}-more`}
        onChange={(event) => onChange(event.target.value)}
      />
    </Frame>
  );
}

/** Several lines. */
export function TextAreaField(props: Common & Readonly<{ rows?: number; required?: boolean; maxLength?: number }>) {
  const { label, value, onChange, hint, error = null, rows = 3, ...rest } = props;
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error} hideLabel={false}>
      <textarea
        {...rest}
        id={id}
        rows={rows}
        value={value}
        className={css["box"]}
        aria-invalid={error !== null}
        aria-describedby={`${id}-more`}
        onChange={(event) => onChange(event.target.value)}
      />
    </Frame>
  );
}

export type Choice = Readonly<{ value: string; label: string }>;

/** One of a few. */
export function SelectField(props: Common & Readonly<{ choices: readonly Choice[]; hideLabel?: boolean }>) {
  const { label, value, onChange, hint, error = null, choices, hideLabel = false } = props;
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error} hideLabel={hideLabel}>
      <select
        id={id}
        value={value}
        className={css["box"]}
        aria-describedby={`${id}-more`}
        onChange={(event) => onChange(event.target.value)}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

type FrameProps = Readonly<{
  id: string;
  label: string;
  hint: ReactNode;
  error: string | null;
  hideLabel: boolean;
  children: ReactNode;
}>;

function Frame({ id, label, hint, error, hideLabel, children }: FrameProps) {
  return (
    <div className={css["field"]}>
      <label htmlFor={id} className={hideLabel ? "visually-hidden" : css["label"]}>
        {label}
      </label>
      {children}
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

type RadioProps = Readonly<{
  label: string;
  choices: readonly Choice[];
  value: string;
  onChange: (value: string) => void;
  hideLabel?: boolean;
}>;

/** A row of buttons of which one is down: views, speeds, themes. */
export function ChoiceRow({ label, choices, value, onChange, hideLabel = false }: RadioProps) {
  const name = useId();
  return (
    <fieldset className={css["row"]}>
      <legend className={hideLabel ? "visually-hidden" : css["label"]}>{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value} data-on={choice.value === value}>
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          <span>{choice.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
