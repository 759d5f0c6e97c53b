import { expect, test } from "vitest";
import { bundleWords, type PolicyWhy, readingsOf, refusedWords, stateOf } from "./device-words.ts";

const REPORT = { isOfWantedVersion: true, state: "error", exceptions: [] as unknown } as unknown as NonNullable<
  PolicyWhy["report"]
>;
const policy = (report: PolicyWhy["report"]) =>
  ({
    settings: [
      { node: "a", value: 1 },
      { node: "b", value: 2 },
    ],
    report,
  }) as unknown as PolicyWhy;

test("a report about another version is no answer", () => {
  expect(stateOf(policy(null))).toBe("awaitingReport");
  expect(stateOf(policy({ ...REPORT, isOfWantedVersion: false }))).toBe("awaitingReport");
  expect(stateOf(policy(REPORT))).toBe("error");
  expect(readingsOf(policy(null)).map(({ word, seen }) => [word, seen])).toEqual([
    ["Awaiting report", "not reported yet"],
    ["Awaiting report", "not reported yet"],
  ]);
});

test("a setting without an exception reads back as wanted; one with shows what was seen instead", () => {
  const exceptions = [{ node: "b", state: "error", applied: true, verified: false, actual: 7 }];
  expect(readingsOf(policy({ ...REPORT, exceptions }))).toEqual([
    { node: "a", wanted: 1, seenValue: 1, seen: null, tone: "good", word: "Succeeded" },
    { node: "b", wanted: 2, seenValue: 7, seen: null, tone: "bad", word: "Error" },
  ]);
});

test.each([
  [{ state: "error", errorCode: "0x1", verified: false }, "Error", "0x1"],
  [{ state: "conflict", verified: false }, "Conflict", "not read back"],
  [{ state: "notApplicable", verified: true }, "Not applicable", null],
  [{ state: "notApplicable", verified: false }, "Not applicable", "nothing: the device cannot take it"],
  [{ state: "succeeded", verified: false }, "Not read back", "not read back"],
])("%j is %s", (facts, word, seen) => {
  const [, reading] = readingsOf(policy({ ...REPORT, exceptions: [{ node: "b", ...facts }] }));
  expect(reading).toMatchObject({ word, seen });
});

test("how far the device has answered", () => {
  const bundle = { epoch: 1, seq: 4, reportedSeq: 4, offeredAt: 1, reportedAt: 2 };
  expect(bundleWords(null)).toContain("never offered");
  expect(bundleWords(bundle)).toContain("has answered for its latest bundle, number 4");
  expect(bundleWords({ ...bundle, reportedSeq: 0 })).toContain("not answered yet");
  expect(bundleWords({ ...bundle, reportedSeq: 2 })).toContain("for number 2");
});

test("a refusal in the device's own words", () => {
  expect(refusedWords(null)).toBe(null);
  expect(refusedWords({ code: "bad-signature", detail: "key 7" })).toBe("bad-signature: key 7");
  expect(refusedWords({ other: 1 })).toBe('{"other":1}');
});
