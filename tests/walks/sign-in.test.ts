import { afterEach, describe, expect, test } from "vitest";
import { invite, PASSWORD, setCookieOf, signedIn, testBrowser, type TestBrowser } from "../helpers/test-browser.ts";
import { STARTED_AT, testHttp, type OpenHttp, type TestAnswer } from "../helpers/test-http.ts";
import { firstSignInLink, signInLinkFor } from "../../src/app/access/sign-in-links.ts";
import { SESSION_COOKIE } from "../../src/http/session-cookie.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/kit/instant.ts";
import { ROLES } from "../../src/http/contract/words.ts";

const open = testHttp(afterEach);
const SESSION = "/api/v1/session";
const LINK = "/api/v1/session/link";
const ACCOUNTS = "/api/v1/accounts";
const said = (answer: TestAnswer) => [answer.status, (answer.json as { code?: string } | null)?.code];
const status = async (browser: TestBrowser) => (await browser.ask("GET", SESSION)).status;
const secretOf = (answer: TestAnswer) => (answer.json as { url: string }).url.replace("/sign-in#secret=", "");
function tallyOf(answers: readonly TestAnswer[]): Record<number, number> {
  const tally: Record<number, number> = {};
  for (const answer of answers) tally[answer.status] = (tally[answer.status] ?? 0) + 1;
  return tally;
}
const NEW = { login: "ada", displayName: "Ada Lund", password: PASSWORD };

async function auditOf(
  http: OpenHttp,
): Promise<readonly Readonly<{ action: string; actor: string; subject: string; detail: object }>[]> {
  const { json } = await http.ask("viewer", "GET", "/api/v1/audit?limit=500");
  return (json as { items: { action: string; actor: string; subject: string; detail: object }[] }).items;
}
const firstSecret = async ({ product, clock }: OpenHttp) =>
  (await firstSignInLink(product.store, product.entropy, clock.now()))?.secret ?? null;

describe("the first start", () => {
  test("gives one link, with which one person becomes the first account, with every role", async () => {
    const http = await open();
    const older = await firstSecret(http);
    const secret = await firstSecret(http);
    const browser = testBrowser(http);
    const read = (one: string | null) => browser.ask("POST", "/api/v1/sign-in-links/read", { secret: one });
    expect(said(await read(older))).toEqual([401, "sign-in-link-invalid"]);
    const question = { asks: "new-account", login: null, displayName: null, expiresAt: STARTED_AT + HOUR_MS };
    expect([(await read(secret)).json, (await read(secret)).json]).toEqual([question, question]);
    expect(said(await browser.ask("POST", LINK, { secret, account: null }))).toEqual([400, "body-invalid"]);
    const answer = await browser.ask("POST", LINK, { secret, account: NEW });
    expect(answer.json).toMatchObject({ person: "ada", displayName: "Ada Lund", roles: ROLES, by: "session" });
    expect(await firstSecret(http)).toBeNull();
    expect((await browser.ask("GET", ACCOUNTS)).json).toMatchObject({ items: [{ login: "ada", hasPassword: true }], total: 1 });
  });

  test("keeps the link good for as long as nobody else can administer, and no longer", async () => {
    const http = await open();
    const secret = await firstSecret(http);
    const asks = async () => (await testBrowser(http).ask("POST", "/api/v1/sign-in-links/read", { secret })).status;
    await http.ask("admin", "POST", ACCOUNTS, { login: "eve", displayName: "Eve", roles: ["admin"] });
    expect(await asks()).toBe(200);
    await signedIn(http, "vic", ["viewer"]);
    expect(await asks()).toBe(200);
    await signedIn(http, "ann", ["admin"]);
    expect(await asks()).toBe(401);
    expect(said(await testBrowser(http).ask("POST", LINK, { secret, account: NEW }))).toEqual([401, "sign-in-link-invalid"]);
    expect(await firstSecret(http)).toBeNull();
  });

  test("makes one account of two who use the link at once", async () => {
    const http = await open();
    const secret = await firstSecret(http);
    const use = (login: string) => testBrowser(http).ask("POST", LINK, { secret, account: { ...NEW, login } });
    const answers = await Promise.all([use("ada"), use("eve"), use("bob")]);
    expect(tallyOf(answers)).toEqual({ 200: 1, 401: 2 });
    expect((await http.ask("admin", "GET", ACCOUNTS)).json).toMatchObject({ total: 1 });
  });
});

