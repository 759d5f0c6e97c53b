import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeApproval, makeRollout, OPENED_AT } from "../../tests/helpers/make-rollout.ts";
import { plusMs } from "../kit/instant.ts";
import { approvalStanding, isSamePerson, type ApprovalPurpose, type ApprovalRecord } from "./approval.ts";

const ROLLOUT = makeRollout();
const { planHash, authorId } = ROLLOUT;
const PURPOSE: ApprovalPurpose = "phase:3";

const said = (
  person: string,
  decision: ApprovalRecord["decision"],
  atMs = 0,
  overrides: Partial<ApprovalRecord> = {},
): ApprovalRecord => makeApproval(ROLLOUT, PURPOSE, { person, decision, decidedAt: plusMs(OPENED_AT, atMs), ...overrides });

const standing = (records: readonly ApprovalRecord[], approvalsMin = 2) =>
  approvalStanding(records, { purpose: PURPOSE, planHash, authorId, approvalsMin });

describe("approvalStanding (P-S4)", () => {
  test("counts people, in a fixed order", () => {
    expect(standing([said("carol", "approve"), said("bob", "approve")])).toEqual({
      approvedBy: ["bob", "carol"],
      deniedBy: [],
      missing: 0,
    });
    expect(standing([said("bob", "approve")]).missing).toBe(1);
    expect(standing([]).missing).toBe(2);
  });

  test("more than enough is enough", () => {
    expect(standing([said("bob", "approve"), said("carol", "approve"), said("dan", "approve")]).missing).toBe(0);
  });

  test("the author's own word never counts, for or against", () => {
    expect(standing([said(authorId, "approve"), said(authorId, "deny", 5)], 1)).toEqual({
      approvedBy: [],
      deniedBy: [],
      missing: 1,
    });
  });

  test("another spelling of a name is no other person", () => {
    const spellings = [authorId.toUpperCase(), `${authorId} `, `\u200b${authorId}`];
    expect(standing(spellings.map((person) => said(person, "approve")))).toMatchObject({ approvedBy: [], missing: 2 });
    expect(standing([said("bob", "approve"), said("Bob ", "approve", 5)])).toMatchObject({ approvedBy: ["Bob "], missing: 1 });
    expect(standing([said("bob", "deny"), said("BOB", "approve", 5)]).deniedBy).toEqual([]);
    expect([isSamePerson("bob", "\uff22ob"), isSamePerson("bob", "rob")]).toEqual([true, false]);
  });

  test("saying yes twice is one yes", () => {
    expect(standing([said("bob", "approve"), said("bob", "approve", 5)])).toMatchObject({ approvedBy: ["bob"], missing: 1 });
  });

  test("a word about another plan never counts", () => {
    expect(standing([said("bob", "approve", 0, { planHash: "f".repeat(64) })], 1).missing).toBe(1);
    expect(standing([said("bob", "approve"), said("bob", "deny", 5, { planHash: "f".repeat(64) })], 1).missing).toBe(0);
  });

  test.each<ApprovalPurpose>(["start", "phase:2", "phase:30", "resume:3", "waive:3"])(
    "a yes to `%s` is none to phase:3",
    (purpose) => {
      expect(standing([said("bob", "approve", 0, { purpose })], 1).missing).toBe(1);
    },
  );

  test("a person's latest word counts, in whatever order the records come", () => {
    const changedMind = [said("bob", "deny", 0), said("bob", "approve", 5)];
    expect(standing(changedMind, 1)).toEqual({ approvedBy: ["bob"], deniedBy: [], missing: 0 });
    expect(standing([...changedMind].reverse(), 1)).toEqual(standing(changedMind, 1));
    const tookBack = [said("bob", "approve", 0), said("bob", "deny", 5)];
    expect(standing(tookBack, 1)).toEqual({ approvedBy: [], deniedBy: ["bob"], missing: 1 });
    expect(standing([...tookBack].reverse(), 1)).toEqual(standing(tookBack, 1));
  });

  test("of two words of one moment the denial stands", () => {
    const both = [said("bob", "deny", 5), said("bob", "approve", 5)];
    expect(standing(both, 1).deniedBy).toEqual(["bob"]);
    expect(standing([...both].reverse(), 1).deniedBy).toEqual(["bob"]);
  });

  test("one standing denial blocks, however many approve", () => {
    const many = ["bob", "carol", "dan"].map((person) => said(person, "approve"));
    expect(standing([...many, said("erin", "deny")], 2)).toMatchObject({ deniedBy: ["erin"], missing: 1 });
    expect(standing([said("erin", "deny")], 0).missing).toBe(1);
  });

  test.each([Number.NaN, undefined, "two"])("where %s approvals are asked for, nothing is ever complete", (approvalsMin) => {
    expect(standing([said("bob", "approve")], approvalsMin as number).missing === 0).toBe(false);
  });

  test("no record of the author, another plan or another purpose changes where it stands; order neither", () => {
    const person = fc.constantFrom("bob", "carol", "dan");
    const decision = fc.constantFrom("approve" as const, "deny" as const);
    const real = fc
      .record({ person, decision, atMs: fc.nat({ max: 4 }) })
      .map((word) => said(word.person, word.decision, word.atMs));
    const noise = fc.oneof(
      decision.map((word) => said(authorId, word, 9)),
      fc.tuple(person, decision).map(([name, word]) => said(name, word, 9, { planHash: "f".repeat(64) })),
      fc.tuple(person, decision).map(([name, word]) => said(name, word, 9, { purpose: "phase:2" })),
    );
    fc.assert(
      fc.property(
        fc.array(real, { maxLength: 8 }),
        fc.array(noise, { maxLength: 5 }),
        fc.infiniteStream(fc.nat()),
        (words, more, keys) => {
          const mixed = [...words, ...more].map((record) => ({ record, key: keys.next().value as number }));
          const shuffled = mixed.sort((a, b) => a.key - b.key).map(({ record }) => record);
          expect(standing(shuffled)).toEqual(standing(words));
        },
      ),
    );
  });
});
