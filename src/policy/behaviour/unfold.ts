import type { Json } from "../../kit/canonical-json.ts";
import { nodeOfDefinition, type NodeId } from "../node.ts";
import type { NodeValue } from "../setting.ts";

/**
 * The knobs of one node: a collection with a single instance (an Apple payload, the rules of attack surface reduction) is taken
 * apart into its keys, since people meet each of them. Several instances stay one knob.
 */
export function unfolded({ node, value }: NodeValue): readonly NodeValue[] {
  const instance = onlyInstance(value);
  if (instance === null) return [{ node, value }];
  return Object.keys(instance).flatMap((key) => unfolded({ node: nodeOfDefinition(key), value: instance[key] as Json }));
}

/** Each knob once: a definition that stands in a node's instance and beside it counts as one. */
export function unfoldedAll(values: readonly NodeValue[]): ReadonlyMap<NodeId, Json> {
  return new Map(values.flatMap((one) => unfolded(one).map(({ node, value }) => [node, value] as const)));
}

function onlyInstance(value: Json): Readonly<Record<string, Json>> | null {
  const instance: Json | undefined = Array.isArray(value) && value.length === 1 ? (value[0] as Json) : value;
  if (typeof instance !== "object" || instance === null || Array.isArray(instance)) return null;
  return Object.keys(instance).length === 0 ? null : (instance as Readonly<Record<string, Json>>);
}
