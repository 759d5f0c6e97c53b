import { afterEach, describe, expect, test } from "vitest";
import { AT, testStore } from "../../tests/helpers/test-store.ts";
import type { AccountRow, SessionRow, SignInLinkRow } from "../app/ports/account-store.ts";
import { plusMs } from "../kit/instant.ts";

const open = testStore(afterEach);

const makeAccount = (login: string, overrides: Partial<AccountRow> = {}): AccountRow => ({
  login,
  displayName: `${login} Berg`,
  roles: ["viewer"],
  passwordHash: null,
  createdAt: AT,
  disabledAt: null,
  lastSignInAt: null,
  ...overrides,
});
const makeSession = (tokenHash: string, login: string, overrides: Partial<SessionRow> = {}): SessionRow => ({
  tokenHash,
  login,
  createdAt: AT,
  lastUsedAt: AT,
  endedAt: null,
  ...overrides,
});
const makeLink = (secretHash: string, purpose: SignInLinkRow["purpose"]): SignInLinkRow => ({
  secretHash,
  purpose,
  createdAt: AT,
  expiresAt: plusMs(AT, 10),
  usedAt: null,
});

async function withPeople(...logins: readonly string[]) {
  const { store } = await open();
  await store.write(async ({ accounts }) => {
    for (const login of logins) await accounts.insert(makeAccount(login));
  });
  return store;
}

describe("accounts", () => {
  test("are there or not, and come in code-unit order", async () => {
    const store = await withPeople();
    expect(await store.read(({ accounts }) => accounts.hasAdministrator())).toBe(false);
    await store.write(async ({ accounts }) => {
      for (const login of ["b", "a_1", "a.2", "a-3"]) await accounts.insert(makeAccount(login));
    });
    expect(await store.read(({ accounts }) => accounts.hasAdministrator())).toBe(false);
    const able = { ...makeAccount("able"), roles: ["admin", "viewer"] as const, passwordHash: "$argon2id$" };
    await store.write(({ accounts }) => accounts.insert(able));
    expect(await store.read(({ accounts }) => accounts.hasAdministrator())).toBe(true);
    await store.write(({ accounts }) => accounts.update({ ...able, disabledAt: able.createdAt }));
    expect(await store.read(({ accounts }) => accounts.hasAdministrator())).toBe(false);
    expect((await store.read(({ accounts }) => accounts.list())).map(({ login }) => login)).toEqual([
      "a-3",
      "a.2",
      "a_1",
      "able",
      "b",
    ]);
    expect(await store.read(({ accounts }) => accounts.find("c"))).toBeNull();
  });

  test("are changed in everything but their login and the time of their making", async () => {
    const store = await withPeople("ada", "eve");
    const changed = makeAccount("ada", {
      displayName: "Ada",
      roles: ["admin", "approver"],
      passwordHash: "h",
      disabledAt: plusMs(AT, 1),
      lastSignInAt: plusMs(AT, 2),
    });
    await store.write(({ accounts }) => accounts.update({ ...changed, createdAt: plusMs(AT, 9) }));
    expect(await store.read(({ accounts }) => accounts.list())).toEqual([changed, makeAccount("eve")]);
  });

  test("have their login alone", async () => {
    const store = await withPeople("ada");
    await expect(store.write(({ accounts }) => accounts.insert(makeAccount("ada")))).rejects.toThrow("app_account_pkey");
  });
});

