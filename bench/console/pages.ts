import type { DeviceGroupsAnswer, RolloutDevicesAnswer, SeriesAnswer, TimelineAnswer } from "../../src/http/contract/live.ts";
import type { RolloutDetail, RolloutsAnswer } from "../../src/http/contract/rollouts.ts";
import { recountPage, tally, type FleetFacts, type PageAsked } from "./fleet-facts.ts";
import type { Page } from "./measure-pages.ts";
import type { Walk } from "./walk-rollout.ts";

const OTHERS = "nothing: only the answer's status";
const none = () => 0;
const differ = (pairs: readonly (readonly [unknown, unknown])[]): number =>
  pairs.filter(([theirs, ours]) => theirs !== ours).length;

/** `live`: the rollout whose last wave is open. `landed`: one that took everybody. */
export type Scene = Readonly<{
  live: Walk;
  landed: Walk | null;
  rollouts: number;
  /** New reports, as they come while somebody looks; the live walk's facts move with them. */
  moreReports: () => Promise<void>;
}>;

export function pagesOf({ live, landed, rollouts, moreReports }: Scene): readonly Page[] {
  const path = `/api/v1/rollouts/${live.detail.id}`;
  return [
    {
      name: "rollouts",
      path: "/api/v1/rollouts?limit=50",
      mismatchesOf: (answer) => {
        const { total, items } = answer as RolloutsAnswer;
        const mine = items.find(({ id }) => id === live.detail.id);
        return differ([
          [total, rollouts],
          [mine?.totals.exposed, exposedOf(live.facts)],
        ]);
      },
      oracle: "their number and the exposed devices of the live one",
    },
    rolloutPage("rollout, live", path, live),
    ...(landed === null ? [] : [rolloutPage("rollout, landed", `/api/v1/rollouts/${landed.detail.id}`, landed)]),
    { name: "why", path: `${path}/why`, mismatchesOf: none, oracle: OTHERS },
    ...devicePages(path, live.facts),
    { ...devicesPage(path, live.facts, { state: "awaitingReport" }), name: "devices while reports come", before: moreReports },
    groupsPage(path, live.facts),
    { ...rolloutPage("rollout while reports come", path, live), before: moreReports },
    seriesPage(path, live.facts),
    {
      name: "timeline",
      path: `${path}/timeline?limit=50`,
      mismatchesOf: (answer) => differ([[(answer as TimelineAnswer).items.length > 0, true]]),
      oracle: "that there is one",
    },
    { name: "decision", path: `${path}/decision`, mismatchesOf: none, oracle: OTHERS },
    { name: "inbox", path: "/api/v1/inbox", mismatchesOf: none, oracle: OTHERS },
    {
      name: "help requests of the rollout",
      path: `/api/v1/help-requests?rollout=${live.detail.id}`,
      mismatchesOf: none,
      oracle: OTHERS,
    },
    { name: "estate devices", path: "/api/v1/devices?limit=50", mismatchesOf: none, oracle: OTHERS },
    { name: "estate devices, search", path: "/api/v1/devices?limit=50&search=0A", mismatchesOf: none, oracle: OTHERS },
    { name: "policies", path: "/api/v1/policies?limit=50", mismatchesOf: none, oracle: OTHERS },
  ];
}

/** A large rollout may be shown as it was counted last: its states are right where they are those of now or of an earlier reading. */
function rolloutPage(name: string, path: string, { facts }: Walk): Page {
  const recounts = new Set<string>();
  return {
    name,
    path,
    mismatchesOf: (answer) => {
      const { totals, phases } = answer as RolloutDetail;
      const opened = phases.flatMap((phase) => (phase.status === "opened" ? [phase] : []));
      const states = tally(facts, ({ phaseIndex, state }) => `${phaseIndex}/${state}`);
      recounts.add(opened.map(({ index }) => STATES.map((state) => states.get(`${index}/${state}`) ?? 0).join()).join("; "));
      const shown = opened.map(({ counts }) => STATES.map((state) => counts[state]).join()).join("; ");
      return differ([
        [totals.exposed, exposedOf(facts)],
        [recounts.has(shown), true],
      ]);
    },
    oracle: "exposed devices, and each state of each phase, against a plain recount of that moment or of a reading before",
  };
}

const STATES = ["notOffered", "awaitingReport", "succeeded", "error", "conflict", "notApplicable", "heldBack", "left"] as const;

function devicePages(path: string, facts: FleetFacts): readonly Page[] {
  const asked: readonly (readonly [string, PageAsked])[] = [
    ["devices by name", {}],
    ["devices, last page", { offset: facts.size - 50 }],
    ["devices by report, newest first", { sort: "reported", descending: "yes" }],
    ["devices of the last wave by offer", { phase: 3, sort: "offered" }],
    ["devices in error", { state: "error" }],
    ["devices that ever failed, deep", { everFailed: "yes", offset: 500, descending: "yes" }],
    ["devices, search", { search: "0a1" }],
    ["devices, search without a hit", { search: "no such device" }],
  ];
  return asked.map(([name, one]) => ({ ...devicesPage(path, facts, one), name }));
}

function devicesPage(path: string, facts: FleetFacts, asked: PageAsked): Page {
  const query = new URLSearchParams(
    Object.entries({ limit: 50, ...asked }).map(([key, value]): [string, string] => [key, String(value)]),
  );
  return {
    name: "devices",
    path: `${path}/devices?${query.toString()}`,
    mismatchesOf: (answer) => {
      const { total, items } = answer as RolloutDevicesAnswer;
      const own = recountPage(facts, asked);
      const rows = items.map((item, at) => {
        const fact = facts.get(item.deviceId);
        const isRight =
          fact !== undefined &&
          item.state === fact.state &&
          item.offeredAt === fact.offeredAt &&
          item.reportedAt === fact.reportedAt &&
          item.everFailed === fact.everFailed &&
          item.deviceId === own.items[at]?.device.id;
        return [isRight, true] as const;
      });
      return differ([[total, own.total], [items.length, own.items.length], ...rows]);
    },
    oracle: "the total and each device in its place, with state and times, against a plain filter and sort",
  };
}

function groupsPage(path: string, facts: FleetFacts): Page {
  return {
    name: "device groups",
    path: `${path}/device-groups`,
    mismatchesOf: (answer) => {
      const { total, states, phases } = answer as DeviceGroupsAnswer;
      const [byState, byPhase] = [tally(facts, ({ state }) => state), tally(facts, ({ phaseIndex }) => phaseIndex)];
      return differ([
        [total, facts.size],
        [states.length, byState.size],
        ...states.map(({ state, devices }) => [devices, byState.get(state)] as const),
        ...phases.map(({ index, devices }) => [devices, byPhase.get(index)] as const),
      ]);
    },
    oracle: "devices of each state and phase against a plain recount",
  };
}

function seriesPage(path: string, facts: FleetFacts): Page {
  return {
    name: "series",
    path: `${path}/series`,
    mismatchesOf: (answer) => {
      const last = (answer as SeriesAnswer).points.at(-1);
      const succeeded = [...facts.values()].filter(({ state }) => state === "succeeded").length;
      const failed = [...facts.values()].filter(({ everFailed }) => everFailed).length;
      return differ([
        [last?.exposed, exposedOf(facts)],
        [last?.verified, succeeded],
        [last?.failed, failed],
      ]);
    },
    oracle: "exposed, verified and failed at the end against a plain recount",
  };
}

function exposedOf(facts: FleetFacts): number {
  return [...facts.values()].filter(({ offeredAt }) => offeredAt !== null).length;
}
