import type { DeviceId } from "../../src/kit/ids.ts";
import type { BenchServer } from "../spine/stage.ts";
import { sendReports, type TimedReport } from "./deliver.ts";
import type { DeviceFact } from "./fleet-facts.ts";
import type { Walk } from "./walk-rollout.ts";

const REPORTS_A_TIME = 100;

/** Devices that were offered the change and kept silent answer, some at a time, all well; the facts move with them. */
export function openLateReports(
  { product, clock }: BenchServer,
  walk: Walk,
): Readonly<{ walk: Walk; send: () => Promise<void> }> {
  const facts = new Map(walk.facts);
  const waiting = [...facts.values()].filter(({ state }) => state === "awaitingReport");
  const { policyId, toHash } = walk.detail.policyPlan.change;
  const nodes = walk.detail.policyPlan.settings.map(({ node }) => node);
  const send = async () => {
    const some = waiting.splice(0, REPORTS_A_TIME);
    const now = clock.now();
    const ids = some.map(({ device }) => device.id as DeviceId);
    const bundles = await product.store.write((unit) => unit.devices.bundlesForUpdate(ids));
    const reports = bundles.map(({ deviceId, epoch, seq, envelope, reportNumber }): TimedReport => {
      const settings = nodes.map((node) => ({ node, state: "succeeded", applied: true, verified: true }) as const);
      const policy = { policyId, versionHash: toHash ?? "", state: "succeeded", settings } as const;
      const report = {
        type: "tidegate-report",
        deviceId,
        epoch,
        seq,
        reportNonce: envelope.reportNonce,
        reportNumber: reportNumber + 1,
        previousHash: null,
        reportedAt: now,
        policies: [policy],
        removed: [],
        refused: null,
      } as const;
      return { report, now };
    });
    await sendReports(product.store, reports);
    for (const fact of some) {
      const moved: DeviceFact = { ...fact, state: "succeeded", reportedAt: now };
      facts.set(fact.device.id, moved);
    }
  };
  return { walk: { ...walk, facts }, send };
}
