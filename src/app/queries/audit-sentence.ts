import type { Json } from "../../kit/canonical-json.ts";
import type { AuditEntry } from "../ports/audit-store.ts";

/**
 * What an entry of the audit log says, as one sentence for people. Entries of a rollout's own moves carry the sentence that
 * was written with the decision; an action that is not known here is told by its name, never left out.
 */
export function auditSentence({ actor, action, subject, detail }: AuditEntry): string {
  const who = actorName(actor);
  const facts = factsOf(detail);
  const told = SENTENCES[action]?.(who, facts);
  if (told !== undefined) return sentence(told);
  const because = textOf(facts, "because");
  if (action.startsWith("rollout.") && because !== "") return sentence(because);
  const reason = textOf(facts, "reason");
  return sentence(`${who}: ${action.replaceAll(/[.-]/g, " ")} (${subject})${reason === "" ? "" : `: ${reason}`}`);
}

type Facts = Readonly<Record<string, unknown>>;
type Teller = (who: string, facts: Facts) => string;

const SENTENCES: Readonly<Record<string, Teller>> = {
  "rollout.created": (who, facts) => `${who} made this rollout: ${textOf(facts, "reason")}`,
  "rollout.approve": (who, facts) => `${who} approved ${purposeWords(facts)}: ${textOf(facts, "reason")}`,
  "rollout.deny": (who, facts) => `${who} denied ${purposeWords(facts)}: ${textOf(facts, "reason")}`,
  "rollout.phase-published": (_, facts) =>
    `${textOf(facts, "name")} is published: its devices are offered the change from now on`,
  "rollout.open-phase": (who, facts) => openPhaseText(who, facts),
  "rollout.land": (_, facts) => textOf(facts, "because"),
  "rollout.notice-set": (who, facts) => `${who} wrote the notice of the ${textOf(facts, "stage")} stage${reasonText(facts)}`,
  "rollout.notices-queued": (_, facts) =>
    `The notice of the ${textOf(facts, "stage")} stage goes out to ${textOf(facts, "people")} people`,
  "rollout.notices-sent": (_, facts) =>
    `Notices of the ${textOf(facts, "stage")} stage: ${textOf(facts, "accepted")} accepted, ${textOf(facts, "refused")} refused, ` +
    `${textOf(facts, "later")} to be tried again`,
  "rollout.people-told": (who, facts) =>
    `${who} recorded that ${textOf(facts, "told")} people were told: ${textOf(facts, "means")}`,
  "rollout.notice-bounced": (_, facts) => `A notice came back${reasonText(facts)}`,
  "rollout.devices-cleared": (_, facts) =>
    `${textOf(facts, "devices")} devices may be offered the change: their people were told long enough ago`,
  "rollout.stage-acknowledged": (who, facts) =>
    `${who} said for the help desk that it is ready for the ${textOf(facts, "stage")} stage`,
  "help-request.linked": (who, facts) => `${who} linked a help request to this rollout${reasonText(facts)}`,
  "help-request.unlinked": (who, facts) => `${who} took the link of a help request away${reasonText(facts)}`,
  "draft.saved": (who, facts) => `${who} saved the draft \`${textOf(facts, "title")}\`${reasonText(facts)}`,
  "draft.changed": (who, facts) =>
    `${who} changed the draft \`${textOf(facts, "title")}\` (revision ${textOf(facts, "revision")})${reasonText(facts)}`,
  "draft.discarded": (who, facts) => `${who} discarded the draft \`${textOf(facts, "title")}\``,
  "masters.imported": (who, facts) =>
    `${who} declared what other masters set: ${textOf(facts, "added")} new, ${textOf(facts, "replaced")} replaced`,
  "masters.removed": (who, facts) => `${who} removed what \`${textOf(facts, "name")}\` was declared to set`,
  "requirement.added": (who, facts) => `${who} added the requirement \`${textOf(facts, "title")}\`${reasonText(facts)}`,
  "requirement.changed": (who, facts) =>
    `${who} changed the requirement \`${textOf(facts, "title")}\` (revision ${textOf(facts, "revision")})${reasonText(facts)}`,
  "requirement.retired": (who, facts) => `${who} retired the requirement \`${textOf(facts, "title")}\``,
  "requirements.started": (who, facts) => `${who} took ${textOf(facts, "added")} requirements over from the baseline`,
  "requirements.first-policies": (who, facts) =>
    `${who} made ${textOf(facts, "policies")} drafts of first policies for ${textOf(facts, "requirements")} new requirements`,
  "token.created": (who, facts) =>
    `${who} made an access token for ${textOf(facts, "person")} with the role ${textOf(facts, "role")}`,
  "token.revoked": (who, facts) => `${who} revoked the access token \`${textOf(facts, "label")}\` of ${textOf(facts, "person")}`,
  "enrolment-token.created": (who) => `${who} made a token with which devices enrol`,
  "device-key.status": (who, facts) =>
    `${who} set a device's key from ${textOf(facts, "from")} to ${textOf(facts, "to")}: ${textOf(facts, "reason")}`,
  "estate.imported": (who, facts) => `${who} imported the estate from ${textOf(facts, "files")} files`,
  "policies.imported": (who, facts) => `${who} imported policies from ${textOf(facts, "files")} files`,
  "catalogue.updated": (who, facts) =>
    textOf(facts, "to") === ""
      ? `${who} went back to the setting catalogue that came with Tidegate`
      : `${who} brought in a setting catalogue: ${textOf(facts, "definitions")} definitions, ${textOf(facts, "changed")} changed, ${textOf(facts, "appeared")} new`,
  "devices.enrolled": () => "Devices enrolled",
};

/** `phase:2` as people count: the phase after the second is the third. */
export function purposeText(purpose: string): string {
  const [kind = "", at = ""] = purpose.split(":");
  switch (kind) {
    case "start":
      return "the start";
    case "phase":
      return `opening phase ${Number(at) + 1}`;
    case "resume":
      return "going on after the halt";
    case "waive":
      return `going on from phase ${Number(at) + 1} with thin evidence`;
    default:
      return purpose;
  }
}

function purposeWords(facts: Facts): string {
  return purposeText(textOf(facts, "purpose"));
}

function reasonText(facts: Facts): string {
  const reason = textOf(facts, "reason");
  return reason === "" ? "" : `: ${reason}`;
}

/** Who opened it is told only where a person did. */
function openPhaseText(who: string, facts: Facts): string {
  const because = textOf(facts, "because");
  return who === actorName("system:timer") ? because : `${because}, promoted by ${who}`;
}

const ACTORS: Readonly<Record<string, string>> = {
  "system:gate": "the gate",
  "system:timer": "the timer",
  "system:device-door": "the device door",
};

function actorName(actor: string): string {
  return ACTORS[actor] ?? actor.replace(/^local:/, "");
}

function factsOf(detail: Json): Facts {
  return typeof detail === "object" && detail !== null && !Array.isArray(detail) ? (detail as Facts) : {};
}

function textOf(facts: Facts, key: string): string {
  const value = facts[key];
  if (Array.isArray(value)) return String(value.length);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** Capitalised where that changes no name: a login stays as it is typed. */
function sentence(text: string): string {
  const words = text.trim().replace(/:$/, "");
  return CAPITALISED.some((word) => words.startsWith(`${word} `)) ? `${words.charAt(0).toUpperCase()}${words.slice(1)}` : words;
}
const CAPITALISED = ["the", "devices", "phase", "held", "halted", "rolled", "every", "planned", "gate"];
