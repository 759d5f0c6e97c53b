import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { signInLinkFor, signInPath } from "./app/access/sign-in-links.ts";
import { ROLES } from "./app/ports/access-store.ts";
import type { RunningServer, SimFleetOptions } from "./cli/cli-deps.ts";
import { cliFault } from "./cli/cli-fault.ts";
import type { DemoOptions, DemoProgress, DemoRun, DemoSummary, FleetSummary } from "./cli/demo-summary.ts";
import { entropy, openOrFault, openWithDoor, type Opened } from "./compose.ts";
import { CONSOLE_FOLDER, DEFAULT_PORT, demoConfig } from "./config.ts";
import { listenAnywhere } from "./http/listen.ts";
import { DAY_MS } from "./kit/instant.ts";
import { createDemoDial, type DialTime, type PacedDial } from "./sim/demo/demo-dial.ts";
import type { DemoMoment, DemoStage } from "./sim/demo/demo-stage.ts";
import { DEMO_STARTS_AT, driveDemo, type DemoEnd } from "./sim/demo/drive-demo.ts";
import { summariseDemo } from "./sim/demo/summarise-demo.ts";
import { createVirtualClock } from "./sim/fleet/virtual-clock.ts";
import { runWallClockFleet } from "./sim/fleet/wall-clock-fleet.ts";
import { createDemoOrganisation } from "./sim/organisation/demo-organisation.ts";

type Visit = NonNullable<DemoProgress["visit"]>;
type Tell = (moment: DemoMoment) => void;
/** A demo in its own process: what it plays on, how it is heard of, and how it ends. */
type Running = Readonly<{ options: DemoOptions; stage: DemoStage; tell: Tell; wallStartMs: number; close: () => Promise<void> }>;

const VIRTUAL_PORT_ANY = 0;

/** `tidegate demo`: the stories on virtual time against a real server, over HTTP; with a console and a link, or headless. */
export async function demo(
  options: DemoOptions & Readonly<{ version: string }>,
  progress: (now: DemoProgress) => void,
  until: AbortSignal,
): Promise<DemoRun> {
  const wallStartMs = performance.now();
  const clock = createVirtualClock(DEMO_STARTS_AT);
  const isWatched = options.leaveServerUp;
  const dial = createDemoDial(clock, WALL_TIME, isWatched ? "normal" : "fast");
  const config = demoConfig(options.keepIn, isWatched ? DEFAULT_PORT : VIRTUAL_PORT_ANY);
  const face = { consoleFolder: isWatched ? CONSOLE_FOLDER : null, demo: dial };
  const opened = await openOrFault(() => openWithDoor(config, clock, options.version, face));
  const origin = await listenAnywhere(opened.http, config);
  if (isWatched) opened.bell.wake = dial.nudge;
  const stage: DemoStage = { origin, clock, dial, adminToken: opened.localToken, ringTimer: () => opened.product.ring() };
  const close = closeOnce(opened);
  const visit = isWatched ? await visitOf(opened, origin) : null;
  const tell: Tell = (moment) => progress(progressOf(moment, visit, performance.now() - wallStartMs));
  const running: Running = { options, stage, tell, wallStartMs, close };
  try {
    return isWatched ? await playWatched(running, opened, until) : await playHeadless(running, until);
  } catch (error) {
    await close();
    throw error;
  }
}

const WALL_TIME: DialTime = {
  nowMs: () => performance.now(),
  pause: async (durationMs, wake) => {
    await sleep(durationMs, undefined, { signal: wake }).catch(() => undefined);
  },
};

async function playHeadless(running: Running, until: AbortSignal): Promise<DemoRun> {
  const end = await driveDemo(running.stage, { ...running.options, isWatched: false }, running.tell, until);
  const summary = await summaryOf(running, end);
  await end.fleet.stop();
  await running.close();
  return { summary, server: null };
}

/** What breaks the stories does not take the console away: it is shown there, and said on the terminal. */
async function playWatched(running: Running, opened: Opened, until: AbortSignal): Promise<DemoRun> {
  const { options, stage, tell } = running;
  try {
    const end = await driveDemo(stage, { ...options, isWatched: true }, tell, until);
    return { summary: await summaryOf(running, end), server: await stayUp(running, opened, end) };
  } catch (error) {
    if (until.aborted) throw error;
    const note = noteOn(stage.dial, "the demo's stories broke off", error);
    const { url, signInUrl } = await visitOf(opened, stage.origin);
    const stopped = new Promise<string>(() => undefined);
    return { summary: null, server: { url, notes: [note, `Sign in, once:  ${signInUrl}`], stopped, close: running.close } };
  }
}

