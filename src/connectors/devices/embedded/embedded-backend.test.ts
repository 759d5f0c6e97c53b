import { describe, expect, it } from "vitest";
import { BackendUnavailable } from "../../../app/ports/device-backend.ts";
import type { DeviceId } from "../../../kit/ids.ts";
import { instant } from "../../../kit/instant.ts";
import { deviceBackendConformance } from "../testing/device-backend-conformance.ts";
import { CHANGE_KINDS, makeChange } from "../testing/backend-under-test.ts";
import { CHECK_IN_MS, createTestProduct } from "../testing/test-product.ts";
import { EMBEDDED_CONFLICT_RULE } from "../../../policy/conflict-rule.ts";
import { createEmbeddedBackend, type EmbeddedBackendDeps } from "./index.ts";

const deviceIds = Array.from({ length: 15 }, (_, at) => `device-${String(at).padStart(2, "0")}` as DeviceId);

deviceBackendConformance("embedded", () => {
  const { deps, passMs, ...product } = createTestProduct(deviceIds);
  const backend = createEmbeddedBackend(deps);
  return { ...product, backend, deviceIds, settleMs: CHECK_IN_MS, passMs: async (ms) => passMs(ms) };
});

describe("the embedded backend", () => {
  it("wakes the door after each change, also after one that was done before, and waits until it has looked", async () => {
    const calls: string[] = [];
    const backend = createEmbeddedBackend(
      recordingDeps({
        publishPhase: async () => {
          calls.push("publish");
          return "already-done";
        },
        wakeDoor: async () => {
          await Promise.resolve();
          calls.push("door looked");
        },
      }),
    );
    for (const kind of CHANGE_KINDS) await backend.apply(makeChange(kind, deviceIds), kind);
    expect(calls).toEqual(["publish", ...CHANGE_KINDS.map(() => "door looked")]);
  });

  it("writes nothing but the mark of the phase that is named", async () => {
    const published: unknown[] = [];
    const backend = createEmbeddedBackend(
      recordingDeps({
        publishPhase: async (...mark) => {
          published.push(mark);
          return "done";
        },
      }),
    );
    for (const kind of CHANGE_KINDS) await backend.apply(makeChange(kind, deviceIds, { phaseIndex: 2 }), kind);
    expect(published).toEqual([["rollout-1", 2]]);
    await expect(backend.apply(makeChange("publish-phase", deviceIds, { phaseIndex: null }), "key")).rejects.toThrow(
      "has an index",
    );
  });

  it("lets the outbox see why a change failed, and wakes no door for what was not written", async () => {
    let woken = 0;
    const backend = createEmbeddedBackend(
      recordingDeps({ publishPhase: () => Promise.reject(new BackendUnavailable("away")), wakeDoor: () => void (woken += 1) }),
    );
    await expect(backend.apply(makeChange("publish-phase", deviceIds), "key")).rejects.toThrow("away");
    expect(woken).toBe(0);
  });

  it("says what it can do", () => {
    expect(createEmbeddedBackend(recordingDeps({})).capabilities).toEqual({
      platforms: ["windows", "macOS", "iOS", "iPadOS", "android", "linux"],
      isolation: true,
      rollback: true,
      reportLatencyMs: 1_000,
      conflictRule: EMBEDDED_CONFLICT_RULE,
    });
  });
});

function recordingDeps(overrides: Partial<EmbeddedBackendDeps>): EmbeddedBackendDeps {
  return {
    publishPhase: async () => "done",
    wakeDoor: () => undefined,
    observations: async () => ({ observations: [], cursor: null }),
    now: () => instant(0),
    checkInIntervalMs: 1_000,
    ...overrides,
  };
}
