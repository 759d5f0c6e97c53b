import type { PlanAnswer, PlanRequestBody } from "../../src/http/contract/plans.ts";
import type { RolloutDetail } from "../../src/http/contract/rollouts.ts";
import { formatInstant, type Instant } from "../../src/kit/instant.ts";
import { createDemoOrganisation, type DemoFile, type DemoOrganisation } from "../../src/sim/organisation/demo-organisation.ts";
import type { Story } from "../../src/sim/organisation/stories.ts";
import { ask, expectGood, type Staff } from "./real-server.ts";

/** A small invented company of which every device was seen just now: so all of them can take part, and all do. */
export function livelyOrganisation(seed: number, devices: number, at: Instant): DemoOrganisation {
  const organisation = createDemoOrganisation({ seed, devices, at });
  const seenNow = (file: DemoFile): DemoFile => {
    if (file.path !== "devices.csv") return file;
    const [header = "", ...rows] = Buffer.from(file.bytes).toString("utf8").trimEnd().split("\r\n");
    // From the end: names before it hold commas, what stands behind it does not.
    const columns = header.split(",");
    const fromEnd = columns.indexOf("lastSeenAt") - columns.length;
    const seen = rows.map((row) => row.split(",").with(fromEnd, formatInstant(at)).join(","));
    return { path: file.path, bytes: Buffer.from(`${[header, ...seen].join("\r\n")}\r\n`) };
  };
  return {
    ...organisation,
    files: organisation.files.map(seenNow),
    virtualDevices: organisation.virtualDevices.map((device) => ({ ...device, stale: false })),
  };
}

export type Upload = Readonly<{ path: string; contentBase64: string }>;

export function uploadOf({ path, bytes }: DemoFile): Upload {
  return { path, contentBase64: Buffer.from(bytes).toString("base64") };
}

export async function importByRest(url: string, staff: Staff, { files }: DemoOrganisation): Promise<void> {
  for (const [path, ending] of [
    ["/api/v1/imports/estate", ".csv"],
    ["/api/v1/imports/policies", ".json"],
  ] as const) {
    const chosen = files.filter((file) => file.path.endsWith(ending)).map(uploadOf);
    await expectGood(ask(url, staff.author, "POST", path, { files: chosen, dryRun: false }));
  }
}

export async function enrolmentToken(url: string, staff: Staff, uses: number): Promise<string> {
  const request = { label: "walk", uses, lifetimeMinutes: 600 };
  return (await expectGood<{ token: string }>(ask(url, staff.operator, "POST", "/api/v1/devices/enrolment-tokens", request)))
    .token;
}

type Shape = NonNullable<PlanRequestBody["shape"]>;

/** Real time runs here: every gate opens as soon as the whole cohort has reported and a moment has passed. */
export function quickShape(options: Readonly<{ finalPilotApprovals?: number; soakMsMin?: number }> = {}): Shape {
  const { finalPilotApprovals = 0, soakMsMin = 200 } = options;
  const gate: Shape["pilotFinal"]["gate"] = {
    soakMsMin,
    reportedPercentMin: 100,
    failures: { kind: "count", max: 0 },
    conflictDevicesMax: 0,
    helpRequestsPer1000Max: null,
  };
  return {
    proofOfConcept: { sizeMax: 8, approvalsMin: 0, gate },
    pilotIsolated: { skipReason: "a company of a hundred devices has no set of policies to spare for it" },
    pilotFinal: { sizeMax: 16, approvalsMin: finalPilotApprovals, gate },
    pilotPercentMax: 70,
    waves: [
      { percentOfPopulation: 75, approvalsMin: 0, gate },
      { percentOfPopulation: 100, approvalsMin: 0, gate },
    ],
    lateJoiners: { sizeMax: 10, approvalsMin: 0, gate },
    people: { kind: "waived", reason: "the walk tells nobody" },
  };
}

/** Plans, makes, starts and approves: from here on the timer has the word. */
export async function startStory(url: string, staff: Staff, story: Story, shape: Shape): Promise<RolloutDetail> {
  const request = {
    policy: story.policyName,
    change: { kind: "content", file: uploadOf(story.change) },
    shape,
    onGateFail: "halt",
  };
  const { hash, plan } = await expectGood<PlanAnswer>(ask(url, staff.author, "POST", "/api/v1/plans", request));
  const made = {
    planHash: hash,
    name: story.name,
    reason: story.reason,
    allowDelete: plan.policyPlan.deletions.length,
    accept: plan.acceptances.map(({ kind }) => kind),
  };
  const rollout = await expectGood<RolloutDetail>(ask(url, staff.author, "POST", "/api/v1/rollouts", made));
  const path = `/api/v1/rollouts/${rollout.id}`;
  const asked = await expectGood<RolloutDetail>(
    ask(url, staff.operator, "POST", `${path}/commands`, { command: "start", reason: "now" }),
  );
  if (asked.waitsForApproval === null) return asked;
  const word = { decision: "approve", purpose: "pending", planHash: hash, reason: "read" };
  return expectGood<RolloutDetail>(ask(url, staff.approver, "POST", `${path}/approvals`, word));
}
