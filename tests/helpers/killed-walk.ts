import { setTimeout as pause } from "node:timers/promises";
import type { DeviceDetail } from "../../src/http/contract/devices.ts";
import type { RolloutDevicesAnswer } from "../../src/http/contract/live.ts";
import type { RolloutDetail, RolloutDossier } from "../../src/http/contract/rollouts.ts";
import type { AuditVerification } from "../../src/http/contract/server.ts";
import type { DemoOrganisation } from "../../src/sim/organisation/demo-organisation.ts";
import { createLiveFleet, type LiveFleet } from "./live-fleet.ts";
import { ask, expectGood, hireStaff, startServer, type RealServer, type ServeChoice, type Staff } from "./real-server.ts";
import { enrolmentToken, importByRest, quickShape, startStory } from "./walk-organisation.ts";

/**
 * When the server is killed: as soon as the phase is seen open, or when so many reports were answered in it, while others
 * are under way.
 */
export type KillMoment = Readonly<{ phaseIndex: number; afterReports: number }>;

export type KilledWalk = Readonly<{
  serve: ServeChoice;
  organisation: DemoOrganisation;
  seed: number;
  kills: readonly KillMoment[];
  /** Also between the order to roll back and its proof. */
  killInRollback: boolean;
}>;

type OpenedPhase = Extract<RolloutDetail["phases"][number], { status: "opened" }>;

export type RolloutEnd = Readonly<{
  status: RolloutDetail["status"];
  totals: RolloutDetail["totals"];
  rollback: RolloutDetail["rollback"];
  phases: readonly Readonly<{
    name: string;
    cap: number;
    cohort: readonly string[];
    exposed: readonly string[];
    verdict: string | null;
  }>[];
}>;

/** `faults`: what broke a promise on the way, in words; empty where all held. */
export type WalkEnd = Readonly<{
  kills: number;
  restartMs: readonly number[];
  good: RolloutEnd;
  takenBack: RolloutEnd;
  faults: readonly string[];
}>;

const WALK_MS_MAX = 90_000;

/** One change goes to operations, a second is halted after its laboratory and rolled back; the server dies on the way. */
export async function walkAndKill(walk: KilledWalk): Promise<WalkEnd> {
  const world = await openWorld(walk);
  try {
    const good = await travel(world, walk.kills);
    const takenBack = await takeBack(world, walk.killInRollback);
    await checkDevices(world, "at the end");
    const ends = { good: await endOf(world, good, "operations"), takenBack: await endOf(world, takenBack, "rolled-back") };
    const audit = await expectGood<AuditVerification>(
      ask(world.server.url, world.staff.viewer, "GET", "/api/v1/audit/verification"),
    );
    if (!audit.ok) world.faults.push(`the audit chain is broken at ${audit.brokenAt}: ${audit.because}`);
    checkBundles(world);
    return { kills: world.restartMs.length, restartMs: world.restartMs, ...ends, faults: world.faults };
  } finally {
    await world.fleet.close();
    await world.server.kill();
  }
}

type World = {
  readonly walk: KilledWalk;
  readonly staff: Staff;
  readonly fleet: LiveFleet;
  readonly faults: string[];
  readonly restartMs: number[];
  readonly deadline: number;
  server: RealServer;
};

async function openWorld(walk: KilledWalk): Promise<World> {
  const server = await startServer(walk.serve);
  try {
    const staff = await hireStaff(server);
    await importByRest(server.url, staff, walk.organisation);
    const { virtualDevices } = walk.organisation;
    const fleet = createLiveFleet({ devices: virtualDevices, seed: walk.seed });
    await fleet.connect(server.url);
    await fleet.enrolAll(await enrolmentToken(server.url, staff, virtualDevices.length));
    await fleet.round();
    return { walk, staff, fleet, faults: [], restartMs: [], deadline: performance.now() + WALK_MS_MAX, server };
  } catch (error) {
    await server.kill();
    throw error;
  }
}

