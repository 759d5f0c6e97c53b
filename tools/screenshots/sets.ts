import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { ConflictsAnswer } from "../../src/http/contract/conflicts.ts";
import type { DemoAnswer, RolloutDevicesAnswer } from "../../src/http/contract/live.ts";
import type { PlanAnswer } from "../../src/http/contract/plans.ts";
import type { PoliciesAnswer } from "../../src/http/contract/policies.ts";
import type { RolloutDetail, RolloutsAnswer, RolloutSummary } from "../../src/http/contract/rollouts.ts";
import type { NewLinkAnswer } from "../../src/http/contract/session.ts";
import type { TokenAnswer } from "../../src/http/contract/tokens.ts";
import { listenTo, spawnTidegate } from "../../tests/helpers/child-process.ts";
import { startWatchedDemo, type Visitor } from "../../tests/helpers/watched-demo.ts";

/** A server with something to photograph. */
export type DemoSet = Readonly<{
  origin: string;
  /** Of a one-time link for the person in whose name the pictures are taken. */
  secret: string;
  /** Ids of the three rollouts, of a device that the bad one harmed, of the policy with most settings and of the heaviest conflict. */
  places: Readonly<{ good: string; bad: string; waiting: string; harmed: string; policy: string; conflict: string }>;
  /** Makes a rollout of which nothing can be seen yet, and gives its id. Only when asked for: else it would stand on every picture. */
  makeRollout: () => Promise<string>;
  close: () => Promise<void>;
}>;

const PERSON = {
  login: "mara.lindholm",
  displayName: "Mara Lindholm",
  roles: ["viewer", "help-desk", "author", "approver", "operator", "admin"],
};
const HALTED: ReadonlySet<string> = new Set(["halted", "rolling-back", "rolled-back"]);
const WAIT_MS_MAX = 8 * 60_000;

/** The real demo, stopped in the middle: one rollout in a wave, one halted by its gate, one that waits. */
export async function openDemoSet(say: (what: string) => void): Promise<DemoSet> {
  const demo = await startWatchedDemo(["--devices", "5000", "--seed", "7"]);
  try {
    const visitor = await demo.visit();
    await playUntilWorthSeeing(visitor, say);
    const { good, bad, waiting } = await rolloutsOf(visitor);
    const link = await visitor
      .post("/api/v1/accounts", PERSON)
      .then(() => visitor.post<NewLinkAnswer>(`/api/v1/accounts/${PERSON.login}/sign-in-links`, {}));
    const harmed = await visitor.get<RolloutDevicesAnswer>(`/api/v1/rollouts/${bad.id}/devices?everFailed=yes&limit=1`);
    const { items } = await visitor.get<PoliciesAnswer>("/api/v1/policies?limit=200");
    const policy = items.reduce((most, one) => (one.settings > (most?.settings ?? 0) ? one : most), items[0])?.id ?? "";
    const conflicts = await visitor.get<ConflictsAnswer>("/api/v1/conflicts?limit=1");
    return {
      origin: demo.url,
      secret: secretIn(link.url),
      places: {
        good: good.id,
        bad: bad.id,
        waiting: waiting.id,
        harmed: harmed.items[0]?.deviceId ?? "",
        policy,
        conflict: conflicts.items[0]?.id ?? "",
      },
      makeRollout: () => makeRollout(demo.url, visitor),
      close: async () => void (await demo.stop()),
    };
  } catch (error) {
    await demo.stop();
    throw error;
  }
}

