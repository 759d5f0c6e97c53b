import type { DeviceDetail, DeviceWhy } from "../../../http/contract/devices.ts";
import type { DeviceState, Tone } from "../../words/states.ts";

export type PolicyWhy = DeviceWhy["policies"][number];
type Bundle = DeviceDetail["bundle"];

export const KEY_WORDS: Readonly<Record<DeviceDetail["keys"][number]["status"], Readonly<{ word: string; tone: Tone }>>> = {
  active: { word: "Active", tone: "good" },
  quarantined: { word: "Quarantined", tone: "warn" },
  revoked: { word: "Revoked", tone: "bad" },
};

/** Whether the device has answered for the latest thing that it was offered. */
export function bundleWords(bundle: Bundle): string {
  if (bundle === null) return "It was never offered anything: it has not checked in since it was enrolled.";
  if (bundle.reportedSeq >= bundle.seq) return `It has answered for its latest bundle, number ${bundle.seq}.`;
  if (bundle.reportedSeq === 0) return `It was offered bundle number ${bundle.seq} and has not answered yet.`;
  return `It was offered bundle number ${bundle.seq}; its latest answer is for number ${bundle.reportedSeq}.`;
}

type Fact = Readonly<{ name: string; value: string }>;
const NOT_REPORTED = "never reported";

/** What decides whether a setting can take effect here. */
export function settingFacts({ joinType, enrolment, supervised, driveEncryption, person }: DeviceDetail): readonly Fact[] {
  const licences = person?.licences ?? null;
  return [
    { name: "Joined", value: joinType === null ? NOT_REPORTED : JOIN_WORDS[joinType] },
    { name: "Enrolled", value: enrolment === null ? NOT_REPORTED : ENROLMENT_WORDS[enrolment] },
    ...(supervised === null ? [] : [{ name: "Supervised", value: supervised ? "yes" : "no" }]),
    { name: "System drive", value: driveEncryption === null ? NOT_REPORTED : DRIVE_WORDS[driveEncryption] },
    ...(person === null
      ? []
      : [{ name: "Owner's licences", value: licences === null ? NOT_REPORTED : licences.join(", ") || "none" }]),
  ];
}

const JOIN_WORDS: Readonly<Record<NonNullable<DeviceDetail["joinType"]>, string>> = {
  "entra-joined": "to Entra ID",
  "entra-registered": "registered in Entra ID",
  "hybrid-joined": "to Active Directory and Entra ID",
  none: "to no directory",
};

const ENROLMENT_WORDS: Readonly<Record<NonNullable<DeviceDetail["enrolment"]>, string>> = {
  automated: "at first start, automatically",
  device: "as a whole device",
  user: "by its user, apart from private data",
  "work-profile": "with a work profile on a private phone",
  "corporate-work-profile": "with a work profile on the company's phone",
  "fully-managed": "fully managed",
  dedicated: "dedicated to one purpose",
  "co-managed": "together with Configuration Manager",
};

const DRIVE_WORDS: Readonly<Record<NonNullable<DeviceDetail["driveEncryption"]>, string>> = {
  none: "not encrypted",
  "xts-aes-128": "XTS-AES 128",
  "xts-aes-256": "XTS-AES 256",
  "aes-cbc-128": "AES-CBC 128",
  "aes-cbc-256": "AES-CBC 256",
  filevault: "FileVault",
  luks: "LUKS",
  other: "encrypted, method not known",
};

/** Intune's word for what the device says of a policy that it should hold; a report about another version is none. */
export function stateOf({ report }: PolicyWhy): DeviceState {
  if (report === null || !report.isOfWantedVersion) return "awaitingReport";
  return report.state;
}

export type SettingReading = Readonly<{
  node: string;
  wanted: unknown;
  seen: string | null;
  seenValue: unknown;
  tone: Tone;
  word: string;
}>;

/** What is wanted of each setting, and what the device read back; exceptions come from the device and are shown as they came. */
export function readingsOf({ settings, report }: PolicyWhy): readonly SettingReading[] {
  const exceptions = report === null || !Array.isArray(report.exceptions) ? [] : (report.exceptions as readonly unknown[]);
  const byNode = new Map(exceptions.map(factsOf).map((facts) => [String(facts["node"]), facts]));
  const isHeard = report !== null && report.isOfWantedVersion;
  return settings.map(({ node, value }) => {
    const facts = byNode.get(node);
    const none = { node, wanted: value, seenValue: value };
    if (!isHeard) return { ...none, seen: "not reported yet", tone: "info", word: "Awaiting report" };
    if (facts === undefined) return { ...none, seen: null, tone: "good", word: "Succeeded" };
    const error = typeof facts["errorCode"] === "string" ? facts["errorCode"] : null;
    const hasActual = "actual" in facts;
    return {
      node,
      wanted: value,
      seenValue: facts["actual"],
      seen: error ?? (hasActual || facts["verified"] === true ? null : unseenWords(facts)),
      ...wordsOf(facts),
    };
  });
}

function unseenWords({ state }: Readonly<Record<string, unknown>>): string {
  return state === "notApplicable" ? "nothing: the device cannot take it" : "not read back";
}

function wordsOf({ state, verified }: Readonly<Record<string, unknown>>): Readonly<{ tone: Tone; word: string }> {
  if (state === "error") return { tone: "bad", word: "Error" };
  if (state === "conflict") return { tone: "conflict", word: "Conflict" };
  if (state === "notApplicable") return { tone: "quiet", word: "Not applicable" };
  return verified === true ? { tone: "good", word: "Succeeded" } : { tone: "warn", word: "Not read back" };
}

function factsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** `{ code: "bad-signature", detail: "..." }` -> `bad-signature: ...`. */
export function refusedWords(refused: unknown): string | null {
  if (refused === null || refused === undefined) return null;
  const { code, detail } = factsOf(refused);
  const words = [code, detail].filter((part): part is string => typeof part === "string" && part !== "");
  return words.length === 0 ? JSON.stringify(refused) : words.join(": ");
}
