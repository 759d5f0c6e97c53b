import type { Estate } from "../estate/estate.ts";
import type { Device } from "../estate/device.ts";
import type { Platform } from "../estate/platform.ts";
import { indexesOf, type DeviceSet } from "../audience/device-set.ts";
import { appliesAt, applicabilityOfNode, type ApplicabilityDevice } from "./applicability/applicability.ts";
import { INTENT_PERCENT_MIN, intentReport, type IntentReport } from "./applicability/intent.ts";
import type { SettingCatalogue } from "./catalogue.ts";
import type { PolicyChange } from "./change.ts";
import { takingEffect } from "./effect/taking-effect.ts";
import { factsOfNode } from "./naming/name-of-node.ts";
import type { PolicyPlan, SettingChange } from "./plan.ts";
import type { Policy, PolicyContent } from "./policy.ts";
import { askedBy } from "./resolve.ts";
import { undoPlan } from "./reversal/rollback-plan.ts";

export type ConsequenceInputs = Readonly<{
  estate: Estate;
  change: PolicyChange;
  live: Policy | undefined;
  inScope: DeviceSet;
  settings: readonly SettingChange[];
  /** Left out: nothing is known of any setting. */
  catalogue?: SettingCatalogue | undefined;
}>;

/** Where the policy would hold, when its values take effect, and how one gets back. Source: S9, requirements.md 2.5, 2.9 and 2.12. */
export function planConsequences(inputs: ConsequenceInputs): Pick<PolicyPlan, "applicability" | "effect" | "undo"> {
  const { estate, change, live, inScope, settings, catalogue = NOTHING_LISTED } = inputs;
  const devices = indexesOf(inScope).map((index) => estate.devices[index] as Device);
  const content = change.kind === "retire" ? live?.live.content : change.content;
  return {
    applicability: change.kind === "retire" ? null : policyIntent(change.content, estate, devices, catalogue),
    effect: takingEffect(settings, devices),
    undo: undoPlan({
      settings,
      sourceType: content?.sourceType ?? "",
      devices: countByPlatform(devices),
      platformsOf: (node) => applicabilityOfNode(catalogue, node)?.platforms ?? null,
      defaultOf: (node) => factsOfNode(catalogue, node)?.defaultValue ?? undefined,
    }),
  };
}

/** On how many of these devices every setting of the policy applies. */
export function policyIntent(
  content: PolicyContent,
  estate: Estate,
  devices: readonly Device[],
  catalogue: SettingCatalogue,
): IntentReport {
  return intentReport({
    nodes: askedBy(content).map(({ node }) => node),
    devices: devices.map((device) => withLicences(estate, device)),
    applies: appliesAt(catalogue),
    rule: content.applicabilityRule,
    versionsMin: (node, platform) => applicabilityOfNode(catalogue, node)?.versionMin[platform],
    percent: INTENT_PERCENT_MIN,
  });
}

const NOTHING_LISTED: SettingCatalogue = {
  size: 0,
  complete: false,
  find: () => undefined,
  acquaintance: () => "unverified",
  ids: () => [],
};

function withLicences(estate: Estate, device: Device): ApplicabilityDevice {
  const person = device.primaryUserId === null ? undefined : estate.usersById.get(device.primaryUserId);
  return { ...device, licences: person?.licences ?? null };
}

function countByPlatform(devices: readonly Device[]): ReadonlyMap<Platform, number> {
  const counts = new Map<Platform, number>();
  for (const { platform } of devices) counts.set(platform, (counts.get(platform) ?? 0) + 1);
  return counts;
}
