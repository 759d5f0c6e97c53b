import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, type Json } from "../kit/canonical-json.ts";
import type { PolicyId, VersionHash } from "../kit/ids.ts";
import { seededRandom } from "../kit/seeded-random.ts";
import { makeContent } from "../../tests/helpers/random-estate.ts";
import { contentHashOf } from "./bundle/bundle.ts";
import { EMBEDDED_CONFLICT_RULE } from "./conflict-rule.ts";
import type { PolicyContent } from "./policy.ts";
import { askedBy, bundleContentOf, resolveEffective, type ResolvedPolicy } from "./resolve.ts";

const policy = (id: string, content: PolicyContent): ResolvedPolicy => {
  return { policyId: id as PolicyId, versionHash: `hash of ${id}` as VersionHash, name: `name of ${id}`, content };
};
const resolve = (...policies: readonly ResolvedPolicy[]) => resolveEffective(policies, EMBEDDED_CONFLICT_RULE).nodes;
const bundle = (...policies: readonly ResolvedPolicy[]) => bundleContentOf(policies, EMBEDDED_CONFLICT_RULE);

describe("the effective policy of a device", () => {
  it("names everybody who asks for the same value, and that is no conflict", () => {
    expect(resolve(policy("b", makeContent({ pin: 6 })), policy("a", makeContent({ pin: 6, camera: "off" })))).toEqual([
      { kind: "value", node: "camera", value: "off", policyIds: ["a"], rule: "only-one", losers: [], overriddenBy: null },
      { kind: "value", node: "pin", value: 6, policyIds: ["a", "b"], rule: "same-value", losers: [], overriddenBy: null },
    ]);
  });

  it("promises no winner where values differ, and keeps all candidates", () => {
    const asked = [
      policy("a", makeContent({ pin: 6 })),
      policy("b", makeContent({ pin: 8 })),
      policy("c", makeContent({ pin: 6 })),
    ];
    expect(resolve(...asked)).toEqual([
      {
        kind: "conflict",
        node: "pin",
        candidates: [
          { policyId: "a", value: 6 },
          { policyId: "b", value: 8 },
          { policyId: "c", value: 6 },
        ],
        rule: "configuration-undetermined",
        losers: [],
        overriddenBy: null,
      },
    ]);
  });

  it("tells the number 6 from the text 6", () => {
    expect(resolve(policy("a", makeContent({ pin: 6 })), policy("b", makeContent({ pin: "6" })))).toMatchObject([
      { kind: "conflict" },
    ]);
  });

  it("compares objects by value, whatever the order of their keys", () => {
    const group = (...ids: readonly string[]): PolicyContent => ({
      ...makeContent({}),
      settings: [
        {
          definitionId: "rules",
          value: { kind: "groups", instances: [ids.map((id) => ({ definitionId: id, value: { kind: "simple", value: id } }))] },
        },
      ],
    });
    expect(resolve(policy("a", group("x", "y")), policy("b", group("y", "x")))).toMatchObject([
      { kind: "value", policyIds: ["a", "b"] },
    ]);
  });

  it("puts a node of which one policy asks two values in conflict with itself", () => {
    const twice: PolicyContent = {
      ...makeContent({}),
      settings: [...makeContent({ pin: 6 }).settings, ...makeContent({ pin: 8 }).settings],
    };
    expect(resolve(policy("a", twice))).toMatchObject([{ kind: "conflict", candidates: [{ value: 6 }, { value: 8 }] }]);
    expect(bundle(policy("a", twice)).conflicts).toEqual([{ node: "pin", policyIds: ["a"] }]);
  });

  it("refuses two versions of one policy on one device", () => {
    expect(() => resolve(policy("a", makeContent({})), policy("a", makeContent({ pin: 1 })))).toThrow("a policy is given twice");
  });
});

describe("what a content asks for", () => {
  it("lists a pair once, in the order of nodes even where one is the beginning of another", () => {
    const nodes = { "a b": 1, a: 1, "a-b": 1, 'a"': 1 };
    const doubled: PolicyContent = {
      ...makeContent({}),
      settings: [...makeContent(nodes).settings, ...makeContent(nodes).settings],
    };
    expect(askedBy(doubled).map((asked) => asked.node)).toEqual(["a", "a b", 'a"', "a-b"]);
  });
});

describe("the bundle of a device", () => {
  it("leaves out nodes in conflict, lists them apart, and keeps a policy that has nothing left", () => {
    expect(bundle(policy("b", makeContent({ pin: 8 })), policy("a", makeContent({ pin: 6, camera: "off" })))).toEqual({
      policies: [
        { policyId: "a", versionHash: "hash of a", name: "name of a", settings: [{ node: "camera", value: "off" }] },
        { policyId: "b", versionHash: "hash of b", name: "name of b", settings: [] },
      ],
      conflicts: [{ node: "pin", policyIds: ["a", "b"] }],
    });
  });

  it("holds no opaque policy, and takes no part of one for a conflict", () => {
    const opaque = policy("b", makeContent({ pin: 8 }, { kind: "opaque" }));
    expect(bundle(policy("a", makeContent({ pin: 6 })), opaque)).toEqual(bundle(policy("a", makeContent({ pin: 6 }))));
    expect(bundle(opaque)).toEqual({ policies: [], conflicts: [] });
  });
});

describe("whatever the policies", () => {
  const contents = fc.array(fc.dictionary(fc.constantFrom("a", "b", "c", "d", "__proto__"), fc.integer({ min: 0, max: 2 })), {
    maxLength: 6,
  });
  const policiesOf = (all: readonly Record<string, number>[]) => all.map((values, at) => policy(`p${at}`, makeContent(values)));

  it("the same bundle comes out whatever the order of policies and settings", () => {
    fc.assert(
      fc.property(contents, fc.integer(), (all, seed) => {
        const policies = policiesOf(all);
        const random = seededRandom(seed);
        const other = random
          .shuffle(policies)
          .map((one) => ({ ...one, content: { ...one.content, settings: random.shuffle(one.content.settings) } }));
        expect(contentHashOf(bundle(...other))).toBe(contentHashOf(bundle(...policies)));
        expect(resolve(...other)).toEqual(resolve(...policies));
      }),
    );
  });

  it("every node is settled as a plain count of distinct values says", () => {
    fc.assert(
      fc.property(contents, (all) => {
        const values = new Map<string, Set<string>>();
        for (const one of all)
          for (const [node, value] of Object.entries(one))
            values.set(node, (values.get(node) ?? new Set()).add(canonicalJson(value)));
        const settled = resolve(...policiesOf(all));
        expect(settled.map((node) => node.node)).toEqual([...values.keys()].sort());
        for (const node of settled) expect(node.kind).toBe(values.get(node.node)?.size === 1 ? "value" : "conflict");
      }),
    );
  });

  it("a device never gets two values of one node", () => {
    fc.assert(
      fc.property(contents, (all) => {
        const content = bundle(...policiesOf(all));
        const given = new Map<string, Json>();
        for (const { node, value } of content.policies.flatMap((one) => one.settings)) {
          expect(given.get(node) ?? value).toEqual(value);
          given.set(node, value);
        }
        for (const { node } of content.conflicts) expect(given.has(node)).toBe(false);
      }),
    );
  });
});
