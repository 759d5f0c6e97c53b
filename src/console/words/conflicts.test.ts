import { describe, expect, test } from "vitest";
import { REPAIR_KINDS } from "../../policy/conflict/repairs.ts";
import { repairWords, wonAndLost } from "./conflicts.ts";

const side = (name: string) => ({ policyId: name, name, kind: "settings-catalog", node: "n", value: 1 }) as const;

describe("S12: conflicts in words", () => {
  test("each repair says what it does, and to which policy", () => {
    for (const kind of REPAIR_KINDS)
      expect(repairWords({ kind, name: "Firewall", groupId: "g-1", groupName: "Sales" })).toContain("“Firewall”");
    expect(repairWords({ kind: "exclude-b", name: "Firewall", groupId: "g-1", groupName: null })).toBe(
      "Leave the group “g-1” out of “Firewall”",
    );
  });

  test("who is in effect and who loses, where one of the two wins", () => {
    const [a, b] = [side("A"), side("B")];
    expect(wonAndLost({ a, b, winner: "b" })).toEqual({ won: "B", lost: "A" });
    expect(wonAndLost({ a, b, winner: "a" })).toEqual({ won: "A", lost: "B" });
    expect(wonAndLost({ a, b, winner: null })).toBeNull();
    expect(wonAndLost({ a, b: null, winner: null })).toBeNull();
  });
});
