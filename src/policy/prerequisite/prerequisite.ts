/**
 * What has to be in place before a policy can do anything (S33). `met` and `unmet` follow from what was imported; what nobody has
 * told is `unknown` and is never read as met. Several people, devices or groups: `partly`, where some surely lack it.
 */
export const PREREQUISITE_STANDINGS = ["unmet", "partly", "unknown", "met"] as const;
export type PrerequisiteStanding = (typeof PREREQUISITE_STANDINGS)[number];

export const PREREQUISITE_KINDS = [
  "licence",
  "applicability",
  "app-version",
  "groups",
  "connector",
  "role",
  "permission",
] as const;
export type PrerequisiteKind = (typeof PREREQUISITE_KINDS)[number];

/** `of`: the denominator of the three counts, which add up to it; null where nothing is counted. */
export type PrerequisiteCount = Readonly<{
  what: "people" | "devices" | "groups";
  met: number;
  unmet: number;
  unknown: number;
  of: number;
}>;

export type Prerequisite = Readonly<{
  id: string;
  kind: PrerequisiteKind;
  /** What has to be in place, as a sentence. */
  words: string;
  standing: PrerequisiteStanding;
  count: PrerequisiteCount | null;
  /** Why it stands so, or what to do; as a sentence. */
  because: string;
  source: string;
}>;

/** Fail closed: one who surely lacks it makes it partly met at most, one who is not known keeps it from being met. */
export function standingOf({ met, unmet, unknown, of }: PrerequisiteCount): PrerequisiteStanding {
  if (of === 0) return "unknown";
  if (unmet === of) return "unmet";
  if (unmet > 0) return met > 0 || unknown > 0 ? "partly" : "unmet";
  return unknown > 0 ? "unknown" : "met";
}