/** Fast to the pilot of the bad story, then slowly enough to stop in the middle of a wave of the good one. */
async function playUntilWorthSeeing(visitor: Visitor, say: (what: string) => void): Promise<void> {
  const turn = (speed: DemoAnswer["speed"]) => visitor.post("/api/v1/demo/speed", { speed });
  await turn("fast");
  const giveUpAt = performance.now() + WAIT_MS_MAX;
  let said = "";
  for (;;) {
    const { step, stories } = await visitor.demo();
    if (stories.some(({ rolloutId }) => rolloutId === null) || stories.length === 0) {
      if (step !== said) say(step);
      said = step;
    } else {
      const { good, bad } = await rolloutsOf(visitor);
      const now = `${good.name}: ${good.phase?.name ?? good.status}; ${bad.name}: ${bad.status}`;
      if (now !== said) say(now);
      said = now;
      if (bad.phase?.kind === "pilot-final" && bad.status === "pilot-final") await turn("normal");
      if (HALTED.has(bad.status) && isWellInWave(good)) break;
    }
    if (performance.now() > giveUpAt) throw new Error(`the stories did not come to what the pictures show: ${said}`);
    await pause(300);
  }
  await turn("paused");
}

function isWellInWave({ phase, counts }: RolloutSummary): boolean {
  return phase?.kind === "wave" && counts !== null && counts.succeeded > counts.cohort / 3;
}

async function rolloutsOf(visitor: Visitor): Promise<Readonly<Record<"good" | "bad" | "waiting", RolloutSummary>>> {
  const [{ stories }, { items }] = [await visitor.demo(), await visitor.get<RolloutsAnswer>("/api/v1/rollouts")];
  const of = (wanted: string) => {
    const id = stories.find(({ key }) => key === wanted)?.rolloutId;
    const found = items.find((item) => item.id === id);
    if (found === undefined) throw new Error(`the demo has no rollout for its story \`${wanted}\``);
    return found;
  };
  return { good: of("good"), bad: of("bad"), waiting: of("waiting") };
}

/** A policy of the demo organisation that no story is about. */
const RETIRED = "Windows - Sales - Travel Comfort";

/** By an author of its own: whoever looks at the pictures may not write. */
async function makeRollout(origin: string, visitor: Visitor): Promise<string> {
  const asked = { person: "amira.author", role: "author", label: "pictures", lifetimeDays: null };
  const { token } = await visitor.post<TokenAnswer>("/api/v1/tokens", asked);
  const post = async <Body>(path: string, body: unknown): Promise<Body> => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const answer = await fetch(`${origin}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}: ${text.slice(0, 500)}`);
    return JSON.parse(text) as Body;
  };
  const change = { kind: "retire" };
  const planned = await post<PlanAnswer>("/api/v1/plans", { policy: RETIRED, change, shape: null, onGateFail: "halt" });
  const { id } = await post<RolloutDetail>("/api/v1/rollouts", {
    planHash: planned.hash,
    name: "Retire the travel settings of Sales",
    reason: "the policy of all laptops says the same by now",
    allowDelete: planned.plan.policyPlan.deletions.length,
    accept: planned.plan.acceptances.map(({ kind }) => kind),
  });
  return id;
}

export type FreshServer = Readonly<{ origin: string; secret: string; close: () => Promise<void> }>;
const FIRST_LINK = /(http:\S+)\/sign-in#secret=(\S+)/;

/** `tidegate serve` on an empty folder: what somebody sees who starts with nothing. */
export async function openFreshServer(): Promise<FreshServer> {
  const folder = await mkdtemp(join(tmpdir(), "tidegate-pictures-"));
  const args = ["serve", "--data", join(folder, "data"), "--port", "0", "--accept-power-loss"];
  const child = spawnTidegate(args, {}, folder);
  const said = listenTo(child);
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  const giveUpAt = performance.now() + 60_000;
  for (;;) {
    const [, origin, secret] = FIRST_LINK.exec(said.stderr()) ?? [];
    if (origin !== undefined && secret !== undefined) {
      const close = async () => {
        child.kill("SIGINT");
        await ended;
        await rm(folder, { recursive: true, force: true });
      };
      return { origin, secret, close };
    }
    if (performance.now() > giveUpAt || child.exitCode !== null) throw new Error(`no server: ${said.stderr()}`);
    await pause(100);
  }
}

function secretIn(url: string): string {
  return new URLSearchParams(url.slice(url.indexOf("#") + 1)).get("secret") ?? "";
}
