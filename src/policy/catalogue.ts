/** Facts about one setting definition, as far as a value can be checked against them. Source: NOTICE, settings catalogue. */
export type SettingFacts = Readonly<{
  definitionId: string;
  /** What a value of it looks like; `other` where the catalogue does not say. */
  kind: "choice" | "choices" | "simple" | "simples" | "group" | "groups" | "other";
  /** Allowed options of a choice; null elsewhere. */
  options: ReadonlySet<string> | null;
  integerMin: number | null;
  integerMax: number | null;
}>;

/** The setting catalogue: what exists. A definition that it does not hold is an unknown setting, never an error of its own. */
export type SettingCatalogue = Readonly<{
  size: number;
  find: (definitionId: string) => SettingFacts | undefined;
}>;