describe("a link", () => {
  test("works once, runs out, and is worth nothing next to a newer one", async () => {
    const http = await open();
    const used = await invite(http, "ada", ["viewer"]);
    const use = (secret: string, login = "ada") => testBrowser(http).ask("POST", LINK, { secret, account: { ...NEW, login } });
    expect((await use(used)).status).toBe(200);
    expect(said(await use(used))).toEqual([401, "sign-in-link-invalid"]);
    const late = await invite(http, "eve", ["viewer"]);
    http.clock.pass(24 * HOUR_MS);
    expect(said(await use(late, "eve"))).toEqual([401, "sign-in-link-invalid"]);
    const older = secretOf(await http.ask("admin", "POST", `${ACCOUNTS}/eve/sign-in-links`));
    const newer = secretOf(await http.ask("admin", "POST", `${ACCOUNTS}/eve/sign-in-links`));
    expect([(await use(older, "eve")).status, (await use(newer, "eve")).status]).toEqual([401, 200]);
  });

  test("is for its account alone, whose name it keeps, and asks for a password", async () => {
    const http = await open();
    const secret = await invite(http, "eve", ["viewer"]);
    const browser = testBrowser(http);
    expect((await browser.ask("POST", "/api/v1/sign-in-links/read", { secret })).json).toMatchObject({
      asks: "new-password",
      login: "eve",
      displayName: "eve Berg",
    });
    for (const account of [null, NEW])
      expect(said(await browser.ask("POST", LINK, { secret, account }))).toEqual([400, "body-invalid"]);
    const answer = await browser.ask("POST", LINK, { secret, account: { ...NEW, login: "eve" } });
    expect(answer.json).toMatchObject({ person: "eve", displayName: "eve Berg" });
  });

  test("that sets a new password ends what the old one opened, and the old password", async () => {
    const http = await open();
    const before = await signedIn(http, "ada", ["viewer"]);
    const secret = secretOf(await http.ask("admin", "POST", `${ACCOUNTS}/ada/sign-in-links`));
    expect(await status(before)).toBe(200);
    const password = "another long one";
    const after = testBrowser(http);
    expect((await after.ask("POST", LINK, { secret, account: { ...NEW, password } })).status).toBe(200);
    expect([await status(before), await status(after)]).toEqual([401, 200]);
    const signIn = async (one: string) => (await testBrowser(http).ask("POST", SESSION, { login: "ada", password: one })).status;
    expect([await signIn(PASSWORD), await signIn(password)]).toEqual([401, 200]);
  });

  test("of the process itself asks nothing, and its account has no password to guess", async () => {
    const http = await open();
    const { store, entropy } = http.product;
    const guest = { login: "you", displayName: "You", roles: ["approver", "operator"] as const };
    const { secret } = await signInLinkFor(store, entropy, guest, http.clock.now());
    const browser = testBrowser(http);
    expect((await browser.ask("POST", "/api/v1/sign-in-links/read", { secret })).json).toMatchObject({ asks: "nothing" });
    expect(said(await browser.ask("POST", LINK, { secret, account: { ...NEW, login: "you" } }))).toEqual([400, "body-invalid"]);
    expect((await browser.ask("POST", LINK, { secret, account: null })).json).toMatchObject({
      person: "you",
      roles: guest.roles,
    });
    const guessed = await testBrowser(http).ask("POST", SESSION, { login: "you", password: "anything" });
    expect(said(guessed)).toEqual([401, "sign-in-refused"]);
    await signedIn(http, "ada", ["admin"]);
    await expect(signInLinkFor(store, entropy, { ...guest, login: "ada" }, http.clock.now())).rejects.toThrow("has a password");
  });
});

