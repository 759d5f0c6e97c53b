import { fileURLToPath } from "node:url";
import { HOUR_MS } from "../../src/kit/instant.ts";
import { smallEstate } from "../helpers/small-estate.ts";
import { NODES, valueOf, type SmallPolicy } from "../helpers/small-policy.ts";
import { expected, testProduct, type RolloutDetail, type TestProduct } from "../helpers/test-product.ts";
import { QUICK_GATE, quickShape } from "../helpers/test-shape.ts";

export const CONSOLE_FOLDER = fileURLToPath(new URL("../../dist/console", import.meta.url));

const BRITTLE_MODEL = "Bench 3";
const policy = (name: string, settings: SmallPolicy["settings"]): SmallPolicy => ({ name, settings, to: "all-devices" });
const LOCATION = policy("Location", { location: 1 });
const TELEMETRY = policy("Diagnostic data", { telemetry: 1 });
const CORTANA = policy("Assistant", { cortana: 0 });

/** A product with every kind of rollout that a page can show, and people who were told, or were not. */
export type Stories = Readonly<{
  tidegate: TestProduct;
  /** In a pilot, with notices, people told and one not, and a help request linked to it. */
  moving: RolloutDetail;
  /** Halted by its gate and rolled back, or on its way there. */
  halted: RolloutDetail;
  /** Waits for the approval of its start. */
  waiting: RolloutDetail;
  /** A request that nobody has linked. */
  requestId: string;
}>;

const estate = smallEstate({
  staff: 60,
  vips: 2,
  modelOf: (at) => (at % 2 === 0 ? BRITTLE_MODEL : "Desk 14"),
  mailOf: (user) => `${user}@example.org`,
});
const NOTICE = {
  subject: "Apps will ask before they use your location",
  whatChanges: "Apps ask before they use the place where your computer is. Maps and weather ask once.",
  when: "Monday 7 September 2026, 09:00 Europe/Berlin, for the pilot",
  businessPurpose: "Nobody's whereabouts leave the company without their knowing.",
  selfHelp: "Settings, Privacy, Location shows what you allowed and takes it back.",
  helpDeskContact: "Help desk, extension 4357, on working days from 7:00 to 18:00, help@example.org",
};

export async function tellStories(): Promise<Stories> {
  const tidegate = await testProduct({ consoleFolder: CONSOLE_FOLDER, estate, policies: [LOCATION, TELEMETRY, CORTANA] });
  const faults = [
    { model: BRITTLE_MODEL, node: NODES.telemetry, value: valueOf(NODES.telemetry, 2), kind: "error" as const, chance: 1 },
  ];
  await tidegate.startFleet(estate, { faults });
  await tidegate.passTime(6 * HOUR_MS);
  const moving = await proposeMoving(tidegate);
  const halted = await tidegate.start(
    await tidegate.propose("Less diagnostic data", change({ ...TELEMETRY, settings: { telemetry: 2 } }), {
      shape: quickShape({ pilotIsolated: { skipReason: "nothing shares a node with it" } }),
      onGateFail: "halt-and-roll-back",
    }),
  );
  const waiting = await tidegate.propose("Assistant on", change({ ...CORTANA, settings: { cortana: 1 } }));
  expected(await tidegate.command("operator", waiting.id, "start"));
  await tidegate.passUntil(halted.id, ({ status }) => status === "rolling-back" || status === "rolled-back");
  await tidegate.passUntil(moving.id, ({ phase }) => phase?.name === "pilot final");
  await tellMost(tidegate, moving.id);
  await tidegate.passTime(5 * HOUR_MS);
  const requestId = await askForHelp(tidegate, moving.id);
  const now = (id: string) => tidegate.rollout(id);
  return { tidegate, moving: await now(moving.id), halted: await now(halted.id), waiting: await now(waiting.id), requestId };
}

function change(to: SmallPolicy) {
  return { kind: "content", policy: to } as const;
}

/** Long soaks, so that it stands still while pages are looked at. */
async function proposeMoving(tidegate: TestProduct): Promise<RolloutDetail> {
  const shape = quickShape({
    pilotIsolated: { skipReason: "nothing shares a node with it" },
    pilotFinal: { sizeMax: 12, approvalsMin: 0, gate: { ...QUICK_GATE, soakMsMin: 96 * HOUR_MS, helpRequestsPer1000Max: 500 } },
    people: { kind: "required", noticeLeadMsMin: HOUR_MS },
  });
  const rollout = await tidegate.propose("Ask before location", change({ ...LOCATION, settings: { location: 2 } }), { shape });
  const path = `/api/v1/rollouts/${rollout.id}`;
  const substitutes = [{ siteId: null, userId: "person-000" }];
  for (const stage of ["pilot", "production"]) {
    const notice = { stage, notice: NOTICE, substitutes, reason: "a test" };
    expected(await tidegate.ask("author", "POST", `${path}/communication`, notice));
  }
  expected(await tidegate.ask("help-desk", "POST", `${path}/acknowledgements`, { stage: "pilot", note: "two of us are ready" }));
  return tidegate.start(rollout);
}

/** Everybody of the pilot but one person, who is then seen to be held back. */
async function tellMost(tidegate: TestProduct, id: string): Promise<void> {
  const { items } = await tidegate.get<{ items: readonly Readonly<{ userId: string }>[] }>(
    `/api/v1/rollouts/${id}/deliveries?limit=200`,
  );
  const userIds = items.slice(1).map(({ userId }) => userId);
  const told = { stage: "pilot", who: { kind: "people", userIds }, means: "a word at the morning meeting" };
  expected(await tidegate.ask("help-desk", "POST", `/api/v1/rollouts/${id}/told`, told));
}

async function askForHelp(tidegate: TestProduct, rollout: string): Promise<string> {
  const request = (summary: string, more: object) =>
    tidegate.ask("help-desk", "POST", "/api/v1/help-requests", {
      summary,
      description: "Since this morning; it worked yesterday.",
      requester: "person-002",
      device: "desk-002",
      source: "form",
      ...more,
    });
  expected(await request("Maps asks me every time", { rollout }));
  return expected<{ id: string }>(await request("The printer on floor 2 is slow", {})).id;
}
