import type { Json } from "../../kit/canonical-json.ts";
import { comparableValue, deviceValue, type NodeId } from "../node.ts";
import type { Acceptance } from "./requirement.ts";

/** Whether the value that a device is given at a node will do. What is no number is in no range. */
export function accepts(node: NodeId, accept: Acceptance, value: Json): boolean {
  switch (accept.kind) {
    case "any":
      return true;
    case "one-of": {
      const given = comparableValue(node, value);
      return accept.values.some((one) => comparableValue(node, one) === given);
    }
    case "range": {
      const given = deviceValue(node, value);
      if (typeof given !== "number") return false;
      return (accept.min === null || given >= accept.min) && (accept.max === null || given <= accept.max);
    }
  }
}
