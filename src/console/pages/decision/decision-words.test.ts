import { describe, expect, it } from "vitest";
import type { DecisionAnswer } from "../../../http/contract/decision.ts";
import { entryText, isStillAsked, shortHash, undoWords } from "./decision-words.ts";

const HASH = "3f9a1c7e5b20d488".repeat(4);

describe("undo", () => {
  it("is green only where the version before comes back", () => {
    expect(undoWords("previous-version").tone).toBe("good");
    expect(undoWords("removal").tone).toBe("warn");
    expect(undoWords("unknown").tone).toBe("bad");
  });
});

describe("what is signed", () => {
  const read = (purpose: string | null, planHash = HASH) =>
    ({
      asked: purpose === null ? null : { purpose, given: 0, needed: 1, deniedBy: [] },
      signed: purpose === null ? null : { purpose, planHash, statement: "" },
    }) as Pick<DecisionAnswer, "asked" | "signed"> as DecisionAnswer;

  it("is what was read: another purpose, another plan or nothing at all is not signed", () => {
    expect(isStillAsked(read("phase:3"), read("phase:3"))).toBe(true);
    expect(isStillAsked(read("phase:3"), read("resume:1"))).toBe(false);
    expect(isStillAsked(read("phase:3"), read("phase:3", "b"))).toBe(false);
    expect(isStillAsked(read("phase:3"), read(null))).toBe(false);
  });

  it("shows the ends of the hash", () => {
    expect(shortHash(HASH)).toBe("3f9a1c7e … 5b20d488");
  });
});

describe("what happened since", () => {
  it("says what, by whom and why in one line", () => {
    const entry = { number: 1, at: 0, subject: "", prevHash: "", hash: "" };
    const open = { ...entry, actor: "local:ines", action: "rollout.open-phase", detail: { because: "the gate passed" } };
    expect(entryText(open)).toBe("open phase by ines: the gate passed");
    expect(entryText({ ...entry, actor: "x", action: "rollout.land", detail: null })).toBe("land by x");
  });
});
