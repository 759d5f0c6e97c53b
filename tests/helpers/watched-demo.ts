import { tmpdir } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import type { DemoAnswer } from "../../src/http/contract/live.ts";
import { listenTo, spawnTidegate } from "./child-process.ts";

/** `tidegate demo` as a person starts it, with its console; whoever starts it stops it. */
export type WatchedDemo = Readonly<{
  url: string;
  signInUrl: string;
  stderr: () => string;
  /** Signs in by the link, which works once. */
  visit: () => Promise<Visitor>;
  /** ^C: resolves with the exit code and how long it took. */
  stop: () => Promise<Readonly<{ code: number | null; tookMs: number }>>;
}>;
export type Visitor = Readonly<{
  get: <Body>(path: string) => Promise<Body>;
  post: <Body>(path: string, body: unknown) => Promise<Body>;
  demo: () => Promise<DemoAnswer>;
  /** Looks again and again until it is so; rejects after `msMax`, with what was seen last. */
  getUntil: <Body>(path: string, isSo: (body: Body) => boolean, msMax: number) => Promise<Body>;
}>;

const START_MS_MAX = 60_000;
const LOOK_EVERY_MS = 100;
const SIGN_IN = /^Sign in, once: +((http:\S+)\/sign-in#secret=(\S+))$/m;

export async function startWatchedDemo(args: readonly string[]): Promise<WatchedDemo> {
  const child = spawnTidegate(["demo", ...args], {}, tmpdir());
  const said = listenTo(child);
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const found = await new Promise<RegExpExecArray>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`no link in ${START_MS_MAX} ms: ${said.stderr()}`));
    }, START_MS_MAX);
    void ended.then((code) => reject(new Error(`the demo ended with ${code}: ${said.stderr()}`)));
    child.stderr?.on("data", () => {
      const link = SIGN_IN.exec(said.stderr());
      if (link === null) return;
      clearTimeout(timer);
      resolve(link);
    });
  });
  const [, signInUrl = "", url = "", secret = ""] = found;
  return {
    url,
    signInUrl,
    stderr: said.stderr,
    visit: () => signIn(url, secret),
    stop: async () => {
      const startedMs = performance.now();
      child.kill("SIGINT");
      return { code: await ended, tookMs: performance.now() - startedMs };
    },
  };
}

async function signIn(url: string, secret: string): Promise<Visitor> {
  const fromPage = { "content-type": "application/json", "tidegate-console": "1" };
  const answer = await fetch(`${url}/api/v1/session/link`, {
    method: "POST",
    headers: fromPage,
    body: JSON.stringify({ secret, account: null }),
  });
  const cookie = (answer.headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "";
  if (!answer.ok || cookie === "") throw new Error(`signing in was answered with ${answer.status}: ${await answer.text()}`);
  const send = async <Body>(path: string, init: RequestInit): Promise<Body> => {
    const reply = await fetch(`${url}${path}`, { ...init, headers: { ...fromPage, cookie } });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${path} was answered with ${reply.status}: ${text.slice(0, 1_000)}`);
    return JSON.parse(text) as Body;
  };
  const get = <Body>(path: string) => send<Body>(path, {});
  return {
    get,
    post: (path, body) => send(path, { method: "POST", body: JSON.stringify(body) }),
    demo: () => get<DemoAnswer>("/api/v1/demo"),
    getUntil: async <Body>(path: string, isSo: (body: Body) => boolean, msMax: number) => {
      const giveUpAt = performance.now() + msMax;
      for (;;) {
        const now = await get<Body>(path);
        if (isSo(now)) return now;
        if (performance.now() > giveUpAt) throw new Error(`not so after ${msMax} ms: ${JSON.stringify(now).slice(0, 4_000)}`);
        await pause(LOOK_EVERY_MS);
      }
    },
  };
}
