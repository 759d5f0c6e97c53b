import type { NodeId } from "../node.ts";

/** Parts of a node that say nothing to people. */
const NOISE = /^(?:device|user|vendor|msft|policy|config|com|apple|l|graph|policies|\{tenantid\})$/;

/**
 * A short name for a node whose catalogue entry is not at hand, made of its identifier: the last two words that say something.
 * A Graph property becomes words: `passwordMinimumLength` reads "password minimum length".
 */
export function nodeName(node: NodeId): string {
  const property = /^[A-Za-z0-9]+\.([A-Za-z0-9]+)$/.exec(node)?.[1];
  if (property !== undefined) return property.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  const words = node.split(/[_~./]+/).filter((word) => word !== "" && !NOISE.test(word));
  const [last = node, before] = [words.at(-1), words.at(-2)];
  return before === undefined || before === last ? last : `${before} ${last}`;
}