function noteOn(dial: PacedDial, what: string, error: unknown): string {
  const note = `${what}: ${error instanceof Error ? error.message : String(error)}`;
  dial.tell({ note });
  return note;
}

async function summaryOf({ options: { seed, devices }, wallStartMs }: Running, end: DemoEnd): Promise<DemoSummary> {
  const report = await summariseDemo(end);
  return { seed, devices, wallSeconds: (performance.now() - wallStartMs) / 1_000, ...report };
}

/** The visitor may do everything but write: the demo's author does that, since nobody approves their own change. */
const VISITOR = { login: "you", displayName: "You", roles: ROLES.filter((role) => role !== "author") };
/** On the demo's own time, of which years may pass while nobody looks. */
const VISITOR_LINK_MS = 10_000 * DAY_MS;

async function visitOf({ product }: Opened, origin: string): Promise<Visit> {
  const { store, clock } = product;
  const { secret } = await signInLinkFor(store, entropy, { ...VISITOR, linkMs: VISITOR_LINK_MS }, clock.now());
  return { url: origin, signInUrl: `${origin}${signInPath(secret)}` };
}

/** The fleet lives on at the dial's speed; tokens of the demo's people lie in a folder of their own, for the command line. */
async function stayUp({ stage, close }: Running, opened: Opened, end: DemoEnd): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), "tidegate-demo-"));
  for (const [role, token] of Object.entries(end.tokens))
    await writeFile(join(folder, `${role}.token`), `${token}\n`, { mode: 0o600 });
  const stopping = new AbortController();
  const living = end.liveOn(stopping.signal);
  const { url, signInUrl } = await visitOf(opened, stage.origin);
  return {
    url,
    notes: [
      `Sign in, once:  ${signInUrl}`,
      "One rollout waits for your approval; each step that you allow is played on. From another terminal:",
      `  ./bin/tidegate --server ${url} --token-file ${join(folder, "approver.token")} rollout list`,
      `Tokens of the demo's people lie in ${folder}; they end with this server.`,
    ],
    stopped: living.then(
      () => new Promise<string>(() => undefined),
      (error: unknown) =>
        stopping.signal.aborted ? new Promise<string>(() => undefined) : noteOn(stage.dial, "the demo's devices stopped", error),
    ),
    close: async () => {
      stopping.abort();
      await living.catch(() => undefined);
      await end.fleet.stop();
      await rm(folder, { recursive: true, force: true });
      await close();
    },
  };
}

function closeOnce({ http, product }: Opened): () => Promise<void> {
  const state: { closing: Promise<void> | null } = { closing: null };
  return () => (state.closing ??= http.close().then(() => product.close()));
}

function progressOf({ step, now, startedAt, rollouts }: DemoMoment, visit: Visit | null, elapsedMs: number): DemoProgress {
  const stories = rollouts.map(({ summary }) => ({
    name: summary.name,
    status: summary.status,
    phase: summary.phase?.name ?? null,
    counts: {
      offered: summary.totals.exposed,
      applied: summary.totals.everApplied,
      verified: summary.totals.everVerified,
      failed: summary.totals.everFailed,
      offline: summary.counts?.offline ?? 0,
    },
    because: summary.because,
  }));
  return { step, elapsedS: elapsedMs / 1_000, visit, virtualNow: now, virtualDays: (now - startedAt) / DAY_MS, stories };
}

/** `tidegate sim-fleet`: the demo organisation's devices, in real time, against a server that somebody else runs. */
export async function simFleet(
  options: SimFleetOptions,
  progress: (now: FleetSummary) => void,
  until: AbortSignal,
): Promise<FleetSummary> {
  const { seed, devices } = options;
  const organisation = createDemoOrganisation({ seed, devices, at: DEMO_STARTS_AT });
  const enrolmentToken = (
    await readFile(options.enrolTokenFile, "utf8").catch((error: NodeJS.ErrnoException) => {
      throw cliFault("token-file-unreadable", `\`${options.enrolTokenFile}\`: ${error.code ?? error.message}`);
    })
  ).trim();
  const origin = options.server.replace(/\/+$/, "");
  return runWallClockFleet({
    origin,
    devices: organisation.virtualDevices,
    seed,
    enrolmentToken,
    faults: organisation.faults,
    onProgress: progress,
    signal: until,
  });
}
