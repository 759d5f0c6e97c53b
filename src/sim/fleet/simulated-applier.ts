import { canonicalJson, type Json } from "../../kit/canonical-json.ts";
import type { SeededRandom } from "../../kit/seeded-random.ts";
import type { Applier, NodeChange, NodeOutcome } from "../../agent/agent-ports.ts";
import { faultAt, REMEDIATION_FAILED, type NodeFault } from "./node-faults.ts";

export type SimulatedApplier = Applier &
  Readonly<{
    /** True if a setting failed or lied since the last call: the device was harmed by what it was given. */
    takeHarm: () => boolean;
  }>;

export type SimulatedApplierOptions = Readonly<{
  /** Those of this device. */
  faults: readonly NodeFault[];
  /** Of one changed node to fail for no reason, per change. */
  randomFailureChance: number;
  random: SeededRandom;
}>;

/** A device's settings in memory, all or nothing, with the faults it was born with. */
export function createSimulatedApplier({ faults, randomFailureChance, random }: SimulatedApplierOptions): SimulatedApplier {
  const settings = new Map<string, Json>();
  let harmed = false;

  const apply = ({ set, remove }: NodeChange) => {
    const outcomes = new Map<string, NodeOutcome>();
    const changed = set.filter(({ node, value }) => differs(settings.get(node), value));
    const unlucky = changed.length > 0 && random.chance(randomFailureChance) ? random.pick(changed).node : null;
    const taken: typeof changed = [];
    const together = new Set(set.map(({ node }) => node));
    for (const { node, value } of set) {
      const fault = node === unlucky ? RANDOM_FAILURE : faultAt(faults, node, value, together);
      outcomes.set(node, outcomeOf(fault));
      if (fault === null) taken.push({ node, value });
      else if (fault.kind !== "not-applicable") harmed = true;
    }
    for (const node of remove) outcomes.set(node, { outcome: "ok" });
    if ([...outcomes.values()].every(({ outcome }) => outcome !== "error")) {
      for (const { node, value } of taken) settings.set(node, value);
      for (const node of remove) settings.delete(node);
    }
    return Promise.resolve(outcomes);
  };
  const readBack = (nodes: readonly string[]) => {
    const found = new Map<string, Json>();
    for (const node of nodes) {
      const value = settings.get(node);
      if (value !== undefined) found.set(node, value);
    }
    return Promise.resolve(found);
  };
  const takeHarm = () => {
    const was = harmed;
    harmed = false;
    return was;
  };
  return { apply, readBack, takeHarm };
}

const RANDOM_FAILURE: Pick<NodeFault, "kind" | "errorCode"> = { kind: "error", errorCode: REMEDIATION_FAILED };

function outcomeOf(fault: Pick<NodeFault, "kind" | "errorCode"> | null): NodeOutcome {
  if (fault === null || fault.kind === "lies") return { outcome: "ok" };
  if (fault.kind === "not-applicable") return { outcome: "not-applicable" };
  return { outcome: "error", errorCode: fault.errorCode ?? REMEDIATION_FAILED };
}

function differs(actual: Json | undefined, wanted: Json): boolean {
  return actual === undefined || (actual !== wanted && canonicalJson(actual) !== canonicalJson(wanted));
}
