import { describe, expect, test } from "vitest";
import { instant, MINUTE_MS, plusMs } from "../../kit/instant.ts";
import { createAttempts, type Attempts } from "./attempts.ts";

const AT = instant(1_000_000);
const LATER = plusMs(AT, 15 * MINUTE_MS);

const takeTimes = (attempts: Attempts, times: number, from: string, login: string) =>
  Array.from({ length: times }, () => attempts.take(from, login, AT).ok);

describe("attempts", () => {
  test("are ten for a login from one place; the refusal says when, and is news once", () => {
    const attempts = createAttempts();
    expect(takeTimes(attempts, 10, "a", "ada")).not.toContain(false);
    expect(attempts.take("a", "ada", plusMs(AT, 5))).toEqual({ ok: false, error: { retryAt: LATER, isFirst: true } });
    expect(attempts.take("a", "ada", plusMs(AT, 6))).toEqual({ ok: false, error: { retryAt: LATER, isFirst: false } });
    expect([attempts.take("b", "ada", AT).ok, attempts.take("a", "eve", AT).ok]).toEqual([true, true]);
    expect(attempts.take("a", "ada", plusMs(LATER, -1)).ok).toBe(false);
    expect(takeTimes(attempts, 1, "c", "ada")).toEqual([true]);
    expect(attempts.take("a", "ada", LATER).ok).toBe(true);
  });

  test("are fifty from one place, whoever is tried", () => {
    const attempts = createAttempts();
    const taken = Array.from({ length: 51 }, (_, at) => attempts.take("a", `login${at}`, AT).ok);
    expect(taken.filter((one) => one)).toHaveLength(50);
    expect(taken.at(-1)).toBe(false);
  });

  test("that were none give back themselves: not those of other logins", () => {
    const attempts = createAttempts();
    takeTimes(attempts, 49, "a", "x");
    expect(takeTimes(attempts, 9, "a", "eve").filter((one) => one)).toHaveLength(9);
    attempts.succeeded("a", "eve");
    expect(takeTimes(attempts, 10, "a", "eve")).not.toContain(false);
    expect(attempts.take("a", "x", AT).ok).toBe(false);
    attempts.succeeded("nowhere", "nobody");
  });

  test("of many places cost bounded memory: the oldest windows are forgotten", () => {
    const attempts = createAttempts();
    takeTimes(attempts, 10, "first", "ada");
    expect(attempts.take("first", "ada", AT).ok).toBe(false);
    for (let at = 0; at < 10_000; at += 1) attempts.take(`place${at}`, "ada", AT);
    expect(attempts.take("first", "ada", AT).ok).toBe(true);
    expect(attempts.take("place9999", "ada", AT).ok).toBe(true);
  });
});
