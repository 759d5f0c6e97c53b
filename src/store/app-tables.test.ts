import { afterEach, describe, expect, test } from "vitest";
import { AT, testStore } from "../../tests/helpers/test-store.ts";
import { AUDIT_GENESIS_HASH, firstBrokenLink } from "../app/ports/audit-chain.ts";
import type { TokenRow } from "../app/ports/access-store.ts";
import type { RolloutId } from "../kit/ids.ts";
import { plusMs } from "../kit/instant.ts";

const open = testStore(afterEach);
const ID = "rollout-1" as RolloutId;
const GENESIS = { number: 0, hash: AUDIT_GENESIS_HASH };

describe("access", () => {
  test("tokens are found by their hash, listed in order and revoked once", async () => {
    const { store } = await open();
    const token = (tokenHash: string, afterMs: number): TokenRow => ({
      tokenHash,
      person: "ada",
      role: "operator",
      label: "laptop",
      createdAt: plusMs(AT, afterMs),
      expiresAt: null,
      revokedAt: null,
    });
    await store.write((unit) => unit.access.insertToken(token("b", 1)));
    await store.write((unit) => unit.access.insertToken(token("a", 2)));
    expect(await store.read((unit) => unit.access.findToken("a"))).toEqual(token("a", 2));
    expect(await store.read((unit) => unit.access.findToken("c"))).toBeNull();
    const revoke = (hash: string) => store.write((unit) => unit.access.revokeToken(hash, plusMs(AT, 3)));
    expect([await revoke("a"), await revoke("a"), await revoke("c")]).toEqual([true, false, false]);
    expect(await store.read((unit) => unit.access.listTokens())).toEqual([
      token("b", 1),
      { ...token("a", 2), revokedAt: plusMs(AT, 3) },
    ]);
  });

  test("signing keys come newest first", async () => {
    const { store } = await open();
    const key = (kid: string, afterMs: number) => ({
      kid,
      publicJwk: { kty: "OKP", crv: "Ed25519", x: kid } as const,
      privateSealed: "sealed",
      createdAt: plusMs(AT, afterMs),
    });
    for (const row of [key("a", 1), key("b", 2)]) await store.write((unit) => unit.access.insertSigningKey(row));
    expect(await store.read((unit) => unit.access.signingKeys())).toEqual([key("b", 2), key("a", 1)]);
  });
});

describe("the audit chain", () => {
  async function withEntries(count: number) {
    const opened = await open();
    for (let at = 0; at < count; at += 1) {
      const subject = at % 2 === 0 ? "estate" : `rollout:${ID}`;
      await opened.store.write((unit) =>
        unit.audit.append({
          at: plusMs(AT, at),
          actor: "ada",
          action: "estate.imported",
          subject,
          detail: { at, ratio: 0.1, none: null },
        }),
      );
    }
    const rows = () => opened.store.read((unit) => unit.audit.page(1, 100));
    return { ...opened, rows };
  }

  test("is unbroken, also when read in pages, and the newest of a subject come in order", async () => {
    const { store, rows } = await withEntries(5);
    const all = await rows();
    expect(all.map((row) => row.number)).toEqual([1, 2, 3, 4, 5]);
    expect(firstBrokenLink(all, GENESIS)).toBeNull();
    const page = await store.read((unit) => unit.audit.page(3, 2));
    expect(page).toEqual(all.slice(2, 4));
    expect(firstBrokenLink(page, all[1] ?? GENESIS)).toBeNull();
    const newest = await store.read((unit) => unit.audit.ofSubject("estate", 2));
    expect(newest.map((row) => row.number)).toEqual([3, 5]);
  });

  test("several entries of one unit are links of one chain", async () => {
    const { store, rows } = await withEntries(1);
    await store.write(async (unit) => {
      for (const action of ["a", "b"]) await unit.audit.append({ at: AT, actor: "ada", action, subject: "estate", detail: null });
    });
    expect(firstBrokenLink(await rows(), GENESIS)).toBeNull();
    expect((await rows()).map((row) => row.action)).toEqual(["estate.imported", "a", "b"]);
  });

  const TAMPERS = [
    ["at_ms", "at_ms + 1"],
    ["actor", "'eve'"],
    ["action", "'x'"],
    ["subject", "'x'"],
    ["detail", `'{"at":99}'`],
    ["prev_hash", "repeat('1', 64)"],
    ["hash", "repeat('1', 64)"],
    ["number", "number + 100"],
  ] as const;
  for (const [column, value] of TAMPERS) {
    test(`shows where \`${column}\` was changed`, async () => {
      const { database, rows } = await withEntries(4);
      await database.exec(`update app_audit set ${column} = ${value} where number = 2`);
      expect(firstBrokenLink(await rows(), GENESIS)).toBe(2);
    });
  }

  test("shows an entry that was cut out, and the head remembers an end that was cut off", async () => {
    const { database, rows } = await withEntries(4);
    await database.exec("delete from app_audit where number = 4");
    const head = await database.session((session) => session.query<{ number: number }>("select number from app_audit_head"));
    expect([(await rows()).length, head[0]?.number]).toEqual([3, 4]);
    await database.exec("delete from app_audit where number = 2");
    expect(firstBrokenLink(await rows(), GENESIS)).toBe(2);
  });
});

describe("the outbox", () => {
  const add = (key: string, afterMs: number) => ({
    key,
    kind: "publish-phase",
    rolloutId: ID,
    payload: { key },
    createdAt: plusMs(AT, afterMs),
  });

  test("a key is one effect for ever", async () => {
    const { store } = await open();
    await store.write((unit) => unit.outbox.add(add("k", 1)));
    await store.write((unit) => unit.outbox.complete("k", { calls: 1 }, plusMs(AT, 2)));
    await store.write((unit) => unit.outbox.add({ ...add("k", 3), payload: "again" }));
    await store.write((unit) => unit.outbox.complete("k", { calls: 2 }, plusMs(AT, 4)));
    await store.write((unit) => unit.outbox.retryAt("k", "late", plusMs(AT, 4)));
    expect(await store.read((unit) => unit.outbox.ofRollout(ID))).toEqual([
      { ...add("k", 1), attempts: 1, nextAttemptAt: null, lastError: null, doneAt: plusMs(AT, 2), receipt: { calls: 1 } },
    ]);
    expect(await store.write((unit) => unit.outbox.claim(plusMs(AT, 100), 10))).toEqual([]);
    await expect(store.write((unit) => unit.outbox.complete("nothing", null, AT))).rejects.toThrow("no outbox row");
  });

  test("what is due is claimed oldest first, what failed waits for its time", async () => {
    const { store } = await open();
    for (const row of [add("c", 3), add("a", 1), add("b", 2)]) await store.write((unit) => unit.outbox.add(row));
    const claimed = async (afterMs: number, limit: number) =>
      (await store.write((unit) => unit.outbox.claim(plusMs(AT, afterMs), limit))).map((row) => row.key);
    expect(await claimed(10, 2)).toEqual(["a", "b"]);
    await store.write((unit) => unit.outbox.retryAt("a", "refused", plusMs(AT, 20)));
    expect(await claimed(19, 9)).toEqual(["b", "c"]);
    expect(await claimed(20, 9)).toEqual(["a", "b", "c"]);
    const [first] = await store.read((unit) => unit.outbox.ofRollout(ID));
    expect(first).toMatchObject({ key: "a", attempts: 1, lastError: "refused", nextAttemptAt: plusMs(AT, 20), doneAt: null });
  });
});
