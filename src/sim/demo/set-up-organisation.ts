import type { PlanAnswer } from "../../http/contract/plans.ts";
import type { RolloutDetail } from "../../http/contract/rollouts.ts";
import type { EnrolmentTokenAnswer } from "../../http/contract/tokens.ts";
import { startFleetWorker, type FleetWorker } from "../fleet/fleet-worker-client.ts";
import type { DemoOrganisation } from "../organisation/demo-organisation.ts";
import type { Story } from "../organisation/stories.ts";
import type { DemoApi } from "./demo-api.ts";
import type { DemoPeople } from "./demo-people.ts";
import { demoFailureChance, demoShape } from "./demo-shape.ts";
import { orAborted, type DemoSettings, type DemoStage } from "./demo-stage.ts";
import type { StoryIds } from "./story-key.ts";

/** Devices in flight at once: more of them share a transaction. */
const CONCURRENCY = 128;

export async function importOrganisation(author: DemoApi, organisation: DemoOrganisation): Promise<void> {
  const body = (ending: string) => ({
    files: organisation.files.filter((file) => file.path.endsWith(ending)).map(encoded),
    dryRun: false,
  });
  await author.post("/api/v1/imports/estate", body(".csv"));
  await author.post("/api/v1/imports/policies", body(".json"));
}

/** A fleet in a thread of its own, every device with its own key. */
export async function enrolFleet(
  { origin, clock }: DemoStage,
  { seed }: DemoSettings,
  operator: DemoApi,
  organisation: DemoOrganisation,
  until: AbortSignal,
): Promise<FleetWorker> {
  const uses = organisation.virtualDevices.length;
  const request = { label: "demo fleet", uses, lifetimeMinutes: 1_440 };
  const { token } = await operator.post<EnrolmentTokenAnswer>("/api/v1/devices/enrolment-tokens", request);
  const fleet = await startFleetWorker({
    origin,
    devices: organisation.virtualDevices,
    seed,
    enrolmentToken: token,
    faults: organisation.faults,
    randomFailureChance: demoFailureChance(organisation.virtualDevices.length),
    concurrency: CONCURRENCY,
    startAt: clock.now(),
  });
  try {
    await orAborted(fleet.enrolAll(), until);
    return fleet;
  } catch (error) {
    await fleet.stop();
    throw error;
  }
}

/** The author plans and proposes each change, the operator asks for its start. */
export async function proposeStories(people: DemoPeople, { stories, virtualDevices }: DemoOrganisation): Promise<StoryIds> {
  const propose = async (story: Story) => {
    const plan = await people.author.post<PlanAnswer>("/api/v1/plans", {
      policy: story.policyName,
      change: { kind: "content", file: encoded(story.change) },
      shape: demoShape(virtualDevices.length),
      onGateFail: "halt-and-roll-back",
    });
    const rollout = await people.author.post<RolloutDetail>("/api/v1/rollouts", {
      planHash: plan.hash,
      name: story.name,
      reason: story.reason,
      allowDelete: plan.plan.policyPlan.deletions.length,
      accept: plan.plan.acceptances.map(({ kind }) => kind),
    });
    await people.operator.post(`/api/v1/rollouts/${rollout.id}/commands`, { command: "start", reason: "planned for this week" });
    return rollout.id;
  };
  return { good: await propose(stories.good), bad: await propose(stories.bad), waiting: await propose(stories.waiting) };
}

function encoded(file: Readonly<{ path: string; bytes: Uint8Array }>): Readonly<{ path: string; contentBase64: string }> {
  return { path: file.path, contentBase64: Buffer.from(file.bytes).toString("base64") };
}
