import type { CommunicationRequest } from "../../http/contract/communication.ts";
import type { OfficePerson } from "../organisation/demo-organisation.ts";
import { noticeOf } from "./demo-notices.ts";
import type { DemoPeople } from "./demo-people.ts";
import { STORY_KEYS, type StoryIds } from "./story-key.ts";

const STAGES = ["pilot", "production"] as const;

/** The author writes both notices of every rollout and names who is told of devices without a person; the help desk reads them. */
export async function prepareCommunication(
  people: DemoPeople,
  rolloutIds: StoryIds,
  staff: readonly OfficePerson[],
): Promise<void> {
  const substitutes = substitutesAmong(staff);
  for (const story of STORY_KEYS) {
    const path = `/api/v1/rollouts/${rolloutIds[story]}`;
    for (const stage of STAGES) {
      const notice = noticeOf(story, stage);
      const request: CommunicationRequest = { stage, notice, substitutes, reason: "written with the help desk" };
      await people.author.post(`${path}/communication`, request);
    }
    await people.helpDesk.post(`${path}/acknowledgements`, {
      stage: "pilot",
      note: "Read. Two of us know the change; the self-help is in the wiki.",
    });
  }
}

/** One person a site, and one for everything else. */
function substitutesAmong(staff: readonly OfficePerson[]): CommunicationRequest["substitutes"] {
  const reachable = staff.filter((person) => person.hasMailbox);
  const bySite = new Map<string, OfficePerson>();
  for (const person of reachable) if (!bySite.has(person.siteId)) bySite.set(person.siteId, person);
  const sites = [...bySite].map(([siteId, { id }]) => ({ siteId, userId: id }));
  const anybody = reachable[0];
  return anybody === undefined ? sites : [...sites, { siteId: null, userId: anybody.id }];
}
