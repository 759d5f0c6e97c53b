import type { ParsedReference, UnknownSetting } from "../../app/ports/source-files.ts";
import type { Json } from "../../kit/canonical-json.ts";
import type { SettingCatalogue } from "../../policy/catalogue.ts";
import type { Setting } from "../../policy/setting.ts";
import type { ProblemList } from "./problem-list.ts";
import type { LineOf } from "./read-yaml.ts";

/** What reading settings adds up to, over one import. */
export type SettingTally = { settings: number; unverified: number; readonly unknown: UnknownSetting[] };

/**
 * Reads a configuration profile that a policy carries inside it (Apple's custom configuration): the settings, or null where
 * the bytes are no profile that can be read. The reader of profiles gives it; without one, such policies stay opaque.
 */
export type ProfileReader = (bytes: Uint8Array) => readonly Setting[] | null;

/** What every reader of one file is given. */
export type ReadingContext = Readonly<{
  file: string;
  catalogue: SettingCatalogue;
  problems: ProblemList;
  tally: SettingTally;
  /** Groups and assignment filters: found beside the policies, and named by their assignments. */
  references: ParsedReference[];
  readProfile: ProfileReader | null;
  /** Null: the file is no YAML, and its problems are found by their pointers. */
  lineOf: LineOf | null;
  /** Settings of this file's policy that its exporter wrote into a file of their own; null: none. */
  settingsBeside: readonly Json[] | null;
}>;

/** What is known of an entity from around it: the address that a backup gives, or the collection that holds it. */
export type EntityHint = Readonly<{ address: string | null }>;

export const NO_HINT: EntityHint = { address: null };
