import { createAccount, createSignInLink } from "../../src/app/access/accounts.ts";
import type { Role } from "../../src/app/ports/access-store.ts";
import { SESSION_COOKIE } from "../../src/http/session-cookie.ts";
import type { Method, OpenHttp, TestAnswer } from "./test-http.ts";

export type Headers = Readonly<Record<string, string>>;

/** Somebody's browser: keeps the session's cookie, and sends what our page sends. */
export type TestBrowser = Readonly<{
  ask: (method: Method, path: string, body?: unknown, headers?: Headers) => Promise<TestAnswer>;
  /** What a page sends beside the cookie is only what is named here. */
  askBare: (method: Method, path: string, body: unknown, headers: Headers) => Promise<TestAnswer>;
  cookie: () => string | null;
}>;

export const PASSWORD = "correct horse battery";

export function testBrowser({ raw }: Pick<OpenHttp, "raw">): TestBrowser {
  const jar: { cookie: string | null } = { cookie: null };
  const askBare: TestBrowser["askBare"] = async (method, url, body, headers) => {
    const cookie = jar.cookie === null ? {} : { cookie: `${SESSION_COOKIE}=${jar.cookie}` };
    const json = body === undefined ? {} : { "content-type": "application/json" };
    const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
    const answer = await raw({ method, url, headers: { ...cookie, ...json, ...headers }, ...payload });
    const set = setCookieOf(answer);
    if (set !== null) jar.cookie = set.value === "" ? null : set.value;
    return answer;
  };
  return {
    askBare,
    ask: (method, path, body, headers = {}) => askBare(method, path, body, { "tidegate-console": "1", ...headers }),
    cookie: () => jar.cookie,
  };
}

/** The session's cookie that an answer sets. */
export function setCookieOf({ headers }: TestAnswer): Readonly<{ value: string; flags: readonly string[] }> | null {
  const text = headers["set-cookie"];
  if (typeof text !== "string") return null;
  const [pair = "", ...flags] = text.split("; ");
  if (!pair.startsWith(`${SESSION_COOKIE}=`)) throw new Error(`another cookie: ${text}`);
  return { value: pair.slice(SESSION_COOKIE.length + 1), flags };
}

/** An account of that login with `PASSWORD`, made and signed in as a person would. */
export async function signedIn(http: OpenHttp, login: string, roles: readonly Role[]): Promise<TestBrowser> {
  const secret = await invite(http, login, roles);
  const browser = testBrowser(http);
  const account = { login, displayName: login, password: PASSWORD };
  const answer = await browser.ask("POST", "/api/v1/session/link", { secret, account });
  if (answer.status !== 200) throw new Error(answer.text);
  return browser;
}

/** An account without a password yet, and the secret of its link. */
export async function invite({ product, clock }: OpenHttp, login: string, roles: readonly Role[]): Promise<string> {
  const { store, entropy } = product;
  const by = { by: "test", now: clock.now() };
  const made = await createAccount(store, { login, displayName: `${login} Berg`, roles, ...by });
  const link = await createSignInLink(store, entropy, { login, ...by });
  if (!made.ok || !link.ok) throw new Error(`\`${login}\` was not invited`);
  return link.value.secret;
}
