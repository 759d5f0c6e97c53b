import type { GroupId, SiteId, UserId } from "../kit/ids.ts";
import type { Sensitivity } from "./device.ts";

/** A person. `mail` null means no mailbox: somebody else has to tell them. */
export type User = Readonly<{
  id: UserId;
  principalName: string;
  displayName: string;
  department: string | null;
  siteId: SiteId | null;
  mail: string | null;
  sensitivities: readonly Sensitivity[];
  /** Service plans as Entra names them (`INTUNE_A`, ...), in any order; null: never reported, empty: none. */
  licences: readonly string[] | null;
  /** Assigned user groups this person is a direct member of. */
  groupIds: readonly GroupId[];
}>;
