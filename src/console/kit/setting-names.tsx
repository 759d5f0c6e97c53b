import { createContext, type ReactNode, useContext } from "react";

/** What the server calls nodes and options, by node and by option id. */
export type SettingNamesOf = Readonly<Record<string, string>>;

const NONE: SettingNamesOf = {};
const NamesContext = createContext<SettingNamesOf>(NONE);

/** The names of an answer, for every setting shown below. */
export function SettingNames({ names, children }: { names: SettingNamesOf; children: ReactNode }) {
  return <NamesContext value={names}>{children}</NamesContext>;
}

export function useSettingNames(): SettingNamesOf {
  return useContext(NamesContext);
}
