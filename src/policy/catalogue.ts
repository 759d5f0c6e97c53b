import type { Json } from "../kit/canonical-json.ts";
import type { Platform } from "../estate/platform.ts";
import { nodeOfDefinition, type SettingScope } from "./node.ts";

/** What a value of a setting looks like; `other` where the catalogue does not say. */
export type SettingKind = "choice" | "choices" | "simple" | "simples" | "group" | "groups" | "other";

export type ValueType = "integer" | "string" | "boolean" | "secret" | "reference";

export type { SettingScope } from "./node.ts";

/** How a device joins the values of several authorities, or of several declarations, at one node. Requirements.md 2.8. */
export type MergeRule =
  /** The lowest or the highest value is the most secure one. */
  | "lowest"
  | "highest"
  /** The same, where zero means "no limit" and is the least secure. */
  | "lowest-not-zero"
  | "highest-or-zero"
  | "last-write"
  | "boolean-or"
  | "boolean-and"
  | "enum-first"
  | "enum-last"
  | "first"
  | "array-append"
  | "set-union"
  | "set-intersection";

/** `value`: what the device is given for the option; null where the catalogue does not say. `name`: short, never empty. */
export type OptionFacts = Readonly<{ value: Json; name: string }>;

/** Another setting that has to be set for this one to mean anything; `option` null: to whatever value. */
export type SettingDependency = Readonly<{ definitionId: string; option: string | null }>;

/** Versions as the platform prints them, dotted numbers. */
export type VersionByPlatform = Readonly<Partial<Record<Platform, string>>>;

/**
 * Where a setting can take effect. A list that is null means that the catalogue does not say, and is never read as "everywhere";
 * an empty record of versions means that no limit is known. Source: requirements.md 2.5.
 */
export type SettingApplicability = Readonly<{
  /** Empty: the catalogue does not say. */
  platforms: readonly Platform[];
  versionMin: VersionByPlatform;
  /** The last version that knows the setting. */
  versionMax: VersionByPlatform;
  /** Windows editions as Intune's catalogue writes them (`windowsEnterprise`, `windowsEducation`, ...). */
  editions: readonly string[] | null;
  /** Apple: only on devices that are supervised, on every platform that has the setting; `limitsOn` says it of one platform. */
  supervised: boolean;
  /** Apple user enrolment, the device's join type and the like, in the words of estate/device.ts; null: no limit known. */
  joinTypes: readonly string[] | null;
  enrolments: readonly string[] | null;
  /** Settings that take this one's place on newer versions. */
  successors: readonly string[];
  /** Where platforms differ in what they ask for: read by `limitsOn`. Left out: they do not. */
  byPlatform?: Readonly<Partial<Record<Platform, PlatformLimits>>>;
}>;

/** What a platform asks of a device beside its version; `enrolments` null: no limit known. */
export type PlatformLimits = Readonly<{ supervised: boolean; enrolments: readonly string[] | null }>;

/** What this platform asks for: Apple often wants supervision on an iPhone and not on a Mac. */
export function limitsOn(applicability: SettingApplicability, platform: Platform): PlatformLimits {
  const { supervised, enrolments, byPlatform } = applicability;
  return byPlatform?.[platform] ?? { supervised, enrolments };
}

/** Facts about one setting definition: bare facts, no descriptive text. Source: NOTICE, settings catalogue. */
export type SettingFacts = Readonly<{
  definitionId: string;
  /** Short and never empty: the source's own, or made from the identifier. */
  displayName: string;
  /** The device node, as `policy/node.ts` writes nodes; mostly the definition id itself. */
  node: string;
  /** Null: the catalogue does not say. */
  scope: SettingScope | null;
  kind: SettingKind;
  valueType: ValueType | null;
  /** Allowed options of a choice by their ids; null elsewhere, or where the list is not known. */
  options: ReadonlyMap<string, OptionFacts> | null;
  integerMin: number | null;
  integerMax: number | null;
  lengthMin: number | null;
  lengthMax: number | null;
  /** An option's id for a choice; null: none is known. */
  defaultValue: Json;
  dependsOn: readonly SettingDependency[];
  /** Settings inside a group, or below an option, in the source's order. */
  children: readonly string[];
  /** Null: the catalogue says nothing of where it applies. */
  applicability: SettingApplicability | null;
  merge: MergeRule | null;
  /**
   * The node as the device's own interface spells it, where its letters say more than the node's: an OMA-URI, an Apple key path, the
   * name of a browser policy.
   */
  address?: string;
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
  /** Every definition id, in the order of `compareText`. */
  ids: () => readonly string[];
}>;

/** No limit known, for sources that say nothing more than where a setting exists. */
export function applicableOn(platforms: readonly Platform[]): SettingApplicability {
  return {
    platforms,
    versionMin: {},
    versionMax: {},
    editions: null,
    supervised: false,
    joinTypes: null,
    enrolments: null,
    successors: [],
  };
}

/** Facts of a definition of which nothing but its id is known; builders override what they know. */
export function bareFacts(definitionId: string, displayName: string): SettingFacts {
  return {
    definitionId,
    displayName,
    node: nodeOfDefinition(definitionId),
    scope: null,
    kind: "other",
    valueType: null,
    options: null,
    integerMin: null,
    integerMax: null,
    lengthMin: null,
    lengthMax: null,
    defaultValue: null,
    dependsOn: [],
    children: [],
    applicability: null,
    merge: null,
  };
}
