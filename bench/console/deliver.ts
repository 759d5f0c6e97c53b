import { createRecordReport } from "../../src/app/device-door/record-report.ts";
import type { BundleRow } from "../../src/app/ports/device-store.ts";
import type { DeviceId, RolloutId, VersionHash } from "../../src/kit/ids.ts";
import { instant, type Instant } from "../../src/kit/instant.ts";
import type { SeededRandom } from "../../src/kit/seeded-random.ts";
import { hashOf } from "../../src/kit/sha256.ts";
import { contentHashOf, envelopeHashOf, type BundleContent, type BundleEnvelope } from "../../src/policy/bundle/bundle.ts";
import type { DeviceReport, PolicyReport, SettingReport } from "../../src/policy/bundle/protocol.ts";
import type { BenchServer } from "../spine/stage.ts";
import type { BigDevice } from "./big-estate.ts";
import type { DeviceFact } from "./fleet-facts.ts";

/** Who is given what, when, and how many of them take it and answer. */
export type Delivery = Readonly<{
  rollout: Readonly<{ id: string; revision: number }>;
  policyId: string;
  versionHash: string;
  nodes: readonly string[];
  phaseIndex: number;
  members: readonly BigDevice[];
  seq: number;
  from: Instant;
  until: Instant;
  offeredShare: number;
  reportedShare: number;
}>;

const DEVICES_AT_ONCE = 5_000;
const REPORTS_AT_ONCE = 3_000;

/**
 * What the device door writes at a check-in and a report, without the signatures between: exposure, bundle, then the report by
 * the product's own use case. @returns what was done and said.
 */
export async function deliver(
  { product }: BenchServer,
  delivery: Delivery,
  random: SeededRandom,
): Promise<readonly DeviceFact[]> {
  const drawn = delivery.members.map((device) => draw(device, delivery, random));
  const offered = drawn.filter((one) => one.bundle !== null);
  const { store } = product;
  for (let at = 0; at < offered.length; at += DEVICES_AT_ONCE) {
    const some = offered.slice(at, at + DEVICES_AT_ONCE);
    await store.write(async (unit) => {
      await unit.rollouts.expose(
        some.map(({ bundle }) => ({
          rolloutId: delivery.rollout.id as RolloutId,
          deviceId: (bundle as BundleRow).deviceId,
          phaseIndex: delivery.phaseIndex,
          versionHash: delivery.versionHash as VersionHash,
          offeredAt: (bundle as BundleRow).offeredAt,
          rolloutRevision: delivery.rollout.revision,
        })),
      );
      await unit.devices.saveBundles(some.map(({ bundle }) => bundle as BundleRow));
    });
  }
  await sendReports(
    store,
    drawn.flatMap(({ report }) => report ?? []),
  );
  return drawn.map(({ fact }) => fact);
}

export type TimedReport = Readonly<{ report: DeviceReport; now: Instant }>;

export async function sendReports(store: BenchServer["product"]["store"], reports: readonly TimedReport[]): Promise<void> {
  const record = createRecordReport(store);
  for (let at = 0; at < reports.length; at += REPORTS_AT_ONCE) {
    const some = reports.slice(at, at + REPORTS_AT_ONCE);
    const answers = await Promise.all(
      some.map(({ report, now }) => record({ deviceId: report.deviceId as DeviceId, report, now })),
    );
    const refused = answers.find((answer) => !answer.ok || answer.value !== "counted");
    if (refused !== undefined) throw new Error(`a report was not counted: ${JSON.stringify(refused)}`);
  }
}

type Drawn = Readonly<{ fact: DeviceFact; bundle: BundleRow | null; report: TimedReport | null }>;

