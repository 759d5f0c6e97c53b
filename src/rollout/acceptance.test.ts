import { describe, expect, it } from "vitest";
import type { PolicyPlan } from "../policy/plan.ts";
import { makePolicyPlan } from "../../tests/helpers/make-rollout.ts";
import { acceptancesOf } from "./acceptance.ts";

type Undo = PolicyPlan["undo"];
type Intent = NonNullable<PolicyPlan["applicability"]>;

const undone = (reversal: Undo["settings"][number]["reversal"], taken: Undo["settings"][number]["taken"] = "by-rollback") => ({
  node: reversal,
  platforms: ["windows" as const],
  reversal,
  words: "",
  because: "",
  source: null,
  taken,
});
const wayBack = (open: readonly string[]): Undo["rollback"] => [
  { platform: "windows", devices: 1, unassign: [], counter: [], byHand: [], open },
];
const kindsOf = (over: Partial<PolicyPlan>) => acceptancesOf(makePolicyPlan(over)).map(({ kind }) => kind);

function intent(over: Partial<Intent>): Intent {
  const none = { reasons: [], missing: [], shortSettings: [], leastVersions: [] };
  return { devices: 100, settings: 1, met: 100, short: 0, unknown: 0, unknownByCatalogue: 0, ...none, ...over };
}

describe("S9 what has to be accepted by name", () => {
  it("nothing, where everything holds and goes back", () => {
    expect(
      kindsOf({ undo: { settings: [undone("reverts"), undone("explicit-value")], rollback: wayBack(["explicit-value"]) } }),
    ).toEqual([]);
  });

  it("what cannot be taken back, once it is brought about; what stays when it is let go is only shown", () => {
    expect(kindsOf({ undo: { settings: [undone("irreversible")], rollback: [] } })).toEqual(["irreversible"]);
    expect(kindsOf({ undo: { settings: [undone("irreversible", "by-this-change")], rollback: [] } })).toEqual([]);
  });

  it("what takes something else away, whether now or at a rollback", () => {
    for (const taken of ["by-this-change", "by-rollback"] as const)
      expect(kindsOf({ undo: { settings: [undone("destructive-on-removal", taken)], rollback: [] } })).toEqual(["destructive"]);
  });

  it("what nobody knows a way back for; a value before is one", () => {
    expect(kindsOf({ undo: { settings: [undone("unknown")], rollback: wayBack(["unknown"]) } })).toEqual(["no-known-way-back"]);
    expect(kindsOf({ undo: { settings: [undone("unknown")], rollback: wayBack([]) } })).toEqual([]);
  });

  it.each([
    ["at the limit", { met: 90, short: 10 }, []],
    ["below it", { met: 89, short: 11 }, ["intent"]],
    ["devices that never said what decides count as lacking", { met: 80, short: 5, unknown: 15 }, ["intent"]],
    ["a catalogue that is silent does not", { met: 0, unknown: 100, unknownByCatalogue: 100 }, []],
    ["nobody is reached", { devices: 0, met: 0 }, []],
  ])("intent: %s", (_, over, kinds) => {
    expect(kindsOf({ applicability: intent(over) })).toEqual(kinds);
  });

  it("says of how many devices", () => {
    const [accepted] = acceptancesOf(makePolicyPlan({ applicability: intent({ devices: 5_000, met: 3_000, short: 2_000 }) }));
    expect(accepted?.words).toBe("The policy would not wholly hold, or may not, on 2,000 of 5,000 devices");
  });
});
