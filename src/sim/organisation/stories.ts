import type { Instant } from "../../kit/instant.ts";
import { FAULTY_MODEL } from "./fleet-facts.ts";
import { policyFile, type CataloguePlan, type PolicyFile } from "./policies/graph-policy.ts";
import { diskEncryption, hardwareProtection, signInAndScreenLock } from "./policies/windows-everywhere.ts";

/** Makes every device of a model fail one node of a policy. Only the bad story has one. */
export type PlantedFault = Readonly<{
  model: string;
  node: string;
  kind: "error";
  /** As Intune prints it; this one is "remediation failed". */
  errorCode: string;
  /** Probability in [0, 1], for each device on its own. */
  chance: number;
}>;

/** A policy change that somebody proposes: the whole policy file as it shall be. */
export type Story = Readonly<{
  name: string;
  policyName: string;
  change: PolicyFile;
  description: string;
  reason: string;
}>;

export type Stories = Readonly<{ good: Story; bad: Story; waiting: Story }>;

/**
 * The three changes of the demo. None of their policies shares a node with another one, so that what holds them is
 * what the story is about. All three go to all devices of a kind, which is how the laboratory comes into reach.
 */
export function createStories(seed: number, at: Instant): Stories {
  const story = (name: string, plan: CataloguePlan, description: string, reason: string): Story => ({
    name,
    policyName: plan.name,
    change: policyFile(seed, plan, at, 0),
    description,
    reason,
  });
  return {
    good: story(
      "Lock idle screens after ten minutes",
      signInAndScreenLock(600, 1),
      "An idle screen locks after 10 minutes instead of 15, and the sign-in page no longer shows who was there last.",
      "Security review, finding 7: unattended PCs in open offices and at the lines.",
    ),
    bad: story(
      "Turn on Secure Launch",
      hardwareProtection(true),
      "Adds System Guard Secure Launch to the PCs that leave the building.",
      "Insurance asks for protection against manipulated firmware.",
    ),
    waiting: story(
      "Only encrypted sticks",
      diskEncryption(1),
      "Removable drives can be written to only when they are encrypted.",
      "Data protection: a lost stick in spring. Touches encryption, so a second person has to agree.",
    ),
  };
}

/**
 * The bad story's fault: the node is new with the change, so the devices are well before it and after it is taken
 * back. The laboratory owns none of the model, so nothing warns before the pilot. Invented; see FAULTY_MODEL.
 */
export const FAULTS: readonly PlantedFault[] = [
  {
    model: FAULTY_MODEL,
    node: "device_vendor_msft_policy_config_deviceguard_configuresystemguardlaunch",
    kind: "error",
    errorCode: "0x87d1fde8",
    chance: 1,
  },
];
