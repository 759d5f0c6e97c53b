import type { AcceptanceBody, RequirementSummaryBody } from "../../../http/contract/requirements.ts";
import { formatCount, formatShare } from "../../words/numbers.ts";
import type { Tone } from "../../words/states.ts";

type Status = RequirementSummaryBody["standing"]["status"];
type Area = RequirementSummaryBody["area"];
type Priority = RequirementSummaryBody["priority"];

export const STATUS_WORDS: Readonly<Record<Status, Readonly<{ word: string; tone: Tone; meaning: string }>>> = {
  met: { word: "Met", tone: "good", meaning: "on every device of its platforms" },
  "partly-met": { word: "Partly met", tone: "warn", meaning: "on some devices of its platforms" },
  unmet: { word: "Unmet", tone: "bad", meaning: "on no device of its platforms" },
  "no-policy": { word: "No policy", tone: "bad", meaning: "no live policy sets any of its settings" },
  unmapped: { word: "No setting", tone: "held", meaning: "it names no setting that would realise it" },
  "no-device": { word: "No device", tone: "quiet", meaning: "the estate has no device of its platforms" },
};

export const AREA_WORDS: Readonly<Record<Area, string>> = {
  password: "Password and PIN",
  "sign-in": "Sign-in",
  encryption: "Encryption",
  firewall: "Firewall",
  protection: "Protection",
  updates: "Updates",
  browser: "Browser",
  office: "Office",
  camera: "Camera",
  storage: "Storage",
  network: "Wi-Fi and VPN",
  "remote-access": "Remote access",
  "work-apps": "Work apps",
  privacy: "Privacy",
  access: "Access",
  system: "System",
  other: "Other",
};

export const PRIORITY_WORDS: Readonly<Record<Priority, string>> = { must: "Must", should: "Should", may: "May" };

/** `149 of 160 devices (93 %)`; never a number without its denominator. */
export function devicesText({ met, ofDevices }: Pick<RequirementSummaryBody["standing"], "met" | "ofDevices">): string {
  const share = formatShare(met, ofDevices);
  return `${formatCount(met)} of ${formatCount(ofDevices)} devices${share === "" ? "" : ` (${share})`}`;
}

/** Which values will do; an option's own name where the answer brings one. */
export function acceptText(accept: AcceptanceBody, names: Readonly<Record<string, string>>): string {
  switch (accept.kind) {
    case "any":
      return "set, to whatever";
    case "one-of":
      return accept.values
        .map((value) => (typeof value === "string" ? (names[value] ?? value) : JSON.stringify(value)))
        .join(" or ");
    case "range":
      if (accept.min === null) return `at most ${String(accept.max)}`;
      return accept.max === null ? `at least ${accept.min}` : `${accept.min} to ${accept.max}`;
  }
}
