import { expect, test } from "vitest";
import { trackSteps, trackText } from "./track-steps.ts";

const NOTHING = { offeredAt: null, appliedAt: null, verifiedAt: null, failedAt: null, state: "notOffered" } as const;

test("a device goes from assigned to soaked, and soaks only as long as its phase asks", () => {
  const verified = { ...NOTHING, state: "succeeded", offeredAt: 1, appliedAt: 2, verifiedAt: 1_000 } as const;
  expect(trackText(trackSteps(NOTHING, 500, 2_000))).toBe("Assigned; next: Offered");
  expect(trackText(trackSteps(verified, 500, 1_499))).toBe("Assigned, Offered, Applied, Verified; next: Soaked");
  expect(trackText(trackSteps(verified, 500, 1_500))).toBe("Assigned, Offered, Applied, Verified, Soaked");
  expect(trackText(trackSteps(verified, null, 9_999_999))).toContain("next: Soaked");
});

test("a device that is not well failed at the step it has not reached", () => {
  const failing = { ...NOTHING, state: "error", offeredAt: 1, failedAt: 5 } as const;
  expect(trackText(trackSteps(failing, 500, 9))).toBe("Assigned, Offered; failed at Applied");
  expect(trackSteps(failing, 500, 9).map(({ standing }) => standing)).toEqual(["done", "done", "failed", "open", "open"]);
});

test("a device that left is assigned nothing", () => {
  expect(trackText(trackSteps({ ...NOTHING, state: "left" }, null, 0))).toBe("nothing reached; next: Assigned");
});
