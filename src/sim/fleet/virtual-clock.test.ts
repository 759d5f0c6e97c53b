import { expect, it } from "vitest";
import { instant } from "../../kit/instant.ts";
import { createVirtualClock } from "./virtual-clock.ts";

it("moves only forward", () => {
  const clock = createVirtualClock(instant(1_000));
  clock.advanceTo(instant(1_000));
  clock.advanceTo(instant(5_000));
  expect(clock.now()).toBe(5_000);
  expect(() => clock.advanceTo(instant(4_999))).toThrow("does not go back");
  expect(clock.now()).toBe(5_000);
});
