import type { ConditionalAccess } from "./conditional-access.ts";

/** Application ids that are the same in every tenant. Source: Microsoft's list of first-party applications. */
const KNOWN_APPS: ReadonlyMap<string, string> = new Map([
  ["00000002-0000-0ff1-ce00-000000000000", "mail (Exchange Online)"],
  ["00000003-0000-0ff1-ce00-000000000000", "SharePoint and OneDrive"],
  ["cc15fd57-2c6c-4117-a88c-83b1d56b4bbe", "Teams"],
  ["797f4846-ba00-4fd7-ba43-dac1f8f63013", "Azure management"],
  ["MicrosoftAdminPortals", "Microsoft's admin portals"],
  ["Office365", "Office 365 with mail"],
  ["All", "all apps with mail"],
]);
const EXCHANGE = "00000002-0000-0ff1-ce00-000000000000";
/** Whatever holds one of these holds mail. */
const WITH_MAIL: readonly string[] = ["All", "Office365", EXCHANGE];

/** What people would be kept out of, in words; `mail`: whether mail is among it. */
export type LostApps = Readonly<{ words: readonly string[]; mail: boolean }>;

export function lostApps({ apps }: ConditionalAccess): LostApps {
  const mail = apps.include.some((app) => WITH_MAIL.includes(app)) && !apps.exclude.some((app) => WITH_MAIL.includes(app));
  const named = apps.include
    .flatMap((app) => KNOWN_APPS.get(app) ?? [])
    .map((word) => (mail ? word : word.replace(" with mail", " but mail")));
  const others = apps.include.filter((app) => !KNOWN_APPS.has(app) && app !== "None").length;
  return { words: [...named, ...(others === 0 ? [] : [`${others} other app${others === 1 ? "" : "s"}`])], mail };
}
