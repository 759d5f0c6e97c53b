import { setOf, type DeviceSet } from "../../src/audience/device-set.ts";
import type { PolicyId } from "../../src/kit/ids.ts";
import { seededRandom } from "../../src/kit/seeded-random.ts";
import type { PolicyContent } from "../../src/policy/policy.ts";
import type { ReachedPolicy } from "../../src/policy/reached-policy.ts";
import type { Setting } from "../../src/policy/setting.ts";

export type Cell = Readonly<{ policy: number; node: number; value: number }>;
export type RandomPolicies = Readonly<{ policies: readonly ReachedPolicy[]; cells: readonly Cell[] }>;
export type Sizes = Readonly<{ policies: number; settings: number; devices: number; catalogue: number }>;

const GROUPS = 300;
const GROUPS_OF_DEVICE = 3;
/** Most policies ask what everybody asks: of one setting in a hundred the value is somebody's own. */
const OWN_VALUE_SHARE = 0.01;

/** Policies over a catalogue, each for one to three groups, in the order of their ids. From the seed. */
export function randomPolicies(seed: number, { policies, settings, devices, catalogue }: Sizes): RandomPolicies {
  const random = seededRandom(`bench/conflicts/${seed}`);
  const groups = Array.from({ length: GROUPS }, () => [] as number[]);
  for (let at = 0; at < devices; at++)
    for (let turn = 0; turn < GROUPS_OF_DEVICE; turn++) groups[random.int(0, GROUPS)]?.push(at);
  const sets = groups.map((members) => setOf(devices, members));
  const cells: Cell[] = [];
  const made = Array.from({ length: policies }, (_, policy): ReachedPolicy => {
    const count = random.int(Math.ceil(settings / 2), Math.floor((3 * settings) / 2) + 1);
    const nodes = new Set(Array.from({ length: count }, () => random.int(0, catalogue)));
    const own = [...nodes].map((node): Cell => {
      return { policy, node, value: random.chance(OWN_VALUE_SHARE) ? random.int(1, 4) : 0 };
    });
    cells.push(...own);
    const reach = unionOf(
      devices,
      sets,
      Array.from({ length: random.int(1, 4) }, () => random.int(0, GROUPS)),
    );
    const policyId = `policy-${String(policy).padStart(6, "0")}` as PolicyId;
    return { policyId, name: policyId, content: contentOf(policyId, own), reach };
  });
  return { policies: made, cells };
}

function unionOf(size: number, sets: readonly DeviceSet[], places: readonly number[]): DeviceSet {
  const words = new Uint32Array((size + 31) >>> 5);
  for (const place of places) sets[place]?.words.forEach((word, at) => (words[at] = (words[at] as number) | word));
  return { size, words };
}

function contentOf(name: string, cells: readonly Cell[]): PolicyContent {
  return {
    name,
    kind: "settings-catalog",
    platforms: ["windows"],
    sourceType: "#microsoft.graph.deviceManagementConfigurationPolicy",
    settings: cells.map(({ node, value }): Setting => ({ definitionId: `node_${node}`, value: { kind: "simple", value } })),
    raw: null,
  };
}
