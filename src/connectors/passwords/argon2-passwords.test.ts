import { parseOptions } from "@node-rs/argon2";
import { describe, expect, test } from "vitest";
import { createArgon2Passwords } from "./argon2-passwords.ts";
import { createTurns } from "./turns.ts";

describe("argon2id", () => {
  test("fits the password and no other, salted, with the cost that OWASP asks for", async () => {
    const passwords = createArgon2Passwords();
    const [one, other] = [await passwords.hash("correct horse"), await passwords.hash("correct horse")];
    if (!one.ok || !other.ok) throw new Error("busy");
    expect(one.value).not.toBe(other.value);
    expect(one.value).toMatch(/^\$argon2id\$v=19\$/);
    expect(parseOptions(one.value)).toMatchObject({
      memoryCost: 19_456,
      timeCost: 2,
      parallelism: 1,
      outputLen: 32,
      saltLen: 16,
    });
    expect([await passwords.verify(one.value, "correct horse"), await passwords.verify(one.value, "correct horsf")]).toEqual([
      "fits",
      "differs",
    ]);
  });

  test("counts characters that look the same as the same", async () => {
    const passwords = createArgon2Passwords();
    const hashed = await passwords.hash("café ﬁne");
    expect(await passwords.verify(hashed.ok ? hashed.value : null, "cafe\u0301 fine")).toBe("fits");
  });

  test("works for nobody's password as well: an answer without the work would tell who has an account", async () => {
    const passwords = createArgon2Passwords();
    const tookMs: number[] = [];
    for (let run = 0; run < 5; run += 1) {
      const startMs = performance.now();
      expect(await passwords.verify(null, "wrong")).toBe("differs");
      tookMs.push(performance.now() - startMs);
    }
    // 19 MiB twice over take no machine less; a look-up without the work takes microseconds.
    expect(Math.min(...tookMs)).toBeGreaterThan(2);
  });

  test("says that it is busy instead of letting a crowd wait", async () => {
    const passwords = createArgon2Passwords();
    const verdicts = await Promise.all(Array.from({ length: 60 }, () => passwords.verify(null, "x")));
    expect(verdicts.filter((verdict) => verdict === "busy")).toHaveLength(8);
  });
});

describe("turns", () => {
  test("are so many at once, in the order of coming, and a failure gives its place on", async () => {
    const inTurn = createTurns(2, 3);
    const seen = { running: 0, most: 0, order: [] as number[] };
    const work = (id: number) =>
      inTurn(async () => {
        seen.running += 1;
        seen.most = Math.max(seen.most, seen.running);
        seen.order.push(id);
        await Promise.resolve();
        seen.running -= 1;
        if (id === 1) throw new Error("failed");
        return id;
      });
    const results = await Promise.allSettled([0, 1, 2, 3, 4, 5].map(work));
    expect([seen.most, seen.order]).toEqual([2, [0, 1, 2, 3, 4]]);
    expect(results.map((result) => (result.status === "fulfilled" ? result.value : "failed"))).toEqual([
      { value: 0 },
      "failed",
      { value: 2 },
      { value: 3 },
      { value: 4 },
      "busy",
    ]);
    expect(await work(9)).toEqual({ value: 9 });
  });
});
