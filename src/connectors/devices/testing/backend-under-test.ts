import type { BackendChange, BackendObservation, BackendReceipt, DeviceBackend } from "../../../app/ports/device-backend.ts";
import type { DeviceId, PolicyId, RolloutId, VersionHash } from "../../../kit/ids.ts";

/** A backend with a small fleet behind it: every device online, none failing, on a clock that only `passMs` moves. */
export type BackendUnderTest = Readonly<{
  backend: DeviceBackend;
  /** A dozen or more, all known to the backend. */
  deviceIds: readonly DeviceId[];
  /** What the product commits before a change is handed to its backend; nothing, where the backend does not read the product's database. */
  commit: (change: BackendChange) => void;
  passMs: (ms: number) => Promise<void>;
  /** Within this time every device has taken what it may, and reported it. After a third of it some have and some have not. */
  settleMs: number;
  heldVersion: (deviceId: DeviceId, policyId: PolicyId) => VersionHash | null;
  setUnavailable: (isUnavailable: boolean) => void;
  /** The next change is carried out, and its answer is BackendUnavailable. */
  loseNextAnswer: () => void;
}>;

export const POLICY = "policy-1" as PolicyId;
export const ROLLOUT = "rollout-1" as RolloutId;
export const NEW_VERSION = "a".repeat(64) as VersionHash;
export const OLD_VERSION = "b".repeat(64) as VersionHash;

export const CHANGE_KINDS = [
  "publish-phase",
  "stop-offering",
  "offer-again",
  "restore-previous",
  "land",
] as const satisfies readonly BackendChange["kind"][];

export function makeChange(
  kind: BackendChange["kind"],
  deviceIds: readonly DeviceId[],
  overrides: Partial<BackendChange> = {},
): BackendChange {
  const versionHash = kind === "restore-previous" ? OLD_VERSION : NEW_VERSION;
  const phaseIndex = kind === "publish-phase" || kind === "offer-again" ? 0 : null;
  return { kind, rolloutId: ROLLOUT, policyId: POLICY, versionHash, phaseIndex, deviceIds, ...overrides };
}

/** Commits, then applies, as the product's outbox does. The key is made of the change's kind unless one is given. */
export async function deliver(
  test: BackendUnderTest,
  change: BackendChange,
  key = `key of ${change.kind}`,
): Promise<BackendReceipt> {
  test.commit(change);
  return test.backend.apply(change, key);
}

export function holdersOf(test: BackendUnderTest, version: VersionHash): DeviceId[] {
  return test.deviceIds.filter((id) => test.heldVersion(id, POLICY) === version);
}

/** Every page from the cursor to the end. */
export async function observeAll(
  backend: DeviceBackend,
  from: string | null = null,
): Promise<Readonly<{ observations: BackendObservation[]; cursor: string | null }>> {
  const observations: BackendObservation[] = [];
  let cursor = from;
  for (;;) {
    const page = await backend.observe(cursor);
    if (page.observations.length === 0) return { observations, cursor: page.cursor };
    observations.push(...page.observations);
    cursor = page.cursor;
  }
}