function draw(device: BigDevice, delivery: Delivery, random: SeededRandom): Drawn {
  const { phaseIndex, from, until, seq } = delivery;
  if (!random.chance(delivery.offeredShare))
    return {
      fact: { device, phaseIndex, state: "notOffered", offeredAt: null, reportedAt: null, everFailed: false },
      bundle: null,
      report: null,
    };
  const offeredAt = instant(random.int(from, until));
  const bundle = bundleOf(device, delivery, offeredAt);
  if (!random.chance(delivery.reportedShare)) {
    const fact = { device, phaseIndex, state: "awaitingReport", offeredAt, reportedAt: null, everFailed: false } as const;
    return { fact, bundle, report: null };
  }
  const reportedAt = instant(random.int(offeredAt, until));
  const said = random.weighted(OUTCOMES);
  const report: DeviceReport = {
    type: "tidegate-report",
    deviceId: device.id,
    epoch: bundle.epoch,
    seq,
    reportNonce: bundle.envelope.reportNonce,
    reportNumber: seq,
    previousHash: null,
    reportedAt,
    policies: [policyReport(delivery, said, random)],
    removed: [],
    refused: null,
  };
  const state = said === "unverified" ? "error" : said;
  const everFailed = state === "error";
  return { fact: { device, phaseIndex, state, offeredAt, reportedAt, everFailed }, bundle, report: { report, now: reportedAt } };
}

type Said = PolicyReport["state"] | "unverified";
const OUTCOMES: readonly (readonly [Said, number])[] = [
  ["succeeded", 0.97],
  ["error", 0.012],
  ["unverified", 0.003],
  ["conflict", 0.005],
  ["notApplicable", 0.01],
];
const ERROR_CODES = ["0x87D1FDE8", "0x87D10194", "0x87D101F4", "0x8007000E"] as const;

function policyReport({ policyId, versionHash, nodes }: Delivery, said: Said, random: SeededRandom): PolicyReport {
  const state = said === "unverified" ? "succeeded" : said;
  const [first, ...others] = nodes.map((node): SettingReport => ({ node, state: "succeeded", applied: true, verified: true }));
  if (first === undefined) throw new Error("a policy without a setting");
  const bad: SettingReport = {
    node: first.node,
    state,
    applied: said === "unverified",
    verified: false,
    ...(said === "error" ? { errorCode: random.pick(ERROR_CODES) } : {}),
  };
  return { policyId, versionHash, state, settings: [said === "succeeded" ? first : bad, ...others] };
}

const EPOCH = 1;
const VALID_MS = 86_400_000;

function bundleOf({ id }: BigDevice, delivery: Delivery, offeredAt: Instant): BundleRow {
  const content = contentOf(delivery);
  const envelope: BundleEnvelope = {
    type: "tidegate-bundle",
    specVersion: 1,
    tenant: "bench",
    deviceId: id,
    seq: delivery.seq,
    epoch: EPOCH,
    issuedAt: offeredAt,
    notAfter: instant(offeredAt + VALID_MS),
    contentHash: content.hash,
    previousHash: null,
    reportNonce: hashOf({ id, seq: delivery.seq }).slice(0, 32),
  };
  return {
    deviceId: id as DeviceId,
    epoch: EPOCH,
    seq: delivery.seq,
    setHash: content.hash,
    envelope,
    envelopeHash: envelopeHashOf(envelope),
    offeredAt,
    reportNumber: delivery.seq - 1,
    reportHash: null,
    reportedSeq: delivery.seq - 1,
    reportedAt: null,
    refused: null,
  };
}

const contents = new WeakMap<Delivery, Readonly<{ content: BundleContent; hash: string }>>();

function contentOf(delivery: Delivery): Readonly<{ content: BundleContent; hash: string }> {
  const known = contents.get(delivery);
  if (known !== undefined) return known;
  const { policyId, versionHash, nodes } = delivery;
  const settings = nodes.map((node) => ({ node, value: `${node}_1` }));
  const content = { policies: [{ policyId, versionHash, name: "bench", settings }], conflicts: [] };
  const made = { content, hash: contentHashOf(content) };
  contents.set(delivery, made);
  return made;
}