describe("sessions", () => {
  test("are found with their account, as it is now", async () => {
    const store = await withPeople("ada", "eve");
    await store.write(({ accounts }) => accounts.insertSession(makeSession("s1", "ada")));
    const ada = makeAccount("ada", { roles: ["admin"], createdAt: AT });
    await store.write(({ accounts }) => accounts.update(ada));
    expect(await store.read(({ accounts }) => accounts.findSession("s1"))).toEqual({
      session: makeSession("s1", "ada"),
      account: ada,
    });
    expect(await store.read(({ accounts }) => accounts.findSession("s2"))).toBeNull();
  });

  test("are touched forwards only", async () => {
    const store = await withPeople("ada");
    await store.write(({ accounts }) => accounts.insertSession(makeSession("s1", "ada")));
    const touchedAt = async (afterMs: number) => {
      await store.write(({ accounts }) => accounts.touchSession("s1", plusMs(AT, afterMs)));
      return (await store.read(({ accounts }) => accounts.findSession("s1")))?.session.lastUsedAt;
    };
    expect([await touchedAt(5), await touchedAt(3)]).toEqual([plusMs(AT, 5), plusMs(AT, 5)]);
  });

  test("end once, and all of a person but one together", async () => {
    const store = await withPeople("ada", "eve");
    await store.write(async ({ accounts }) => {
      for (const id of ["s1", "s2", "s3"]) await accounts.insertSession(makeSession(id, "ada"));
      await accounts.insertSession(makeSession("e1", "eve"));
    });
    const end = (id: string) => store.write(({ accounts }) => accounts.endSession(id, plusMs(AT, 1)));
    expect([await end("s1"), await end("s1"), await end("none")]).toEqual([true, false, false]);
    expect(await store.write(({ accounts }) => accounts.endSessionsOf("ada", plusMs(AT, 2), "s2"))).toBe(1);
    const endOf = (id: string) => store.read(async ({ accounts }) => (await accounts.findSession(id))?.session.endedAt);
    expect([await endOf("s1"), await endOf("s2"), await endOf("s3"), await endOf("e1")]).toEqual([
      plusMs(AT, 1),
      null,
      plusMs(AT, 2),
      null,
    ]);
    expect(await store.write(({ accounts }) => accounts.endSessionsOf("ada", plusMs(AT, 3), null))).toBe(1);
  });

  test("are dropped when they ended or are too old", async () => {
    const store = await withPeople("ada", "eve");
    await store.write(async ({ accounts }) => {
      await accounts.insertSession(makeSession("old", "ada"));
      await accounts.insertSession(makeSession("ended", "ada", { createdAt: plusMs(AT, 5), endedAt: plusMs(AT, 6) }));
      await accounts.insertSession(makeSession("live", "ada", { createdAt: plusMs(AT, 5) }));
      await accounts.insertSession(makeSession("eve's", "eve"));
      await accounts.dropSessionsOf("ada", plusMs(AT, 5));
    });
    const there = async (id: string) => (await store.read(({ accounts }) => accounts.findSession(id))) !== null;
    expect([await there("old"), await there("ended"), await there("live"), await there("eve's")]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});

describe("sign-in links", () => {
  const LINKS = [
    makeLink("new", { asks: "new-account", roles: ["admin", "viewer"] }),
    makeLink("password", { asks: "new-password", login: "ada" }),
    makeLink("nothing", { asks: "nothing", login: "ada" }),
  ];

  async function withLinks() {
    const store = await withPeople("ada");
    await store.write(async ({ accounts }) => {
      for (const link of LINKS) await accounts.insertLink(link);
    });
    return { store, find: (id: string) => store.read(({ accounts }) => accounts.findLink(id)) };
  }

  test("come back as they were made, and are used once", async () => {
    const { store, find } = await withLinks();
    for (const link of LINKS) expect(await find(link.secretHash)).toEqual(link);
    expect(await find("other")).toBeNull();
    const use = (id: string) => store.write(({ accounts }) => accounts.useLink(id, plusMs(AT, 4)));
    expect([await use("new"), await use("new"), await use("other")]).toEqual([true, false, false]);
    expect((await find("new"))?.usedAt).toBe(plusMs(AT, 4));
  });

  test("two at once cannot both use one", async () => {
    const { store } = await withLinks();
    const use = () => store.write(({ accounts }) => accounts.useLink("new", plusMs(AT, 4)));
    expect((await Promise.all([use(), use(), use()])).filter((used) => used)).toHaveLength(1);
  });

  test("are dropped by whose they are, the used ones stay", async () => {
    const { store, find } = await withLinks();
    await store.write(async ({ accounts }) => {
      await accounts.useLink("password", AT);
      await accounts.dropLinksOf("ada");
    });
    expect([(await find("new")) !== null, (await find("password")) !== null, await find("nothing")]).toEqual([true, true, null]);
    await store.write(({ accounts }) => accounts.dropLinksOf(null));
    expect(await find("new")).toBeNull();
  });

  test("that make an account name roles and no login; the table holds it", async () => {
    const { database } = await open();
    const insert = (asks: string, roles: string) =>
      database.exec(`insert into app_sign_in_link values ('x', '${asks}', null, ${roles}, 1, 2, null)`);
    await expect(insert("nothing", "null")).rejects.toThrow("app_sign_in_link_check");
    await expect(insert("new-account", "null")).rejects.toThrow("app_sign_in_link_check");
    await expect(insert("new-account", "'{admin}'")).resolves.toBeUndefined();
  });
});
