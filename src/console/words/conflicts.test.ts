import { describe, expect, test } from "vitest";
import type { ConflictRepair } from "../../http/contract/conflicts.ts";
import { repairWords, wonAndLost } from "./conflicts.ts";

const side = (name: string) => ({ policyId: name, name, kind: "settings-catalog", node: "n", value: 1 }) as const;

const KINDS: readonly ConflictRepair["kind"][] = ["drop-a", "drop-all-b", "align-a", "align-all-b", "exclude-a", "platforms-b"];

describe("S12: conflicts in words", () => {
  test("each repair says what it does, and to which policy", () => {
    for (const kind of KINDS)
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
