import { canonicalJson, type Json } from "../../kit/canonical-json.ts";
import type { Device } from "../../estate/device.ts";
import { findPhrase } from "../behaviour/find-phrase.ts";
import { plainText, sentenceOf } from "../behaviour/sentence.ts";
import type { NodeId } from "../node.ts";
import type { PolicyContent } from "../policy.ts";
import { askedBy } from "../resolve.ts";

/** What a compliance policy looks at on a device. `other`: nothing here knows the fact, so that only the device can say. */
export type ComplianceCheck = Readonly<{
  /** Equal for the same node and value. */
  key: string;
  kind: "version-least" | "version-most" | "encryption" | "other";
  value: Json;
  /** As people read it: "the drive is encrypted". */
  words: string;
}>;

export type CheckResult = "passes" | "fails" | "unknown";

/** Values that say "not looked at". */
const NOT_CHECKED: ReadonlySet<string> = new Set([
  "false",
  '"notConfigured"',
  '"unavailable"',
  '"deviceDefault"',
  '""',
  "[]",
  "null",
]);
const KINDS: ReadonlyMap<string, ComplianceCheck["kind"]> = new Map([
  ["os-version-least", "version-least"],
  ["os-version-most", "version-most"],
  ["drive-encrypted", "encryption"],
]);

/** Every check of a compliance policy's content; none of any other kind of policy. */
export function complianceChecks(content: PolicyContent | null): readonly ComplianceCheck[] {
  if (content?.kind !== "compliance") return [];
  return askedBy(content).flatMap(({ node, value }) => checkOf(node, value) ?? []);
}

function checkOf(node: NodeId, value: Json): ComplianceCheck | null {
  if (NOT_CHECKED.has(canonicalJson(value))) return null;
  const found = findPhrase(node, value);
  if (found !== null && found.says === null) return null;
  const kind = KINDS.get(found?.phrase.behaviour ?? "") ?? "other";
  const words = found?.says == null ? node : sentenceOf(found.says, found.value, "present", []);
  return { key: canonicalJson([node, value]), kind, value: found?.value ?? value, words };
}

/** By facts that are known; a fact that was never reported is unknown, and never read as a pass. */
export function judgeCheck({ kind, value }: ComplianceCheck, device: Device): CheckResult {
  switch (kind) {
    case "version-least":
    case "version-most": {
      const order = compareVersions(device.osVersion, plainText(value));
      if (order === null) return "unknown";
      return (kind === "version-least" ? order >= 0 : order <= 0) ? "passes" : "fails";
    }
    case "encryption":
      if (device.driveEncryption === null) return "unknown";
      return device.driveEncryption === "none" ? "fails" : "passes";
    case "other":
      return "unknown";
  }
}

/** Dotted numbers; `11` equals `11.0`. Null: one of them is none. */
function compareVersions(a: string | null, b: string): number | null {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  if (left === null || right === null) return null;
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const gap = (left[at] ?? 0) - (right[at] ?? 0);
    if (gap !== 0) return gap;
  }
  return 0;
}

function numbersOf(version: string | null): readonly number[] | null {
  return version !== null && /^\d+(?:\.\d+)*$/.test(version) ? version.split(".").map(Number) : null;
}
