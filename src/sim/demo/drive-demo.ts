import { HOUR_MS, instant, type Instant } from "../../kit/instant.ts";
import type { FleetWorker } from "../fleet/fleet-worker-client.ts";
import { createDemoOrganisation, type DemoOrganisation } from "../organisation/demo-organisation.ts";
import { hirePeople, type DemoPeople, type DemoTokens } from "./demo-people.ts";
import { passTime, type DemoMoment, type DemoSettings, type DemoStage } from "./demo-stage.ts";
import { createPlay } from "./play-stories.ts";
import { prepareCommunication } from "./prepare-people.ts";
import { enrolFleet, importOrganisation, proposeStories } from "./set-up-organisation.ts";
import { STORY_KEYS, type StoryIds, type StoryKey } from "./story-key.ts";

export type DemoEnd = Readonly<{
  organisation: DemoOrganisation;
  fleet: FleetWorker;
  people: DemoPeople;
  tokens: DemoTokens;
  rolloutIds: StoryIds;
  startedAt: Instant;
  endedAt: Instant;
  /** The stories are over and devices and people live on, at the dial's speed, until this signal. Rejects with what broke. */
  liveOn: (until: AbortSignal) => Promise<void>;
}>;

/** Devices take their first bundles in this time, before anybody changes anything. */
const SETTLE_HOURS = 6;
/** A Monday, 06:00 UTC: the same for every run, so that a seed repeats everything. */
export const DEMO_STARTS_AT = instant(Date.UTC(2026, 8, 7, 6));

/**
 * Plays the three stories against a real server: everything that people and devices do goes over HTTP with their own tokens,
 * keys and signatures. Only time is made.
 */
export async function driveDemo(
  stage: DemoStage,
  settings: DemoSettings,
  progress: (moment: DemoMoment) => void,
  until: AbortSignal,
): Promise<DemoEnd> {
  const { clock, dial } = stage;
  const startedAt = clock.now();
  const tell = (step: string, rollouts: DemoMoment["rollouts"] = []) => {
    until.throwIfAborted();
    dial.tell({ step });
    progress({ step, now: clock.now(), startedAt, rollouts });
  };
  tell("drawing the organisation");
  const organisation = createDemoOrganisation({ seed: settings.seed, devices: settings.devices, at: startedAt });
  dial.tell({ stories: STORY_KEYS.map((key) => ({ key, rolloutId: null, text: organisation.stories[key].name, done: false })) });
  const { people, tokens } = await hirePeople(stage.origin, stage.adminToken);
  tell("importing the organisation");
  await importOrganisation(people.author, organisation);
  tell(`enrolling ${organisation.virtualDevices.length} devices`);
  const fleet = await enrolFleet(stage, settings, people.operator, organisation, until);
  try {
    for (let hour = 1; hour <= SETTLE_HOURS; hour += 1) {
      tell(`devices take what is in force, hour ${hour} of ${SETTLE_HOURS}`);
      await passTime(stage, fleet, HOUR_MS, until);
    }
    tell("planning three changes");
    const rolloutIds = await proposeStories(people, organisation);
    await prepareCommunication(people, rolloutIds, organisation.people);
    const storyOf = (key: StoryKey) => ({ key, rolloutId: rolloutIds[key], text: organisation.stories[key].name, done: false });
    dial.tell({ stories: STORY_KEYS.map(storyOf) });
    tell("weeks pass");
    const play = createPlay({ stage, settings, fleet, people, rolloutIds, tell });
    while (!(await play.step(until)));
    const liveOn = async (end: AbortSignal) => {
      while (!end.aborted) await play.step(end);
    };
    return { organisation, fleet, people, tokens, rolloutIds, startedAt, endedAt: clock.now(), liveOn };
  } catch (error) {
    await fleet.stop();
    throw error;
  }
}
