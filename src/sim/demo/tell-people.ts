import type { DeliveriesAnswer, ToldRequest } from "../../http/contract/communication.ts";
import type { RolloutSummary } from "../../http/contract/rollouts.ts";
import { seededRandom } from "../../kit/seeded-random.ts";
import type { DemoPeople } from "./demo-people.ts";

type Phase = NonNullable<RolloutSummary["phase"]>;
export type TellPeople = (summary: RolloutSummary) => Promise<void>;

/** One in so many is on leave and reads no intranet: their devices are held back, and somebody can see whom. */
const ON_LEAVE_CHANCE = 1 / 40;
const TOLD_PER_REQUEST = 1_000;
/** People are listed a moment after the cohort opens; after that many looks nobody new is expected. */
const LOOKS_MAX = 4;

/**
 * The demo has no mail server: when a cohort opens, the author records that its people were told by a post on the intranet.
 * Before the first wave the help desk says that it is ready.
 */
export function createTellPeople(people: DemoPeople, seed: number): TellPeople {
  const looks = new Map<string, number>();
  const ready = new Set<string>();
  return async ({ id, phase, status }) => {
    const stage = phase === null ? null : stageOf(phase);
    if (phase === null || stage === null || !(status === phase.kind || status === "waves" || status === "held")) return;
    if (phase.kind === "pilot-final" && !ready.has(id)) {
      ready.add(id);
      const note = "The pilot's questions are answered in the wiki; four of us are on shift for the waves.";
      await people.helpDesk.post(`/api/v1/rollouts/${id}/acknowledgements`, { stage: "production", note });
    }
    const cohort = `${id}/${phase.index}`;
    const looked = (looks.get(cohort) ?? 0) + 1;
    looks.set(cohort, looked);
    if (looked > LOOKS_MAX) return;
    const userIds = (await untold(people, id, stage)).filter((userId) => !isOnLeave(seed, userId));
    for (let at = 0; at < userIds.length; at += TOLD_PER_REQUEST) {
      const who = { kind: "people" as const, userIds: userIds.slice(at, at + TOLD_PER_REQUEST) };
      const told: ToldRequest = { stage, who, means: "a post on the intranet's front page, read on sign-in" };
      await people.author.post(`/api/v1/rollouts/${id}/told`, told);
    }
  };
}

function stageOf({ kind }: Phase): ToldRequest["stage"] | null {
  if (kind === "proof-of-concept") return null;
  return kind === "wave" ? "production" : "pilot";
}

function isOnLeave(seed: number, userId: string): boolean {
  return seededRandom(`${seed}/leave/${userId}`).next() < ON_LEAVE_CHANCE;
}

async function untold(people: DemoPeople, id: string, stage: ToldRequest["stage"]): Promise<readonly string[]> {
  const userIds: string[] = [];
  for (let after: string | null = ""; after !== null; ) {
    const query = `stage=${stage}&state=queued&limit=200${after === "" ? "" : `&after=${encodeURIComponent(after)}`}`;
    const page: DeliveriesAnswer = await people.author.get<DeliveriesAnswer>(`/api/v1/rollouts/${id}/deliveries?${query}`);
    userIds.push(...page.items.map((item) => item.userId));
    after = page.next;
  }
  return userIds;
}
