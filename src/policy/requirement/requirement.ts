import type { Json } from "../../kit/canonical-json.ts";
import type { Platform } from "../../estate/platform.ts";
import type { BehaviourArea } from "../behaviour/phrase.ts";
import type { NodeId } from "../node.ts";

/** `behaviour`: what people are to meet on their devices. `security`: what has to hold whether or not anybody notices (S6). */
export const REQUIREMENT_KINDS = ["behaviour", "security"] as const;
export type RequirementKind = (typeof REQUIREMENT_KINDS)[number];

/** From the most binding one on. */
export const REQUIREMENT_PRIORITIES = ["must", "should", "may"] as const;
export type RequirementPriority = (typeof REQUIREMENT_PRIORITIES)[number];

/** Which values of a node will do. `any`: it has to be set, to whatever. A range has at least one end; both ends are in it. */
export type Acceptance =
  | Readonly<{ kind: "one-of"; values: readonly Json[] }>
  | Readonly<{ kind: "range"; min: number | null; max: number | null }>
  | Readonly<{ kind: "any" }>;

/** What a device of these platforms has to hold at one node. */
export type ExpectedSetting = Readonly<{ node: NodeId; platforms: readonly Platform[]; accept: Acceptance }>;

/**
 * Something that has to hold on devices, why, and which settings realise it. Met on a device when the device's effective policy
 * has an accepted value at every node that is expected on its platform. Source: S6.
 */
export type Requirement = Readonly<{
  /** Lower-case words with hyphens, never used again for another one. */
  id: string;
  kind: RequirementKind;
  title: string;
  reason: string;
  /** Where it comes from, as given: `ACSC ISM-1417`, `CIS 2.3.1`, a policy's name; null: nobody said. */
  source: string | null;
  area: BehaviourArea;
  /** Devices of these platforms are its denominator. */
  platforms: readonly Platform[];
  priority: RequirementPriority;
  /** In the order of the nodes. Empty: no setting realises it yet. */
  expected: readonly ExpectedSetting[];
  /** Why it is accepted that it does not hold everywhere; null: it is not. */
  acceptedGap: string | null;
}>;

/** A requirement as the register keeps it. Retired ones stay: they say what was once wanted, and why. */
export type RegisteredRequirement = Requirement &
  Readonly<{
    /** Rises with each save: who saves an older one is told. */
    revision: number;
    retired: boolean;
  }>;