describe("a session", () => {
  test("is a cookie that no script reads, no other page sends and no open line carries", async () => {
    const http = await open();
    await signedIn(http, "ada", ["viewer"]);
    const answer = await testBrowser(http).ask("POST", SESSION, { login: " Ada", password: PASSWORD });
    const cookie = setCookieOf(answer);
    expect(SESSION_COOKIE.startsWith("__Host-")).toBe(true);
    expect([cookie?.value.length, cookie?.flags]).toEqual([68, ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"]]);
    expect(answer.text).not.toContain(cookie?.value);
  });

  test("says who asks and what they may do, from the same tables", async () => {
    const http = await open();
    const ada = await signedIn(http, "ada", ["approver", "help-desk"]);
    const { json } = await ada.ask("GET", SESSION);
    expect(json).toMatchObject({ by: "session", idleEndsAt: STARTED_AT + 30 * MINUTE_MS, endsAt: STARTED_AT + 12 * HOUR_MS });
    const { operations, commands } = json as { operations: string[]; commands: string[] };
    expect(["decideApproval", "acknowledgeStage", "getHealth"].filter((id) => !operations.includes(id))).toEqual([]);
    expect(["createToken", "createPlan", "checkIn"].filter((id) => operations.includes(id))).toEqual([]);
    expect(commands).toEqual(["halt"]);
    expect((await http.ask("viewer", "GET", SESSION)).json).toMatchObject({ person: "viewer", by: "token", idleEndsAt: null });
  });

  test("ends when nobody used it for half an hour, not while somebody does", async () => {
    const http = await open();
    const [busy, idle] = [await signedIn(http, "ada", ["viewer"]), await signedIn(http, "eve", ["viewer"])];
    http.clock.pass(29 * MINUTE_MS);
    expect(await status(busy)).toBe(200);
    http.clock.pass(MINUTE_MS);
    expect([await status(busy), await status(idle)]).toEqual([200, 401]);
    expect(said(await idle.ask("GET", SESSION))).toEqual([401, "not-signed-in"]);
  });

  test("ends after twelve hours however busy it is", async () => {
    const http = await open();
    const ada = await signedIn(http, "ada", ["viewer"]);
    for (let passed = 20; passed < 12 * 60; passed += 20) {
      http.clock.pass(20 * MINUTE_MS);
      expect([passed, await status(ada)]).toEqual([passed, 200]);
    }
    http.clock.pass(20 * MINUTE_MS);
    expect(await status(ada)).toBe(401);
  });

  test("is new at each sign-in, whatever the browser brought along", async () => {
    const http = await open();
    const ada = await signedIn(http, "ada", ["viewer"]);
    const first = ada.cookie();
    await ada.ask("POST", SESSION, { login: "ada", password: PASSWORD });
    expect(ada.cookie()).not.toBe(first);
    const withCookie = (value: string) =>
      http.raw({ method: "GET", url: SESSION, headers: { cookie: `${SESSION_COOKIE}=${value}` } });
    expect([(await withCookie(first ?? "")).status, await status(ada)]).toEqual([401, 200]);
    const planted = `tgs_${"0".repeat(64)}`;
    const eve = await http.raw({
      method: "POST",
      url: SESSION,
      headers: { cookie: `${SESSION_COOKIE}=${planted}`, "content-type": "application/json" },
      payload: JSON.stringify({ login: "ada", password: PASSWORD }),
    });
    expect([setCookieOf(eve)?.value === planted, (await withCookie(planted)).status]).toEqual([false, 401]);
  });

  test("is gone for good when its person signs out", async () => {
    const http = await open();
    const ada = await signedIn(http, "ada", ["viewer"]);
    const cookie = `${SESSION_COOKIE}=${ada.cookie()}`;
    const answer = await ada.ask("DELETE", SESSION);
    expect([answer.status, setCookieOf(answer)?.flags.at(-1), ada.cookie()]).toEqual([204, "Max-Age=0", null]);
    expect((await http.raw({ method: "GET", url: SESSION, headers: { cookie } })).status).toBe(401);
    expect(said(await http.ask("viewer", "DELETE", SESSION))).toEqual([409, "session-missing"]);
  });

  test("counts for nothing where the cookie comes twice, or a token comes with it", async () => {
    const http = await open();
    const ada = await signedIn(http, "ada", ["viewer"]);
    const cookie = `${SESSION_COOKIE}=${ada.cookie()}`;
    const get = (headers: Readonly<Record<string, string>>) => http.raw({ method: "GET", url: SESSION, headers });
    expect((await get({ cookie: `${cookie}; ${SESSION_COOKIE}=x` })).status).toBe(401);
    expect((await get({ cookie: `theme=dark; ${cookie}; a=b` })).status).toBe(200);
    expect((await get({ cookie, authorization: `Bearer ${http.tokens.author}` })).json).toMatchObject({ person: "author" });
    expect((await get({ cookie, authorization: "Bearer nonsense" })).status).toBe(401);
  });
});

describe("what an administrator changes", () => {
  test("counts at once: disabled accounts and changed roles end their sessions", async () => {
    const http = await open();
    const ada = await signedIn(http, "ada", ["viewer", "operator"]);
    const change = (body: object) => http.ask("admin", "POST", `${ACCOUNTS}/ada`, { reason: "moved on", ...body });
    expect((await change({ roles: ["viewer"] })).json).toMatchObject({ roles: ["viewer"], disabledAt: null });
    expect(await status(ada)).toBe(401);
    await ada.ask("POST", SESSION, { login: "ada", password: PASSWORD });
    const start = { command: "start", reason: "x" };
    expect(said(await ada.ask("POST", "/api/v1/rollouts/x/commands", start))).toEqual([403, "not-allowed"]);
    expect((await change({ disabled: true })).json).toMatchObject({ disabledAt: STARTED_AT });
    expect(await status(ada)).toBe(401);
    expect(said(await ada.ask("POST", SESSION, { login: "ada", password: PASSWORD }))).toEqual([401, "sign-in-refused"]);
    expect(said(await http.ask("admin", "POST", `${ACCOUNTS}/ada/sign-in-links`))).toEqual([409, "account-disabled"]);
    await change({ disabled: false });
    expect((await ada.ask("POST", SESSION, { login: "ada", password: PASSWORD })).status).toBe(200);
  });

  test("never leaves nobody who may administer accounts", async () => {
    const http = await open();
    await signedIn(http, "ada", ["admin", "viewer"]);
    const change = (login: string, body: object) => http.ask("admin", "POST", `${ACCOUNTS}/${login}`, { reason: "x", ...body });
    await invite(http, "eve", ["admin"]);
    for (const body of [{ roles: ["viewer"] }, { disabled: true }])
      expect(said(await change("ada", body))).toEqual([409, "account-last-admin"]);
    await signedIn(http, "bob", ["admin"]);
    const both = await Promise.all([change("ada", { disabled: true }), change("bob", { roles: ["viewer"] })]);
    expect(tallyOf(both)).toEqual({ 200: 1, 409: 1 });
  });

  test("is refused for logins that are taken, unknown or no logins", async () => {
    const http = await open();
    const make = (login: string) => http.ask("admin", "POST", ACCOUNTS, { login, displayName: "x", roles: ["viewer"] });
    expect([(await make("eve")).status, said(await make("eve"))]).toEqual([201, [409, "account-exists"]]);
    for (const login of ["Eve", "e", "local:eve", "a b", "-eve"])
      expect([login, (await make(login)).status]).toEqual([login, 400]);
    expect(said(await http.ask("admin", "POST", `${ACCOUNTS}/bob/sign-in-links`))).toEqual([404, "account-unknown"]);
    expect(said(await http.ask("admin", "POST", `${ACCOUNTS}/bob`, { disabled: true, reason: "x" }))).toEqual([
      404,
      "account-unknown",
    ]);
  });
});

describe("one's own password", () => {
  test("is changed by whoever knows it, and ends one's other sessions", async () => {
    const http = await open();
    const here = await signedIn(http, "ada", ["viewer"]);
    const there = testBrowser(http);
    await there.ask("POST", SESSION, { login: "ada", password: PASSWORD });
    const change = (current: string, next: string) => here.ask("POST", `${SESSION}/password`, { current, next });
    const next = "a longer password than before";
    expect(said(await change("not this one", next))).toEqual([401, "sign-in-refused"]);
    expect((await change(PASSWORD, "short")).status).toBe(400);
    expect((await change(PASSWORD, next)).status).toBe(204);
    expect([await status(here), await status(there)]).toEqual([200, 401]);
    expect((await there.ask("POST", SESSION, { login: "ada", password: next })).status).toBe(200);
    const token = await http.ask("viewer", "POST", `${SESSION}/password`, { current: "x", next });
    expect(said(token)).toEqual([409, "session-missing"]);
  });
});

describe("a foreign page", () => {
  test("changes nothing with a cookie: it lacks the header, or says where it comes from", async () => {
    const http = await open();
    const ada = await signedIn(http, "ada", ["viewer", "operator"]);
    const start = (headers: Readonly<Record<string, string>>) =>
      ada.askBare("POST", "/api/v1/rollouts/x/commands", { command: "start", reason: "x" }, headers);
    const foreign = [403, "request-not-from-console"];
    const own = { "tidegate-console": "1", host: "tide.example:8420" };
    expect(said(await start({}))).toEqual(foreign);
    for (const origin of ["https://evil.example", "http://tide.example", "null", "http://tide.example:8421"])
      expect([origin, said(await start({ ...own, origin }))]).toEqual([origin, foreign]);
    expect(said(await start({ ...own, origin: "http://tide.example:8420" }))).toEqual([404, "rollout-unknown"]);
    expect(said(await start(own))).toEqual([404, "rollout-unknown"]);
    expect(said(await ada.askBare("GET", SESSION, undefined, { origin: "https://evil.example" }))).toEqual(foreign);
    expect((await ada.askBare("GET", SESSION, undefined, {})).status).toBe(200);
    expect(said(await ada.askBare("DELETE", SESSION, undefined, {}))).toEqual(foreign);
  });

  test("signs nobody in, and its question whether it might is not answered", async () => {
    const http = await open();
    await signedIn(http, "ada", ["viewer"]);
    const evil = { origin: "https://evil.example" };
    const body = { login: "ada", password: PASSWORD };
    expect(said(await testBrowser(http).ask("POST", SESSION, body, evil))).toEqual([403, "request-not-from-console"]);
    const asked = { ...evil, "access-control-request-method": "POST", "access-control-request-headers": "tidegate-console" };
    const answer = await http.raw({ method: "OPTIONS", url: SESSION, headers: asked });
    expect([answer.status >= 400, Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))]).toEqual([
      true,
      [],
    ]);
  });
});

