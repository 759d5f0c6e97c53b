import { unreachable } from "../kit/assert.ts";
import { canonicalJson, type Json } from "../kit/canonical-json.ts";
import { compareText } from "../kit/ids.ts";
import type { MergeRule } from "./catalogue.ts";
import type { MergeFacts } from "./merge-facts.ts";
import { deviceValue, type NodeId } from "./node.ts";

/** Null: the rule does not say which it is (the order is not known, or the values have none). */
export type Merged = Readonly<{ value: Json }> | null;

/**
 * Joins values of one node by the rule of the node. Source: requirements.md 2.8; Windows merge algorithms 1 to 5 and Apple's
 * combinetype. `last-write` and `first` ask for an order of arrival, which nobody knows when planning.
 */
export function mergedValue(node: NodeId, values: readonly Json[], facts: MergeFacts): Merged {
  if (facts.rule === null || values.length === 0) return null;
  // Of two ways to write the same (1 and true) the same one stands whatever the order of the policies.
  const inOrder = [...values].sort((a, b) => compareText(canonicalJson(a), canonicalJson(b)));
  return mergeBy(facts.rule, node, inOrder, facts);
}

function mergeBy(rule: MergeRule, node: NodeId, values: readonly Json[], facts: MergeFacts): Merged {
  switch (rule) {
    case "lowest":
    case "highest":
    case "lowest-not-zero":
    case "highest-or-zero":
      return extreme(node, values, rule);
    case "boolean-or":
      return ofBooleans(node, values, true);
    case "boolean-and":
      return ofBooleans(node, values, false);
    case "enum-first":
    case "enum-last":
      return byOrder(node, values, facts.order, rule);
    case "array-append":
    case "set-union":
      return unionOf(node, values);
    case "set-intersection":
      return intersectionOf(node, values);
    case "first":
    case "last-write":
      return null;
    default:
      return unreachable(rule);
  }
}

/** Below zero: `a` is the more restrictive one; zero: equally so; null: cannot be said. */
export function compareStrictness(node: NodeId, a: Json, b: Json, facts: MergeFacts): number | null {
  if (facts.rule === "set-union" || facts.rule === "array-append" || facts.rule === "set-intersection") return null;
  const merged = mergedValue(node, [a, b], facts);
  if (merged === null) return null;
  const winner = canonicalJson(deviceValue(node, merged.value));
  const [left, right] = [canonicalJson(deviceValue(node, a)), canonicalJson(deviceValue(node, b))];
  if (left === right) return 0;
  return winner === left ? -1 : winner === right ? 1 : null;
}

/** All instances of all lists, each once: how collections of rules and exclusions join. Null where one is no list. */
export function unionOf(node: NodeId, values: readonly Json[]): Merged {
  const lists = listsOf(values);
  if (lists === null) return null;
  const byKey = new Map(lists.flat().map((item) => [canonicalJson(deviceValue(node, item)), item] as const));
  // In one order, whatever the order of the policies: the same devices must get the same bytes.
  return { value: [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item) };
}

function intersectionOf(node: NodeId, values: readonly Json[]): Merged {
  const all = unionOf(node, values);
  const lists = listsOf(values);
  if (all === null || lists === null) return null;
  const keys = lists.map((list) => new Set(list.map((item) => canonicalJson(deviceValue(node, item)))));
  const items = all.value as readonly Json[];
  return { value: items.filter((item) => keys.every((own) => own.has(canonicalJson(deviceValue(node, item))))) };
}

function listsOf(values: readonly Json[]): readonly (readonly Json[])[] | null {
  return values.every((value) => Array.isArray(value)) ? (values as readonly (readonly Json[])[]) : null;
}

function extreme(
  node: NodeId,
  values: readonly Json[],
  rule: "lowest" | "highest" | "lowest-not-zero" | "highest-or-zero",
): Merged {
  const ranks = values.map((value) => ranked(deviceValue(node, value)));
  const known = ranks.every((rank) => rank !== null && rank.length === ranks[0]?.length);
  if (!known) return null;
  const zeroIsNoLimit = rule === "lowest-not-zero" || rule === "highest-or-zero";
  const limited = values.map((value, at) => ({ value, rank: ranks[at] as readonly number[] }));
  const isZero = (rank: readonly number[]) => rank.every((part) => part === 0);
  const limits = limited.filter(({ rank }) => !isZero(rank));
  // Zero means "no limit" and is the least secure: it stands only where everybody asks for it.
  const pool = zeroIsNoLimit && limits.length > 0 ? limits : limited;
  const lowest = rule === "lowest" || rule === "lowest-not-zero";
  const [first, ...rest] = pool;
  if (first === undefined) return null;
  const best = rest.reduce((kept, one) => {
    const order = compareRanks(one.rank, kept.rank);
    return (lowest ? order < 0 : order > 0) ? one : kept;
  }, first);
  return { value: best.value };
}

/** Numbers, truth values and dotted versions have an order; other texts have none that a device would know. */
function ranked(value: Json): readonly number[] | null {
  if (typeof value === "number") return [value];
  if (typeof value === "boolean") return [Number(value)];
  if (typeof value !== "string") return null;
  if (/^-?\d{1,15}$/.test(value)) return [Number(value)];
  if (!/^\d{1,9}(?:\.\d{1,9}){1,3}$/.test(value)) return null;
  const parts = value.split(".").map(Number);
  return [...parts, 0, 0, 0].slice(0, VERSION_PARTS);
}
const VERSION_PARTS = 4;

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < a.length; at++) {
    const order = (a[at] as number) - (b[at] as number);
    if (order !== 0) return order;
  }
  return 0;
}

function ofBooleans(node: NodeId, values: readonly Json[], winning: boolean): Merged {
  const read = values.map((value) => {
    const seen = deviceValue(node, value);
    return seen === 0 || seen === 1 ? seen === 1 : seen;
  });
  if (!read.every((value) => typeof value === "boolean")) return null;
  const at = read.indexOf(winning);
  return { value: values[at === -1 ? 0 : at] as Json };
}

function byOrder(node: NodeId, values: readonly Json[], order: readonly Json[] | null, rule: "enum-first" | "enum-last"): Merged {
  if (order === null) return null;
  const places = new Map(order.map((value, at) => [canonicalJson(value), at]));
  const found = values.map((value) => ({ value, place: places.get(canonicalJson(deviceValue(node, value))) }));
  if (found.some(({ place }) => place === undefined)) return null;
  const sorted = found.sort((a, b) => (a.place as number) - (b.place as number));
  const best = rule === "enum-first" ? sorted[0] : sorted.at(-1);
  return best === undefined ? null : { value: best.value };
}
