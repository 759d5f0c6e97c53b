import type { RolloutDetail, RolloutsAnswer, RolloutSummary } from "../../http/contract/rollouts.ts";
import type { EnrolmentTokenAnswer, TokenAnswer } from "../../http/contract/tokens.ts";
import type { PlanAnswer } from "../../http/contract/plans.ts";
import { DAY_MS, HOUR_MS, instant, plusMs, type Instant } from "../../kit/instant.ts";
import { startFleetWorker, type FleetWorker } from "../fleet/fleet-worker-client.ts";
import type { VirtualClock } from "../fleet/virtual-clock.ts";
import { createDemoOrganisation, type DemoOrganisation } from "../organisation/demo-organisation.ts";
import type { Story } from "../organisation/stories.ts";
import { createDemoApi, type DemoApi } from "./demo-api.ts";
import { demoShape } from "./demo-shape.ts";

/** The server as the demo meets it: an address, the clock they share, and its timer, which the demo rings. */
export type DemoStage = Readonly<{
  origin: string;
  clock: VirtualClock;
  /** Of a person who may make tokens. */
  adminToken: string;
  /** What `serve` does every few seconds. */
  ringTimer: () => Promise<void>;
}>;

export type DemoSettings = Readonly<{ seed: number; devices: number }>;
export type StoryKey = keyof DemoOrganisation["stories"];
export type DemoMoment = Readonly<{
  step: string;
  now: Instant;
  startedAt: Instant;
  rollouts: readonly Readonly<{ story: StoryKey; summary: RolloutSummary }>[];
}>;
export type DemoEnd = Readonly<{
  organisation: DemoOrganisation;
  fleet: FleetWorker;
  people: DemoPeople;
  tokens: Readonly<Record<DemoRole, string>>;
  rolloutIds: Readonly<Record<StoryKey, string>>;
  startedAt: Instant;
  endedAt: Instant;
}>;
export type DemoRole = "author" | "approver" | "operator";
export type DemoPeople = Readonly<Record<DemoRole, DemoApi>>;

/** The timer rings once for each of these; devices have their own moments in between. */
const SLOT_MS = HOUR_MS;
/** Devices take their first bundles in this time, before anybody changes anything. */
const SETTLE_MS = 6 * HOUR_MS;
/** The stories end well before; a demo that does not is a defect, and says so. */
const VIRTUAL_MS_MAX = 40 * DAY_MS;
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
  const startedAt = stage.clock.now();
  const tell = (step: string, rollouts: DemoMoment["rollouts"] = []) =>
    progress({ step, now: stage.clock.now(), startedAt, rollouts });
  tell("drawing the organisation");
  const organisation = createDemoOrganisation({ seed: settings.seed, devices: settings.devices, at: startedAt });
  const tokens = await hirePeople(stage);
  const people = atWork(stage.origin, tokens);
  tell("importing the organisation");
  await importOrganisation(people.author, organisation);
  tell(`enrolling ${organisation.virtualDevices.length} devices`);
  const fleet = await startFleet(stage, settings, people.operator, organisation);
  try {
    await fleet.enrolAll();
    tell("devices take what is in force");
    await passTime(stage, fleet, plusMs(startedAt, SETTLE_MS));
    tell("planning three changes");
    const rolloutIds = await proposeStories(people, organisation);
    await playStories(stage, fleet, people, rolloutIds, (rollouts) => tell("weeks pass", rollouts), until);
    return { organisation, fleet, people, tokens, rolloutIds, startedAt, endedAt: stage.clock.now() };
  } catch (error) {
    await fleet.stop();
    throw error;
  }
}

async function hirePeople({ origin, adminToken }: DemoStage): Promise<Readonly<Record<DemoRole, string>>> {
  const admin = createDemoApi(origin, adminToken);
  const hire = async (person: string, role: DemoRole) => {
    const { token } = await admin.post<TokenAnswer>("/api/v1/tokens", { person, role, label: "demo", lifetimeDays: null });
    return token;
  };
  return {
    author: await hire("amira.author", "author"),
    approver: await hire("pavel.approver", "approver"),
    operator: await hire("olga.operator", "operator"),
  };
}

function atWork(origin: string, tokens: Readonly<Record<DemoRole, string>>): DemoPeople {
  const { author, approver, operator } = tokens;
  return {
    author: createDemoApi(origin, author),
    approver: createDemoApi(origin, approver),
    operator: createDemoApi(origin, operator),
  };
}

