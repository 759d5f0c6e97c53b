/** Which kept answers a live topic makes old. */
type Key = readonly unknown[];

const ALSO_OLD: Readonly<Record<string, readonly string[]>> = {
  rollouts: ["rollouts", "inbox"],
  rollout: ["rollout", "rollouts", "inbox", "device"],
  communication: ["communication", "inbox"],
  "help-requests": ["help-requests", "inbox"],
  devices: ["devices", "device"],
  policies: ["policies"],
  audit: ["audit"],
  demo: ["demo"],
};

/** Answers that belong to one rollout, kept under its id (or the name that stood in the address). */
const BY_ROLLOUT = ["rollout", "communication"];
const ROLLOUT_ID = /^ro-[0-9a-f]{16}$/;

/** Whether the answer kept under `key` is old once `topic` has new facts. Unknown topics make nothing old. */
export function isOldAfter(topic: string, key: Key): boolean {
  const [word = "", id] = topic.split(/:(.*)/s);
  const first = String(key[0]);
  if (ALSO_OLD[word]?.includes(first) !== true) return false;
  if (id === undefined || !BY_ROLLOUT.includes(first)) return true;
  // Under a name we cannot tell whose it is: rather ask once too often.
  return key[1] === id || !ROLLOUT_ID.test(String(key[1]));
}