async function travel(world: World, kills: readonly KillMoment[]): Promise<string> {
  const { good } = world.walk.organisation.stories;
  const { id, policyPlan } = await startStory(world.server.url, world.staff, good, quickShape());
  const waiting = [...kills];
  const clientSaw = new Set<string>();
  for (;;) {
    for (const log of world.fleet.logs) if (log.everOffered.has(policyPlan.change.toHash ?? "")) clientSaw.add(log.deviceId());
    const detail = await look(world, id);
    if (detail.status === "operations") break;
    // Not yet for everybody: so every device that was given the change must stand in the ledger.
    await checkLedger(world, id, clientSaw);
    const next = waiting[0];
    if (next === undefined || detail.phase?.index !== next.phaseIndex) await world.fleet.round();
    else {
      waiting.shift();
      await killDuringRound(world, next.afterReports);
    }
    await pause(50);
  }
  if (waiting.length > 0) world.faults.push(`${waiting.length} moments to kill never came`);
  return id;
}

async function takeBack(world: World, isKilled: boolean): Promise<string> {
  const { staff, fleet } = world;
  const { id } = await startStory(
    world.server.url,
    staff,
    world.walk.organisation.stories.waiting,
    quickShape({ finalPilotApprovals: 1 }),
  );
  while ((await look(world, id)).waitsForApproval?.purpose.startsWith("phase:") !== true) {
    await fleet.round();
    await pause(50);
  }
  const command = (word: string) =>
    ask(world.server.url, staff.operator, "POST", `/api/v1/rollouts/${id}/commands`, { command: word, reason: "tickets" });
  await expectGood(command("halt"));
  await expectGood(command("roll-back"));
  if (isKilled) await killDuringRound(world, 1);
  while ((await look(world, id)).status !== "rolled-back") {
    await fleet.round();
    await pause(50);
  }
  return id;
}

async function look(world: World, id: string): Promise<RolloutDetail> {
  const detail = await expectGood<RolloutDetail>(ask(world.server.url, world.staff.viewer, "GET", `/api/v1/rollouts/${id}`));
  if (performance.now() < world.deadline) return detail;
  const { name, status, phase, because, counts } = detail;
  const numbers = JSON.stringify({ counts, rollback: detail.rollback });
  throw new Error(`the walk did not end in time: ${name} is ${status} in ${phase?.name} (${because}), ${numbers}`);
}

/** @param afterReports 0: at once, before any device hears of what was just decided */
async function killDuringRound(world: World, afterReports: number): Promise<void> {
  const { fleet } = world;
  const goal = fleet.acknowledgedCount() + afterReports;
  if (afterReports > 0) {
    let isOver = false;
    const round = fleet.round().finally(() => {
      isOver = true;
    });
    while (fleet.acknowledgedCount() < goal && !isOver) await pause(1);
    await world.server.kill();
    await round;
  } else await world.server.kill();
  const startedMs = performance.now();
  world.server = await startServer(world.walk.serve);
  world.restartMs.push(Math.round(performance.now() - startedMs));
  await fleet.connect(world.server.url);
  await checkDevices(world, `after kill ${world.restartMs.length}`);
}

/** P-S10: what was acknowledged is there, before the devices say it again. */
async function checkDevices({ server, staff, fleet, faults }: World, when: string): Promise<void> {
  for (const log of fleet.logs) {
    const last = log.acknowledged.findLast(({ outcome }) => outcome !== "superseded")?.report;
    if (last === undefined) continue;
    const device = await expectGood<DeviceDetail>(ask(server.url, staff.viewer, "GET", `/api/v1/devices/${log.deviceId()}`));
    const reportedSeq = device.bundle?.reportedSeq ?? -1;
    if (reportedSeq < last.seq)
      faults.push(`${when}: ${log.name} had bundle ${last.seq} acknowledged, and the server knows of ${reportedSeq}`);
    // A report that was kept, and whose answer died with the server, is ahead of the client's ledger.
    if (reportedSeq !== last.seq) continue;
    const held = device.policies.map(({ policyId, versionHash, state }) => `${policyId} ${versionHash} ${state}`).sort();
    const said = last.policies.map(({ policyId, versionHash, state }) => `${policyId} ${versionHash} ${state}`).sort();
    if (held.join("\n") !== said.join("\n"))
      faults.push(`${when}: ${log.name} said ${said.join(", ")}; the server holds ${held.join(", ")}`);
  }
}

