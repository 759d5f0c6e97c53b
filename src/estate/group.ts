import type { GroupId, SiteId } from "../kit/ids.ts";

/** A group holds users or devices, never both (Entra's rule). Membership lives on the members. */
export const MEMBER_KINDS = ["user", "device"] as const;
export type MemberKind = (typeof MEMBER_KINDS)[number];

export type Group = Readonly<{
  id: GroupId;
  name: string;
  memberKind: MemberKind;
}>;

export type Site = Readonly<{
  id: SiteId;
  name: string;
  /** IANA name, for example `Europe/Berlin`. */
  timeZone: string;
}>;
