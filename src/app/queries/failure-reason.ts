import type { Json } from "../../kit/canonical-json.ts";
import { sha256Hex } from "../../kit/sha256.ts";

/** Why a device is not well. `key` groups devices that are not well for the same reason, and stays the same between readings. */
export type FailureReason = Readonly<{ key: string; text: string }>;

type Facts = Readonly<Record<string, unknown>>;

/**
 * The setting that a report failed with: the first in the order of nodes, errors before conflicts, and both before values
 * that were applied and not read back. Null where every setting is well or not applicable.
 */
export function firstFailure(exceptions: Json): Json {
  if (!Array.isArray(exceptions)) return null;
  const failures = (exceptions as readonly Json[]).filter((one) => weightOf(factsOf(one)) !== null);
  const [first = null] = failures.sort(byWeight);
  if (first === null) return null;
  const { node, state, errorCode } = factsOf(first);
  return { node: textOf(node), state: textOf(state), ...(errorCode === undefined ? {} : { errorCode: textOf(errorCode) }) };
}

/** The reason behind one failed setting (see firstFailure) or behind a bundle that the device refused. */
export function reasonOfFailure(failure: Json): FailureReason | null {
  const { node, state, errorCode, code } = factsOf(failure);
  if (textOf(code) !== "") return reason(["refused", textOf(code)], `The device refused its bundle: ${textOf(code)}`);
  const id = textOf(node);
  if (id === "") return null;
  const error = codeText(textOf(errorCode));
  const name = settingWords(id);
  if (state === "conflict") return reason(["conflict", id], `${name} conflicts with another policy on the device`);
  if (state === "error") return reason(["error", id, error], `${name} fails${error === "" ? "" : ` with ${error}`}`);
  return reason(["unverified", id], `${name} was set and does not read back`);
}

/** What a report without a single failed setting says of a policy that is not well. */
export const UNEXPLAINED: FailureReason = reason(["unexplained"], "The device gave no reason");

/** Hexadecimal codes come in either case; people look them up as `0x87D1FDE8`. */
function codeText(code: string): string {
  return /^0x[0-9a-f]+$/i.test(code) ? `0x${code.slice(2).toUpperCase()}` : code;
}

/** Setting ids are paths in a registry of settings; what stands in front of the area is the same for nearly all of them. */
function settingWords(node: string): string {
  return node.replace(/^(?:device|user)_vendor_msft_(?:policy_config_)?/, "").replaceAll("_", " › ");
}

function reason(parts: readonly string[], text: string): FailureReason {
  return { key: sha256Hex(parts.join("\n")).slice(0, 16), text };
}

const WEIGHTS: Readonly<Record<string, number>> = { error: 0, conflict: 1, succeeded: 2 };

/** Null: nothing is wrong with it. */
function weightOf({ state, verified }: Facts): number | null {
  if (state === "succeeded" && verified === true) return null;
  return WEIGHTS[textOf(state)] ?? null;
}

function byWeight(a: Json, b: Json): number {
  const [left, right] = [factsOf(a), factsOf(b)];
  const weight = (weightOf(left) ?? 9) - (weightOf(right) ?? 9);
  if (weight !== 0) return weight;
  return textOf(left["node"]) < textOf(right["node"]) ? -1 : 1;
}

function factsOf(value: Json): Facts {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Facts) : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
