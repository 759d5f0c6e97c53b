import { canonicalJson, type Json } from "../../kit/canonical-json.ts";
import { seededRandom } from "../../kit/seeded-random.ts";
import type { DeviceFacts } from "../../policy/bundle/protocol.ts";

/** What goes wrong with a node on some devices. What is left out of `model`, `platform` and `serialNumber` matches all. */
export type NodeFault = Readonly<{
  model?: string;
  platform?: string;
  serialNumber?: string;
  /** A node, or with `*` at its end every node that starts so. */
  node: string;
  /** Only when this very value is asked for; left out: any value. */
  value?: Json;
  /** Only while this node is asked for too: what no test of the change alone can show. */
  whileSet?: string;
  /** `lies`: says it is applied, and reads back what was there before. */
  kind: "error" | "lies" | "not-applicable";
  /** For `error`; left out: Intune's `remediation failed`. */
  errorCode?: string;
  /** Of a matching device to have the fault, from 0 to 1. A device has it always or never. */
  chance: number;
}>;

/** Intune's code for a setting that was written and did not hold (remediation failed). */
export const REMEDIATION_FAILED = "0x87D1FDE8";

/** The faults that this device has. */
export function faultsOf(faults: readonly NodeFault[], facts: DeviceFacts, seed: number | string): readonly NodeFault[] {
  return faults.filter((fault, index) => {
    if (fault.model !== undefined && fault.model !== facts.model) return false;
    if (fault.platform !== undefined && fault.platform !== facts.platform) return false;
    if (fault.serialNumber !== undefined && fault.serialNumber !== facts.serialNumber) return false;
    return seededRandom(`${seed}/fault/${index}/${facts.serialNumber}`).chance(fault.chance);
  });
}

/** The first fault that this node and value run into, if any. `together`: all nodes that are asked for at once. */
export function faultAt(
  faults: readonly NodeFault[],
  node: string,
  value: Json,
  together: ReadonlySet<string>,
): NodeFault | null {
  const isMet = ({ whileSet }: NodeFault) => whileSet === undefined || together.has(whileSet);
  return faults.find((fault) => matchesNode(fault, node) && matchesValue(fault, value) && isMet(fault)) ?? null;
}

function matchesNode(fault: NodeFault, node: string): boolean {
  return fault.node.endsWith("*") ? node.startsWith(fault.node.slice(0, -1)) : node === fault.node;
}

function matchesValue(fault: NodeFault, value: Json): boolean {
  return fault.value === undefined || canonicalJson(fault.value) === canonicalJson(value);
}
