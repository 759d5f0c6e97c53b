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

/**
 * What a catalogue can say of a definition id. `unverified`: the id has the form of a family that exists, but this
 * catalogue does not list that family wholly, so it can neither vouch for the id nor call it unknown.
 */
export type Acquaintance = "known" | "unverified" | "unknown";

/** The setting catalogue: what exists. `complete` ones list every definition, so that what they lack is unknown. */
export type SettingCatalogue = Readonly<{
  size: number;
  complete: boolean;
  find: (definitionId: string) => SettingFacts | undefined;
  acquaintance: (definitionId: string) => Acquaintance;
}>;