async function importOrganisation(author: DemoApi, organisation: DemoOrganisation): Promise<void> {
  const body = (keep: (path: string) => boolean) => ({
    files: organisation.files.filter((file) => keep(file.path)).map(encoded),
    dryRun: false,
  });
  await author.post(
    "/api/v1/imports/estate",
    body((path) => path.endsWith(".csv")),
  );
  await author.post(
    "/api/v1/imports/policies",
    body((path) => path.endsWith(".json")),
  );
}

async function startFleet(
  { origin, clock }: DemoStage,
  { seed }: DemoSettings,
  operator: DemoApi,
  organisation: DemoOrganisation,
): Promise<FleetWorker> {
  const uses = organisation.virtualDevices.length;
  const { token } = await operator.post<EnrolmentTokenAnswer>("/api/v1/devices/enrolment-tokens", {
    label: "demo fleet",
    uses,
    lifetimeMinutes: 1_440,
  });
  return startFleetWorker({
    origin,
    devices: organisation.virtualDevices,
    seed,
    enrolmentToken: token,
    faults: organisation.faults,
    randomFailureChance: 0.002,
    startAt: clock.now(),
  });
}

async function proposeStories(
  people: DemoPeople,
  { stories, virtualDevices }: DemoOrganisation,
): Promise<Readonly<Record<StoryKey, string>>> {
  const propose = async (story: Story) => {
    const change = { kind: "content", file: encoded(story.change) };
    const plan = await people.author.post<PlanAnswer>("/api/v1/plans", {
      policy: story.policyName,
      change,
      shape: demoShape(virtualDevices.length),
      onGateFail: "halt-and-roll-back",
    });
    const allowDelete = plan.plan.policyPlan.deletions.length;
    const rollout = await people.author.post<RolloutDetail>("/api/v1/rollouts", {
      planHash: plan.hash,
      name: story.name,
      reason: story.reason,
      allowDelete,
    });
    await people.operator.post(`/api/v1/rollouts/${rollout.id}/commands`, { command: "start", reason: "planned for this week" });
    return rollout.id;
  };
  return { good: await propose(stories.good), bad: await propose(stories.bad), waiting: await propose(stories.waiting) };
}

async function playStories(
  stage: DemoStage,
  fleet: FleetWorker,
  people: DemoPeople,
  rolloutIds: Readonly<Record<StoryKey, string>>,
  tell: (rollouts: DemoMoment["rollouts"]) => void,
  until: AbortSignal,
): Promise<void> {
  const storyById = new Map(Object.entries(rolloutIds).map(([story, id]) => [id, story as StoryKey]));
  const deadline = plusMs(stage.clock.now(), VIRTUAL_MS_MAX);
  for (;;) {
    until.throwIfAborted();
    const { items } = await people.operator.get<RolloutsAnswer>("/api/v1/rollouts");
    const rollouts = items.flatMap((summary) => {
      const story = storyById.get(summary.id);
      return story === undefined ? [] : [{ story, summary }];
    });
    tell(rollouts);
    if (rollouts.every(({ story, summary }) => hasEnded(story, summary))) return;
    if (stage.clock.now() > deadline)
      throw new Error(
        `the stories did not end: ${rollouts.map(({ story, summary }) => `${story} is ${summary.status} (${summary.because})`).join("; ")}`,
      );
    for (const { story, summary } of rollouts) if (story !== "waiting") await approveIfAsked(people.approver, summary);
    await passTime(stage, fleet, plusMs(stage.clock.now(), SLOT_MS));
  }
}

function hasEnded(story: StoryKey, summary: RolloutSummary): boolean {
  if (story === "good") return summary.status === "operations";
  if (story === "bad") return summary.status === "rolled-back";
  return summary.waitsForApproval !== null;
}

async function approveIfAsked(approver: DemoApi, summary: RolloutSummary): Promise<void> {
  const asked = summary.waitsForApproval?.purpose;
  if (asked === undefined || !(asked === "start" || asked.startsWith("phase:"))) return;
  await approver.post(`/api/v1/rollouts/${summary.id}/approvals`, {
    decision: "approve",
    purpose: "pending",
    planHash: summary.planHash,
    reason: "looked at the plan and the pilot",
  });
}

/** First the devices live up to that moment, then the timer looks at what they said. */
async function passTime({ clock, ringTimer }: DemoStage, fleet: FleetWorker, until: Instant): Promise<void> {
  while (clock.now() < until) {
    const next = instant(Math.min(until, plusMs(clock.now(), SLOT_MS)));
    clock.advanceTo(next);
    await fleet.runUntil(next);
    await ringTimer();
  }
}

function encoded(file: Readonly<{ path: string; bytes: Uint8Array }>): Readonly<{ path: string; contentBase64: string }> {
  return { path: file.path, contentBase64: Buffer.from(file.bytes).toString("base64") };
}
