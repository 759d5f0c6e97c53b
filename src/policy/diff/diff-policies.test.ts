import { describe, expect, test } from "vitest";
import type { PolicyContent } from "../policy.ts";
import type { Setting } from "../setting.ts";
import { diffPolicies } from "./diff-policies.ts";

const simple = (definitionId: string, value: number): Setting => ({ definitionId, value: { kind: "simple", value } });
const policy = (name: string, settings: readonly Setting[]): PolicyContent => ({
  name,
  kind: "custom",
  platforms: ["windows"],
  sourceType: "",
  settings,
  raw: null,
});
const everybody = { mode: "include", target: { kind: "all-devices" } } as const;
const users = { mode: "include", target: { kind: "all-users" } } as const;

describe("S10 a comparison of two policies", () => {
  test("names what is added, changed and removed, and who comes and goes", () => {
    const from = { content: policy("One", [simple("a", 1), simple("b", 1)]), assignments: [everybody] };
    const to = { content: policy("Two", [simple("b", 2), simple("c", 3)]), assignments: [users] };
    expect(diffPolicies(from, to)).toEqual({
      fields: [{ field: "name", before: "One", after: "Two" }],
      settings: [
        { kind: "changed", node: "b", before: 1, after: 2 },
        { kind: "added", node: "c", after: 3 },
        { kind: "removed", node: "a", before: 1 },
      ],
      assignments: { added: [users], removed: [everybody] },
      isEqual: false,
    });
  });

  test("nothing differs where only the order does; a version says nothing of assignments", () => {
    const one = { content: policy("One", [simple("a", 1), simple("b", 1)]), assignments: [everybody, users] };
    const other = { content: policy("One", [simple("b", 1), simple("a", 1)]), assignments: [users, everybody] };
    expect(diffPolicies(one, other).isEqual).toBe(true);
    expect(diffPolicies(one, { ...other, assignments: null })).toMatchObject({ assignments: null, isEqual: true });
  });
});
