import type { RolloutsAnswer, RolloutSummary } from "../../http/contract/rollouts.ts";
import { DAY_MS, plusMs, type Instant } from "../../kit/instant.ts";
import type { FleetWorker } from "../fleet/fleet-worker-client.ts";
import { createAskForHelp } from "./ask-for-help.ts";
import { DemoRefusal } from "./demo-api.ts";
import type { DemoPeople } from "./demo-people.ts";
import { passTime, type DemoMoment, type DemoSettings, type DemoStage } from "./demo-stage.ts";
import type { StoryIds, StoryKey } from "./story-key.ts";
import { createTellPeople } from "./tell-people.ts";

export type PlayParts = Readonly<{
  stage: DemoStage;
  settings: DemoSettings;
  fleet: FleetWorker;
  people: DemoPeople;
  rolloutIds: StoryIds;
  tell: (step: string, rollouts: DemoMoment["rollouts"]) => void;
}>;
/** Lets the dial's next piece of time pass and everybody do their part; true once the stories are over. */
export type Play = Readonly<{ step: (until: AbortSignal) => Promise<boolean> }>;
type Told = DemoMoment["rollouts"][number];

/** The stories end well before; a demo that does not is a defect, and says so. */
const VIRTUAL_MS_MAX = 40 * DAY_MS;
/** The visitor's rollout waits so long for them; then a colleague says yes, as it would be where people go home. The first yes is theirs alone. */
const PATIENCE_MS = 3 * DAY_MS;
/** At full speed people look only every so many hours: each look is a question to the server. */
const LOOK_EVERY_SLOTS_FAST = 2;
/** Where nothing happens by itself any more. */
const AT_REST: ReadonlySet<RolloutSummary["status"]> = new Set([
  "operations",
  "closed",
  "rolled-back",
  "aborted",
  "halted",
  "paused",
]);

/** The three stories, as three people, a help desk and a fleet play them. */
export function createPlay({ stage, settings, fleet, people, rolloutIds, tell }: PlayParts): Play {
  const { clock, dial } = stage;
  const storyById = new Map(Object.entries(rolloutIds).map(([story, id]) => [id, story as StoryKey]));
  const deadline = plusMs(clock.now(), VIRTUAL_MS_MAX);
  const tellPeople = createTellPeople(people, settings.seed);
  const askForHelp = createAskForHelp(people);
  const approve = createApprove(people);
  const state = { slots: 0, isOver: false, isIdle: false };

  const look = async (): Promise<readonly Told[]> => {
    const { items } = await people.operator.get<RolloutsAnswer>("/api/v1/rollouts");
    return items.flatMap((summary) => {
      const story = storyById.get(summary.id);
      return story === undefined ? [] : [{ story, summary }];
    });
  };
  const act = async ({ story, summary }: Told) => {
    const mayBeLate = (part: Promise<void>) => (settings.isWatched ? part.catch(unlessTooLate) : part);
    await mayBeLate(approve(story, summary, clock.now()));
    await mayBeLate(tellPeople(summary));
    if (story === "bad") await mayBeLate(askForHelp(summary));
  };
  return {
    step: async (until) => {
      await passTime(stage, fleet, await dial.nextSlot(state.isIdle, until), until);
      state.slots += 1;
      if (dial.read().speed === "fast" && state.slots % LOOK_EVERY_SLOTS_FAST !== 0) return state.isOver;
      const rollouts = await look();
      for (const told of rollouts) await act(told);
      state.isOver ||= rollouts.every((told) => hasEnded(told, settings.isWatched));
      state.isIdle = state.isOver && rollouts.every(({ summary }) => isAtRest(summary));
      dial.tell({ stories: rollouts.map(storyOf), storiesOver: state.isOver });
      tell(state.isOver ? "the stories are over; devices live on" : "weeks pass", rollouts);
      if (!state.isOver && !settings.isWatched && clock.now() > deadline)
        throw new Error(`the stories did not end: ${wordsOf(rollouts)}`);
      return state.isOver;
    },
  };
}

function createApprove({ approver }: DemoPeople): (story: StoryKey, summary: RolloutSummary, now: Instant) => Promise<void> {
  const askedSince = new Map<string, Instant>();
  return async (story, { id, planHash, waitsForApproval }, now) => {
    const purpose = waitsForApproval?.purpose;
    if (purpose === undefined || !(purpose === "start" || purpose.startsWith("phase:"))) return;
    const since = askedSince.get(`${id}/${purpose}`) ?? now;
    askedSince.set(`${id}/${purpose}`, since);
    if (story === "waiting" && (purpose === "start" || now < plusMs(since, PATIENCE_MS))) return;
    const reason = "looked at the plan and the pilot";
    await approver.post(`/api/v1/rollouts/${id}/approvals`, { decision: "approve", purpose: "pending", planHash, reason });
  };
}

/** A visitor may do what they like, so with one a story has ended wherever it has come to rest. */
function hasEnded({ story, summary: { status, waitsForApproval } }: Told, isWatched: boolean): boolean {
  if (story === "waiting") return isWatched || waitsForApproval !== null;
  if (isWatched) return AT_REST.has(status) && status !== "paused";
  return status === (story === "good" ? "operations" : "rolled-back");
}

function isAtRest({ status, waitsForApproval }: RolloutSummary): boolean {
  return AT_REST.has(status) || waitsForApproval !== null;
}

function storyOf(told: Told): Readonly<{ key: StoryKey; rolloutId: string; text: string; done: boolean }> {
  const { story, summary } = told;
  const done = story === "waiting" ? AT_REST.has(summary.status) : hasEnded(told, true);
  return { key: story, rolloutId: summary.id, text: `${summary.name}: ${summary.because}`, done };
}

function wordsOf(rollouts: readonly Told[]): string {
  return rollouts.map(({ story, summary }) => `${story} is ${summary.status} (${summary.because})`).join("; ");
}

/** The visitor was faster: what they did stands. */
function unlessTooLate(error: unknown): void {
  if (!(error instanceof DemoRefusal && error.status === 409)) throw error;
}
