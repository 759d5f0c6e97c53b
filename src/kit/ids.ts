/** Identifiers are strings with a brand, so that a device's cannot stand where a policy's belongs. */
export type Id<Kind extends string> = string & { readonly __id: Kind };

export type DeviceId = Id<"device">;
export type UserId = Id<"user">;
export type GroupId = Id<"group">;
export type SiteId = Id<"site">;
export type PolicyId = Id<"policy">;
export type RolloutId = Id<"rollout">;
/** SHA-256 of a policy version's content, 64 hex digits. */
export type VersionHash = Id<"policy-version">;

/** Code-unit order: the same on every machine and in every locale (localeCompare is not). */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
