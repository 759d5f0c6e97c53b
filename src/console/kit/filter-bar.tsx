import { Button } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { type ReactNode, useEffect, useState } from "react";
import type { Search } from "../paths.ts";
import { type Choice, SelectField, TextField } from "./fields.tsx";
import css from "./filter-bar.module.css";
import { useUrlState } from "./use-url-state.ts";

type Props = Readonly<{ label: string; keys: readonly string[]; children: ReactNode; aside?: ReactNode }>;

/** Filters that live in the page's address. `keys`: what "Clear" takes away. */
export function FilterBar({ label, keys, children, aside }: Props) {
  const [search, change] = useUrlState();
  const isSet = keys.some((key) => search[key] !== undefined);
  const clear = () => change(Object.fromEntries(keys.map((key) => [key, undefined])) satisfies Search);
  return (
    <search className={css["bar"]} aria-label={label}>
      {children}
      {isSet ? (
        <Button appearance="subtle" icon={<DismissRegular />} onClick={clear}>
          Clear filters
        </Button>
      ) : null}
      {aside === undefined ? null : <div className={css["aside"]}>{aside}</div>}
    </search>
  );
}

const TYPING_MS = 250;

/** A text in the address, written there once typing pauses. */
export function SearchFilter({ name, label, placeholder }: { name: string; label: string; placeholder?: string }) {
  const [search, change] = useUrlState();
  const kept = search[name] ?? "";
  const [typed, setTyped] = useState(kept);
  useEffect(() => setTyped(kept), [kept]);
  useEffect(() => {
    if (typed === kept) return;
    const timer = setTimeout(() => change({ [name]: typed.trim() }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, kept, name, change]);
  return (
    <div className={css["search"]}>
      <TextField type="search" label={label} hideLabel value={typed} onChange={setTyped} placeholder={placeholder ?? label} />
    </div>
  );
}

/** A choice in the address; `all` is the word for no choice. */
export function ChoiceFilter(props: Readonly<{ name: string; label: string; all: string; choices: readonly Choice[] }>) {
  const { name, label, all, choices } = props;
  const [search, change] = useUrlState();
  return (
    <SelectField
      label={label}
      hideLabel
      value={search[name] ?? ""}
      onChange={(value) => change({ [name]: value })}
      choices={[{ value: "", label: all }, ...choices]}
    />
  );
}
