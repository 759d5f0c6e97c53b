import { expect, test } from "vitest";
import {
  emptyParts,
  EMPTY_NOTICE,
  faultsOf,
  isSameNotice,
  labelOf,
  partsWritten,
  type Stage,
  substitutesOf,
} from "./notice-words.ts";

const NOTICE = {
  subject: "Screens lock sooner",
  whatChanges: "Screens lock after ten minutes",
  when: "Monday 9:00 CET",
  businessPurpose: "Nobody reads along",
  selfHelp: "Nothing to do",
  helpDeskContact: "help@example.org",
};
const stage = (notice: typeof NOTICE | null, missing: Stage["missing"]) => ({ notice, missing }) as Stage;

test("the meter counts the five parts, not the subject", () => {
  expect(partsWritten(NOTICE, {})).toBe(5);
  expect(partsWritten({ ...NOTICE, subject: "" }, {})).toBe(5);
  expect(partsWritten({ ...NOTICE, when: " - " }, { selfHelp: "is too short" })).toBe(3);
  expect(partsWritten(EMPTY_NOTICE, {})).toBe(0);
});

test("the server's word on a part is gone once the part is written anew", () => {
  const read = stage({ ...NOTICE, when: "soon" }, [{ part: "when", message: "names no time zone" }]);
  expect(faultsOf(read, { ...NOTICE, when: "soon" })).toEqual({ when: "names no time zone" });
  expect(faultsOf(read, NOTICE)).toEqual({});
  expect(faultsOf(stage(null, [{ part: "subject", message: "is empty" }]), EMPTY_NOTICE)).toEqual({ subject: "is empty" });
});

test("what is blank is said at every field", () => {
  expect(emptyParts({ ...NOTICE, when: "  ", subject: "" })).toEqual({ subject: "is empty", when: "is empty" });
  expect(emptyParts(NOTICE)).toEqual({});
});

test("one other word is another notice", () => {
  expect([isSameNotice(NOTICE, { ...NOTICE }), isSameNotice(NOTICE, { ...NOTICE, when: "later" })]).toEqual([true, false]);
});

test("a substitute without a site stands for all the rest; one without a person for nobody", () => {
  expect(
    substitutesOf([
      { siteId: " ", userId: " u-1 " },
      { siteId: "s-1", userId: "u-2" },
      { siteId: "s-2", userId: "" },
    ]),
  ).toEqual([
    { siteId: null, userId: "u-1" },
    { siteId: "s-1", userId: "u-2" },
  ]);
});

test("fields are called what the mail calls them", () => {
  expect([labelOf("subject"), labelOf("selfHelp")]).toEqual(["Subject", "What you can do yourself"]);
});
