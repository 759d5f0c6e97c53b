import type { Pulse } from "../ports/live-store.ts";

const DEVICES = "devices";
/** Whoever came in by a token, an account or a session may have to go. */
export const ACCESS_TOPIC = "access";

/**
 * What pages have to read again. `told` is what the rollouts said at the pulse before.
 * Topics: `rollouts`, `rollout:ID`, `communication:ID`, `help-requests`, `devices`, `policies`, `audit`, `access`.
 */
export function topicsOf(pulse: Pulse, told: Pulse["told"]): ReadonlySet<string> {
  const topics = new Set<string>();
  const rollout = (id: string) => {
    topics.add("rollouts");
    topics.add(`rollout:${id}`);
  };
  for (const id of pulse.rolloutIds) rollout(id);
  for (const [id, text] of Object.entries(pulse.told)) if (told[id] !== undefined && told[id] !== text) rollout(id);
  if (pulse.devicesMoved || pulse.estateMoved) topics.add(DEVICES);
  if (pulse.subjects.length > 0) topics.add("audit");
  for (const subject of pulse.subjects) {
    const [kind, id] = splitOnce(subject);
    if (kind === "rollout" && id !== "") {
      rollout(id);
      topics.add(`communication:${id}`);
    } else {
      for (const topic of TOPICS[kind] ?? []) topics.add(topic);
    }
  }
  return topics;
}

/** By the kind of an audit entry's subject. A rollout that was made or landed changes what policies say of themselves. */
const TOPICS: Readonly<Record<string, readonly string[]>> = {
  "help-request": ["help-requests"],
  estate: [DEVICES],
  device: [DEVICES],
  policies: ["policies"],
  policy: ["policies"],
  token: [ACCESS_TOPIC],
  account: [ACCESS_TOPIC],
};

function splitOnce(subject: string): readonly [kind: string, id: string] {
  const at = subject.indexOf(":");
  return at < 0 ? [subject, ""] : [subject.slice(0, at), subject.slice(at + 1)];
}
