import type { PlanAnswer, PlanRequestBody } from "../../src/http/contract/plans.ts";
import { DEMO_SHAPE } from "../../src/sim/demo/demo-shape.ts";
import { medianOf, rounds } from "../shared/measure.ts";
import type { Measurement } from "../shared/outcome.ts";
import { oracleDevices, planByHand, policyFilesOf, type OraclePlan, type PolicyFileJson } from "./plan-oracle.ts";
import { encoded, type Stage } from "./stage.ts";

const ROUNDS = 5;
/** From this size on the demo's own shape has devices enough for every phase. */
const DEMO_SHAPE_DEVICES_MIN = 2_500;
const ALL_DEVICES = "#microsoft.graph.allDevicesAssignmentTarget";

/** Plans the demo's three changes again and again over REST, and every policy's widening to all devices once, each against the oracle. */
export async function measurePlan(stage: Stage): Promise<Measurement> {
  const { organisation } = stage;
  const devices = oracleDevices(organisation);
  const live = policyFilesOf(organisation);
  const stories = Object.values(organisation.stories).map(({ change }) => parsed(change.bytes));
  const storyMs: number[] = [];
  let mismatches = 0;
  for (const file of stories) {
    const { value, tookMs } = await rounds(ROUNDS, () => plan(stage, file));
    const again = await plan(stage, file);
    storyMs.push(...tookMs);
    if (!isSame(value, planByHand(devices, live, file)) || JSON.stringify(again.plan) !== JSON.stringify(value.plan))
      mismatches += 1;
  }
  const widened = live
    .filter((policy) => !policy.assignments.some(({ target }) => target["@odata.type"] === ALL_DEVICES))
    .map(widen);
  let conflicts = 0;
  for (const file of widened) {
    const due = planByHand(devices, live, file);
    conflicts += due.conflicts.length;
    if (!isSame(await plan(stage, file), due)) mismatches += 1;
  }
  const { draw, imports } = stage.loadMs;
  const loadS = (draw + imports) / 1_000;
  return {
    name: "plan of the demo organisation",
    figures: {
      devices: devices.length,
      policies: live.length,
      planMs: medianOf(storyMs),
      planSlowestMs: Math.max(...storyMs),
      plansChecked: stories.length + widened.length,
      conflictsChecked: conflicts,
      organisationDrawMs: draw,
      organisationImportMs: imports,
    },
    peers: [],
    mismatches,
    oracle:
      "in scope, gained and every conflict with its devices, device by device from the files; the same plan twice byte-equal",
    goals: [{ what: "load of the demo organisation, s", goal: "< 5", value: loadS, met: loadS < 5 }],
  };
}

function plan({ people, organisation }: Stage, file: PolicyFileJson): Promise<PlanAnswer> {
  const bytes = new TextEncoder().encode(JSON.stringify(file));
  const isLarge = organisation.virtualDevices.length >= DEMO_SHAPE_DEVICES_MIN;
  const isStory = Object.values(organisation.stories).some(({ policyName }) => policyName === file.name);
  return people.author.post<PlanAnswer>("/api/v1/plans", {
    policy: file.id,
    change: { kind: "content", file: encoded("change.json", bytes) },
    shape: isStory && isLarge ? DEMO_SHAPE : null,
    onGateFail: "halt",
  } satisfies PlanRequestBody);
}

function isSame({ plan: { policyPlan } }: PlanAnswer, due: OraclePlan): boolean {
  const conflicts = policyPlan.conflicts.map(({ node, theirs, devices }) => `${node} ${theirs.policyId} ${devices}`).sort();
  const { inScope, gained } = policyPlan.devices;
  return inScope === due.inScope && gained === due.gained && conflicts.join("\n") === due.conflicts.join("\n");
}

/** The same policy to all devices as well: nobody loses it, and conflicts show that nobody planted. */
function widen(policy: PolicyFileJson): PolicyFileJson {
  return { ...policy, assignments: [...policy.assignments, { target: { "@odata.type": ALL_DEVICES } }] };
}

function parsed(bytes: Uint8Array): PolicyFileJson {
  return JSON.parse(new TextDecoder().decode(bytes)) as PolicyFileJson;
}
