import { describe, expect, test } from "vitest";
import { instant, MINUTE_MS } from "../kit/instant.ts";
import { missingParts, NOTICE_HEADINGS, noticeHashOf, type Notice } from "./notice.ts";
import { noticeMessage } from "./notice-message.ts";
import { nextAttempt, toldInTime } from "./told.ts";

const NOTICE: Notice = {
  subject: "Your screen locks after 10 minutes",
  whatChanges: "The screen locks when nobody touched the PC for 10 minutes",
  when: "Monday 9:00 CEST",
  businessPurpose: "Finding 12 of the audit",
  selfHelp: "Nothing is to be done",
  helpDeskContact: "help@example.com",
};
const missing = (more: Partial<Notice>) => missingParts({ ...NOTICE, ...more }).map(({ part }) => part);

describe("what a notice lacks (S17)", () => {
  test("a whole one lacks nothing, one that was not written lacks all", () => {
    expect(missingParts(NOTICE)).toEqual([]);
    expect(missingParts(null).map(({ part }) => part)).toEqual(["subject", ...Object.keys(NOTICE_HEADINGS)]);
  });

  test.each(Object.keys(NOTICE) as (keyof Notice)[])("`%s` may not be empty or say nothing", (part) => {
    for (const text of ["", "  \n", "TBD", "n/a", "-----------"]) expect(missing({ [part]: text })).toEqual([part]);
  });

  test.each([
    "7 September, 9:00 UTC",
    "9:00 GMT+2",
    "from 08:30 +02:00 on",
    "Tuesday noon, Europe/Berlin",
    "at 9 local time",
    "um 9 Uhr Ortszeit",
    "9 am EDT",
  ])("%s names a zone", (when) => {
    expect(missing({ when })).toEqual([]);
  });
  test.each(["Monday at nine", "2026-09-07", "2026-09-07 09:00", "in the week of the fair"])("%s names none", (when) => {
    expect(missing({ when })).toEqual(["when"]);
  });

  test.each(["5555", "+49 (30) 12 34", "#help-desk", "https://help.example.com", "ask: help@example.com"])(
    "%s is a contact",
    (helpDeskContact) => {
      expect(missing({ helpDeskContact })).toEqual([]);
    },
  );
  test.each(["the help desk in the basement", "ask Hanna", "room 12"])("%s is none", (helpDeskContact) => {
    expect(missing({ helpDeskContact })).toEqual(["helpDeskContact"]);
  });

  test("a script that needs fewer signs is long enough", () => {
    expect(missing({ whatChanges: "十分後に画面が固定される", selfHelp: "何もしなくてよい" })).toEqual([]);
  });

  test("any edit is another notice", () => {
    expect(noticeHashOf({ ...NOTICE, when: `${NOTICE.when}.` })).not.toBe(noticeHashOf(NOTICE));
    expect(noticeHashOf({ ...NOTICE })).toBe(noticeHashOf(NOTICE));
  });
});

test("a person reads all five parts, and from when their device may change", () => {
  const { subject, sections } = noticeMessage(NOTICE, instant(Date.UTC(2026, 8, 8, 7)));
  expect(subject).toBe(NOTICE.subject);
  expect(sections.map(({ heading }) => heading)).toEqual(Object.values(NOTICE_HEADINGS));
  expect(sections[1]?.text).toBe("Monday 9:00 CEST\n\nYour device changes at the earliest on 2026-09-08T07:00:00Z (UTC).");
});

test("told in time is told before the lead began", () => {
  expect(toldInTime(instant(100), 30)).toBe(70);
});

test("tries come after one minute, then two, then four, and never later than an hour", () => {
  const now = instant(0);
  expect([1, 2, 3, 6, 7, 60].map((attempts) => nextAttempt(now, attempts) / MINUTE_MS)).toEqual([1, 2, 4, 32, 60, 60]);
});
