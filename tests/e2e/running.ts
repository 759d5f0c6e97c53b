import type { Fleet } from "../../src/sim/fleet/fleet.ts";
import type { VirtualDevice } from "../../src/sim/fleet/virtual-device.ts";
import { HOUR_MS } from "../../src/kit/instant.ts";
import { smallEstate } from "../helpers/small-estate.ts";
import type { SmallPolicy } from "../helpers/small-policy.ts";
import { testProduct, type RolloutDetail, type TestProduct } from "../helpers/test-product.ts";
import { QUICK_GATE, quickShape } from "../helpers/test-shape.ts";
import { CONSOLE_FOLDER } from "./stories.ts";

/** Settings that nothing else in the small estate touches: one for each rollout. */
const SETTINGS = ["location", "telemetry", "cortana", "consumer"] as const;
type Setting = (typeof SETTINGS)[number];
const policyOf = (setting: Setting, option: number): SmallPolicy => ({
  name: `Policy ${setting}`,
  settings: { [setting]: option },
  to: "all-devices",
});

/** A product with its console and its devices; rollouts are proposed as a test needs them. */
export type Running = Readonly<{
  tidegate: TestProduct;
  fleet: Fleet;
  /** Waits for the approval of its start. Each has a policy of its own; there are four in a product. */
  ask: (name: string) => Promise<RolloutDetail>;
  /** Its proof of concept is open, and nobody has been offered anything yet. */
  start: (name: string) => Promise<RolloutDetail>;
  /** The test devices from the one number up to the other ask for work now, and say what came of it; no time passes. */
  askOf: (from: number, to: number) => Promise<void>;
}>;

/** Test devices, all of them in every proof of concept; a plan takes no more. */
export const FIRST_PHASE = 10;

/** Each rollout stands in its proof of concept, whose soak is longer than any test. */
export async function running(): Promise<Running> {
  const estate = smallEstate({ staff: 40, laboratory: FIRST_PHASE });
  const policies = SETTINGS.map((setting) => policyOf(setting, 0));
  const tidegate = await testProduct({ consoleFolder: CONSOLE_FOLDER, estate, policies });
  const fleet = await tidegate.startFleet(estate);
  await tidegate.passTime(6 * HOUR_MS);
  const free = SETTINGS.values();
  const gate = { ...QUICK_GATE, soakMsMin: 20 * 24 * HOUR_MS };
  const shape = quickShape({
    proofOfConcept: { sizeMax: FIRST_PHASE, approvalsMin: 1, gate },
    pilotIsolated: { skipReason: "nothing shares a node with it" },
  });
  const propose = async (name: string) => {
    const { value } = free.next();
    if (value === undefined) throw new Error("every policy of this product has its rollout");
    return tidegate.propose(name, { kind: "content", policy: policyOf(value, 1) }, { shape });
  };
  return {
    tidegate,
    fleet,
    ask: async (name) => {
      const rollout = await propose(name);
      await tidegate.command("operator", rollout.id, "start");
      return tidegate.rollout(rollout.id);
    },
    start: async (name) => tidegate.start(await propose(name)),
    askOf: async (from, to) => {
      for (let at = from; at < to; at += 1) {
        const { agent } = testDevice(fleet, at);
        const { reportDue } = await agent.checkIn();
        if (reportDue) await agent.sendReport();
      }
    },
  };
}

/** The machine itself. */
export function testDevice(fleet: Fleet, at: number): VirtualDevice {
  const device = fleet.deviceOf(`lab-${String(at).padStart(3, "0")}`);
  if (device === null) throw new Error(`there is no test device ${at}`);
  return device;
}