describe("guessing", () => {
  const guess = (http: OpenHttp, login: string, remoteAddress: string, password = "a wrong password") =>
    http.raw({
      method: "POST",
      url: SESSION,
      remoteAddress,
      headers: { "content-type": "application/json" },
      payload: JSON.stringify({ login, password }),
    });

  test("stops after ten failures, the right password included, until the time is over; elsewhere it still counts", async () => {
    const http = await open();
    await signedIn(http, "ada", ["viewer"]);
    http.clock.pass(MINUTE_MS);
    const answers = await Promise.all(Array.from({ length: 12 }, () => guess(http, "ada", "192.0.2.1")));
    expect(tallyOf(answers)).toEqual({ 401: 10, 429: 2 });
    const limited = await guess(http, "ada", "192.0.2.1", PASSWORD);
    expect([said(limited), limited.headers["retry-after"]]).toEqual([[429, "too-many-attempts"], "900"]);
    expect((await guess(http, "ada", "192.0.2.2", PASSWORD)).status).toBe(200);
    http.clock.pass(15 * MINUTE_MS);
    expect((await guess(http, "ada", "192.0.2.1", PASSWORD)).status).toBe(200);
    const actions = (await auditOf(http)).map(({ action }) => action);
    expect(actions.filter((action) => action === "sign-in.refused")).toHaveLength(10);
    expect(actions.filter((action) => action === "sign-in.limited")).toHaveLength(1);
  });

  test("of many logins from one place stops too, and IPv6 neighbours are one place", async () => {
    const http = await open();
    for (let at = 0; at < 50; at += 1) expect((await guess(http, `nobody${at}`, `2001:db8:1:2::${at + 1}`)).status).toBe(401);
    expect((await guess(http, "ada", "2001:db8:1:2:ffff::9")).status).toBe(429);
    expect((await guess(http, "ada", "2001:db8:1:3::1")).status).toBe(401);
  });

  test("of links stops too", async () => {
    const http = await open();
    const secret = await invite(http, "ada", ["viewer"]);
    const read = (one: string) => testBrowser(http).ask("POST", "/api/v1/sign-in-links/read", { secret: one });
    for (let at = 0; at < 10; at += 1) expect((await read(`tgl_${String(at).repeat(64)}`)).status).toBe(401);
    expect(said(await read(secret))).toEqual([429, "too-many-attempts"]);
  });

  test("learns nothing of who there is: every refusal is the same answer", async () => {
    const http = await open();
    await signedIn(http, "ada", ["viewer"]);
    await signedIn(http, "off", ["viewer"]);
    await http.ask("admin", "POST", `${ACCOUNTS}/off`, { disabled: true, reason: "x" });
    await invite(http, "new", ["viewer"]);
    const answers = [];
    for (const [login, password] of [
      ["ada", "wrong"],
      ["nobody", PASSWORD],
      ["off", PASSWORD],
      ["new", PASSWORD],
    ] as const) {
      const { status: code, json, headers } = await guess(http, login, "192.0.2.1", password);
      answers.push({ code, ...(json as object), requestId: "", cookie: headers["set-cookie"] });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const refused = (await auditOf(http)).filter(({ action }) => action === "sign-in.refused");
    expect(refused.map(({ actor, subject, detail }) => [actor, subject, detail])).toEqual(
      [
        ["account:ada", "password"],
        ["sign-in", "unknown"],
        ["account:off", "disabled"],
        ["account:new", "no-password"],
      ].map(([subject, because]) => ["system:sign-in", subject, { because, from: "192.0.2.1" }]),
    );
  });
});

test("no secret stands in a log, an answer, the audit log or the database", async () => {
  const http = await open();
  const secret = (await firstSecret(http)) ?? "";
  const ada = testBrowser(http);
  await ada.ask("POST", LINK, { secret, account: NEW });
  await ada.ask("POST", SESSION, { login: "ada", password: "wrong-but-secret" });
  await ada.ask("POST", SESSION, { login: PASSWORD, password: PASSWORD });
  const broken = await http.raw({
    method: "POST",
    url: SESSION,
    headers: { "content-type": "application/json" },
    payload: `{"login":"ada","password":"${PASSWORD}`,
  });
  const tooMuch = await ada.ask("POST", SESSION, { login: "ada", password: { [PASSWORD]: PASSWORD } });
  expect([broken.status, tooMuch.status]).toEqual([400, 400]);
  const answers = [broken, tooMuch, await ada.ask("GET", SESSION), await ada.ask("GET", ACCOUNTS)].map(({ text }) => text);
  const rows = await http.product.database.session(async (session) =>
    JSON.stringify([
      await session.query("select * from app_account"),
      await session.query("select * from app_session"),
      await session.query("select * from app_sign_in_link"),
      await session.query("select * from app_audit"),
    ]),
  );
  for (const text of [http.log(), rows, ...answers])
    for (const hidden of [PASSWORD, "wrong-but-secret", secret, ada.cookie() ?? "no cookie"]) expect(text).not.toContain(hidden);
  expect(rows).toContain("$argon2id$v=19$m=19456,t=2,p=1$");
  for (const text of answers) expect(text).not.toContain("argon2");
});

test("everything that happens to accounts stands in the audit log, and the chain holds", async () => {
  const http = await open();
  const ada = await signedIn(http, "ada", ["admin"]);
  await ada.ask("POST", `${SESSION}/password`, { current: PASSWORD, next: "another long one" });
  await ada.ask("POST", ACCOUNTS, { login: "eve", displayName: "Eve", roles: ["viewer"] });
  await ada.ask("POST", `${ACCOUNTS}/eve/sign-in-links`);
  await ada.ask("POST", `${ACCOUNTS}/eve`, { disabled: true, reason: "left" });
  await ada.ask("DELETE", SESSION);
  const entries = (await auditOf(http)).filter(({ action }) => !action.startsWith("token."));
  expect(entries.map(({ actor, action, subject }) => [actor, action, subject])).toEqual([
    ["test", "account.created", "account:ada"],
    ["test", "sign-in-link.created", "account:ada"],
    ["ada", "account.password-set", "account:ada"],
    ["ada", "sign-in-link.used", "account:ada"],
    ["ada", "session.opened", "account:ada"],
    ["ada", "account.password-set", "account:ada"],
    ["ada", "account.created", "account:eve"],
    ["ada", "sign-in-link.created", "account:eve"],
    ["ada", "account.changed", "account:eve"],
    ["ada", "session.ended", "account:ada"],
  ]);
  expect((await http.ask("viewer", "GET", "/api/v1/audit/verification")).json).toMatchObject({ ok: true });
});
