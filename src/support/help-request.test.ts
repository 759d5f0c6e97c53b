import { expect, test } from "vitest";
import { helpRateOf } from "./help-request.ts";

test("S27: help requests are counted per 1,000 exposed devices, with both numbers beside it", () => {
  expect(helpRateOf(3, 160)).toEqual({ linked: 3, exposed: 160, per1000Exposed: 18.75 });
  expect(helpRateOf(0, 160)).toEqual({ linked: 0, exposed: 160, per1000Exposed: 0 });
  expect(helpRateOf(2, 1)).toEqual({ linked: 2, exposed: 1, per1000Exposed: 2_000 });
});

test("S27: without an exposed device there is no rate, and no division by nothing", () => {
  expect(helpRateOf(0, 0).per1000Exposed).toBeNull();
  expect(helpRateOf(2, 0)).toEqual({ linked: 2, exposed: 0, per1000Exposed: null });
});