/** P-S1, P-S2: who was given the change stands in the ledger, in a frozen cohort, and never more than the cap of the phase. */
async function checkLedger(world: World, id: string, clientSaw: ReadonlySet<string>): Promise<void> {
  const { server, staff, faults } = world;
  const members = await membersOf(server, staff, id);
  const exposed = new Set(members.filter((member) => member.offeredAt !== null).map((member) => member.deviceId));
  for (const deviceId of clientSaw)
    if (!exposed.has(deviceId)) faults.push(`${deviceId} holds the change and is not in the ledger`);
  const { phases } = await look(world, id);
  for (const phase of phases) {
    const count = members.filter((member) => member.phaseIndex === phase.index && member.offeredAt !== null).length;
    if (count > phase.cap) faults.push(`${phase.name} exposed ${count} devices, more than ${phase.cap}`);
  }
}

/** P-S7. */
function checkBundles({ fleet, faults }: World): void {
  for (const { name, bundles, lastCheckIn } of fleet.logs) {
    bundles.forEach(({ epoch, seq }, at) => {
      const before = bundles[at - 1];
      if (before !== undefined && (epoch < before.epoch || seq <= before.seq))
        faults.push(`${name} was given bundle ${epoch}/${seq} after ${before.epoch}/${before.seq}`);
    });
    if (lastCheckIn()?.status === "refused") faults.push(`${name} refused its bundle: ${lastCheckIn()?.because?.code}`);
  }
}

type Member = RolloutDevicesAnswer["items"][number];

async function membersOf(server: RealServer, staff: Staff, id: string): Promise<readonly Member[]> {
  const members: Member[] = [];
  for (;;) {
    const path = `/api/v1/rollouts/${id}/devices?limit=200&offset=${members.length}`;
    const page = await expectGood<RolloutDevicesAnswer>(ask(server.url, staff.viewer, "GET", path));
    members.push(...page.items);
    if (page.items.length === 0 || members.length >= page.total) return members;
  }
}

/** P-L3: what a dead server had claimed is repeated when its claim is over. */
async function settledDossier({ server, staff }: World, id: string): Promise<RolloutDossier> {
  const deadline = performance.now() + DRAIN_MS_MAX;
  for (;;) {
    const dossier = await expectGood<RolloutDossier>(ask(server.url, staff.viewer, "GET", `/api/v1/rollouts/${id}/dossier`));
    if (dossier.effects.every((effect) => effect.doneAt !== null) || performance.now() > deadline) return dossier;
    await pause(200);
  }
}

const DRAIN_MS_MAX = 25_000;

async function endOf(world: World, id: string, status: string): Promise<RolloutEnd> {
  const { server, staff, faults } = world;
  const { rollout, effects, audit } = await settledDossier(world, id);
  if (rollout.status !== status) faults.push(`${rollout.name} ended as ${rollout.status}`);
  const members = await membersOf(server, staff, id);
  for (const effect of effects) if (effect.doneAt === null) faults.push(`the effect ${effect.key} was never done`);
  if (new Set(effects.map((effect) => effect.key)).size !== effects.length) faults.push("an effect's key is there twice");
  const opened = rollout.phases.filter((phase): phase is OpenedPhase => phase.status === "opened");
  for (const phase of opened) {
    const published = audit.filter(
      ({ action, detail }) =>
        action === "rollout.phase-published" && (detail as { phaseIndex?: number }).phaseIndex === phase.index,
    );
    if (published.length !== 1) faults.push(`${phase.name} was published ${published.length} times`);
  }
  return {
    status: rollout.status,
    totals: rollout.totals,
    rollback: rollout.rollback,
    phases: opened.map(({ index, name, cap, judgement }) => {
      const mine = members.filter((member) => member.phaseIndex === index);
      return {
        name,
        cap,
        cohort: mine.map((member) => member.deviceId).sort(),
        exposed: mine
          .filter((member) => member.offeredAt !== null)
          .map((member) => member.deviceId)
          .sort(),
        verdict: judgement?.verdict.kind ?? null,
      };
    }),
  };
}
