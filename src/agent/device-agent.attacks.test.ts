import { createHmac } from "node:crypto";
import { generateKeyPair } from "jose";
import { afterEach, describe, expect, it } from "vitest";
import { canonicalJson, type Json } from "../kit/canonical-json.ts";
import { DAY_MS, plusMs } from "../kit/instant.ts";
import { seededRandom, type SeededRandom } from "../kit/seeded-random.ts";
import type { BundleContent, BundleEnvelope } from "../policy/bundle/bundle.ts";
import { DEVICE_HEADERS, DEVICE_PATHS } from "../policy/bundle/protocol.ts";
import { startEnrolledBench, type TestBench } from "./testing/test-bench.ts";
import { testContent } from "./testing/test-content.ts";
import { signWith, testEnvelope, type TestAnswer } from "./testing/test-device-door.ts";

const GOOD = testContent({ p1: { "a/1": true } });
const BAD = testContent({ p1: { "a/1": false }, evil: { "z/1": "owned" } });
const open: TestBench[] = [];

/** A device that holds GOOD and has reported it. */
async function holdingGood() {
  const bench = await startEnrolledBench(GOOD);
  open.push(bench);
  await bench.agent.checkIn();
  await bench.agent.sendReport();
  return bench;
}
type Bench = Awaited<ReturnType<typeof holdingGood>>;

afterEach(async () => {
  await Promise.all(open.splice(0).map(({ server }) => server.close()));
});

/** Puts this answer in the place of every honest check-in answer. */
function answerWith({ server }: TestBench, change: (honest: TestAnswer) => Partial<TestAnswer>) {
  server.tamperWith((honest, { path }) =>
    path === DEVICE_PATHS.checkIn ? { ...honest, status: 200, ...change(honest) } : honest,
  );
}

async function answerWithEnvelope(bench: Bench, content: BundleContent, changes: Partial<BundleEnvelope>) {
  const { server, deviceId } = bench;
  const envelope = await server.door.signer.sign(testEnvelope(server.door, server.device(deviceId), content, changes));
  answerWith(bench, () => ({ body: JSON.stringify({ envelope, content }) }));
}

/** Settings and what is remembered of bundles; the reports are apart, since a refusal is reported. */
function standing({ machine, state }: TestBench) {
  const { memory, held, managedNodes, identity } = state();
  return { settings: Object.fromEntries(machine.settings), applyCount: machine.applyCount, memory, held, managedNodes, identity };
}

/** Checks in once; the code of a refusal that changed nothing and was reported, or what happened instead. */
async function refusedAs(bench: Bench, agent = bench.agent): Promise<string> {
  const before = standing(bench);
  const { status, because } = await agent.checkIn();
  if (status !== "refused") return status;
  expect(standing(bench)).toEqual(before);
  bench.server.tamperWith(null);
  expect(await agent.sendReport()).toEqual({ status: "sent", sentCount: 1 });
  expect(bench.lastReport()).toMatchObject({ refused: because, policies: [], removed: [] });
  return bench.lastReport().refused?.code ?? "not reported";
}

describe("bundles that a server key signed, and that must not be taken", () => {
  it.each<[string, string, BundleContent, (bench: Bench) => Partial<BundleEnvelope>]>([
    ["a number that was already taken", "rollback", BAD, () => ({ seq: 1 })],
    ["an older epoch", "rollback", BAD, () => ({ epoch: 0, seq: 900 })],
    ["a jump of the number", "fast-forward", BAD, () => ({ seq: 9_000_000 })],
    ["another device's bundle", "wrong-device", BAD, () => ({ deviceId: "device-S2" })],
    ["another tenant's bundle", "wrong-tenant", BAD, () => ({ tenant: "tenant-2" })],
    ["a bundle whose time is over", "expired", BAD, ({ now }) => ({ notAfter: now() })],
    ["content that the envelope does not name", "mix-and-match", BAD, () => ({ contentHash: "0".repeat(64) })],
    ["an envelope of a later format", "unknown-format", BAD, () => ({ specVersion: 2 }) as unknown as Partial<BundleEnvelope>],
  ])("%s: %s", async (_, code, content, changes) => {
    const bench = await holdingGood();
    await answerWithEnvelope(bench, content, changes(bench));
    expect(await refusedAs(bench)).toBe(code);
  });

  it("an old bundle played again after a restart: rollback", async () => {
    const bench = await holdingGood();
    const { server, deviceId, agent } = bench;
    const old = server.device(deviceId).offered;
    await server.offer(deviceId, BAD);
    expect(await agent.checkIn()).toMatchObject({ status: "applied" });
    await agent.sendReport();
    answerWith(bench, () => ({ body: JSON.stringify({ envelope: old?.envelope, content: old?.content }) }));
    expect(await refusedAs(bench, bench.restart())).toBe("rollback");
  });

  it("an expired bundle under a time header that was set back, once a later envelope has proven the time", async () => {
    const bench = await holdingGood();
    const { server, deviceId, agent, pass } = bench;
    const device = server.device(deviceId);
    const stale = await server.door.signer.sign(testEnvelope(server.door, device, BAD, { seq: 3 }));
    pass(30 * DAY_MS);
    await server.offer(deviceId, GOOD);
    await agent.checkIn();
    await agent.sendReport();
    answerWith(bench, ({ headers }) => ({
      headers: { ...headers, [DEVICE_HEADERS.serverTime]: String(plusMs(bench.now(), -30 * DAY_MS)) },
      body: JSON.stringify({ envelope: stale, content: BAD }),
    }));
    expect(await refusedAs(bench)).toBe("expired");
  });

  it("is reported under the bundle's own number and nonce only where it is this device's", async () => {
    const bench = await holdingGood();
    await answerWithEnvelope(bench, BAD, { notAfter: bench.now() });
    expect(await refusedAs(bench)).toBe("expired");
    expect(bench.lastReport()).toMatchObject({ seq: 2, reportNonce: "nonce-device-S1-2" });
    await answerWithEnvelope(bench, BAD, { deviceId: "device-S2", seq: 77, reportNonce: "theirs" });
    expect(await refusedAs(bench)).toBe("wrong-device");
    expect(bench.lastReport()).toMatchObject({ seq: 1, reportNonce: "unverified" });
  });
});

describe("tokens that no server key signed", () => {
  const forgeries: readonly [string, string, (bench: Bench, envelope: BundleEnvelope) => Promise<string> | string][] = [
    [
      "a key that was never pinned",
      "unknown-key",
      async (_, envelope) => signWith((await generateKeyPair("EdDSA", { crv: "Ed25519" })).privateKey, "attacker", envelope),
    ],
    [
      "another key under the pinned name",
      "bad-signature",
      async ({ server }, envelope) =>
        signWith((await generateKeyPair("EdDSA", { crv: "Ed25519" })).privateKey, server.door.signer.kid, envelope),
    ],
    [
      "alg none",
      "forbidden-algorithm",
      ({ server }, envelope) => `${unsigned({ alg: "none", kid: server.door.signer.kid }, envelope)}.`,
    ],
    [
      "HS256 with the public key as the secret",
      "forbidden-algorithm",
      ({ server }, envelope) => {
        const { kid, publicKey } = server.door.signer;
        const text = unsigned({ alg: "HS256", kid }, envelope);
        return `${text}.${createHmac("sha256", Buffer.from(publicKey.x, "base64url")).update(text).digest("base64url")}`;
      },
    ],
    [
      "a token cut off in its signature",
      "bad-signature",
      async ({ server }, envelope) => (await server.door.signer.sign(envelope)).slice(0, -6),
    ],
    [
      "a token without its signature",
      "malformed-token",
      async ({ server }, envelope) => (await server.door.signer.sign(envelope)).split(".").slice(0, 2).join("."),
    ],
  ];

  it.each(forgeries)("%s: %s", async (_, code, forge) => {
    const bench = await holdingGood();
    const { server, deviceId } = bench;
    const envelope = await forge(bench, testEnvelope(server.door, server.device(deviceId), BAD));
    answerWith(bench, () => ({ body: JSON.stringify({ envelope, content: BAD }) }));
    expect(await refusedAs(bench)).toBe(code);
  });
});

describe("answers that are no answers", () => {
  it.each<[string, string, Partial<TestAnswer>]>([
    ["a body without end", "endless-data", { body: `"${"x".repeat(5 * 1_024 * 1_024)}"` }],
    ["a captive portal's page", "malformed-answer", { body: "<html>please log in</html>" }],
    ["nothing at all", "malformed-answer", { body: "" }],
    ["null", "malformed-answer", { body: "null" }],
    ["JSON nested a hundred thousand deep", "malformed-answer", { body: deepAnswer(100_000) }],
    [
      "a number that no double holds",
      "malformed-answer",
      { body: JSON.stringify({ envelope: "x", content: GOOD }).replace("true", "1e999") },
    ],
    [
      "a policy named twice",
      "malformed-answer",
      { body: JSON.stringify({ envelope: "x", content: { policies: [...GOOD.policies, ...GOOD.policies], conflicts: [] } }) },
    ],
    ["no time headers", "malformed-answer", { headers: {} }],
  ])("%s: %s", async (_, code, answer) => {
    const bench = await holdingGood();
    answerWith(bench, () => answer);
    expect(await refusedAs(bench)).toBe(code);
  });

  it("a 304 to a device that holds nothing: malformed-answer", async () => {
    const bench = await startEnrolledBench(GOOD);
    open.push(bench);
    answerWith(bench, () => ({ status: 304, body: "" }));
    expect(await refusedAs(bench)).toBe("malformed-answer");
  });

  it("the same attack again makes no second report, another one does", async () => {
    const bench = await holdingGood();
    answerWith(bench, () => ({ body: "garbage" }));
    await bench.agent.checkIn();
    await bench.restart().checkIn();
    expect(bench.state().reports.waiting).toHaveLength(1);
    answerWith(bench, () => ({ body: "{}" }));
    await bench.restart().checkIn();
    expect(bench.state().reports.waiting).toHaveLength(2);
  });

  it("2,000 mutations of a valid answer: none accepted, no crash, the honest answer still taken", async () => {
    const bench = await holdingGood();
    const { server, deviceId } = bench;
    const content = testContent({ p1: { "a/1": 4711, "a/2": { deep: ["x", null, 1.5] } }, p2: { "b/1": "on" } });
    await server.offer(deviceId, content);
    const honest = JSON.stringify({ envelope: server.device(deviceId).offered?.envelope, content });
    const before = standing(bench);
    const random = seededRandom("mutations");
    let current = honest;
    answerWith(bench, () => ({ body: current }));
    const codes = new Set<string>();
    for (let round = 0; round < 2_000; round++) {
      current = mutated(honest, random);
      if (meansTheSame(current, honest)) continue;
      const result = await bench.agent.checkIn();
      expect(result.status, `round ${round}: ${current}`).toMatch(/^(refused|held-off)$/);
      codes.add(result.because?.code ?? "none");
      // The queue of refusals is emptied, so that each round is judged and none is held off.
      if (bench.state().reports.waiting.length > 30) await bench.agent.sendReport();
    }
    expect([...codes].sort()).toEqual(expect.arrayContaining(["bad-signature", "malformed-answer", "mix-and-match"]));
    expect(codes.has("reports-waiting")).toBe(false);
    expect(standing(bench)).toEqual(before);
    current = honest;
    expect(await bench.agent.checkIn()).toMatchObject({ status: "applied" });
  }, 60_000);
});

function unsigned(header: object, envelope: BundleEnvelope): string {
  const part = (text: string) => Buffer.from(text).toString("base64url");
  return `${part(JSON.stringify(header))}.${part(canonicalJson(envelope))}`;
}

function deepAnswer(depth: number): string {
  const value = "[".repeat(depth) + "]".repeat(depth);
  return JSON.stringify({ envelope: "x", content: GOOD }).replace("true", value);
}

function mutated(text: string, random: SeededRandom): string {
  const at = random.int(0, text.length);
  const other = String.fromCharCode(random.int(32, 127));
  return random.pick([
    () => text.slice(0, at) + other + text.slice(at + 1),
    () => text.slice(0, at) + text.slice(at + 1),
    () => text.slice(0, at) + other + text.slice(at),
    () => text.slice(0, at),
    () => text.slice(at) + text.slice(0, at),
    () => text.slice(0, at) + text.slice(random.int(0, text.length)),
    () => text.slice(0, at) + text.slice(at).replace(/[a-z0-9]/, other),
    () =>
      text.replace(random.pick(["true", "4711", '"on"', "null", '"p1"', '"b/1"']), random.pick(["false", "0", "[]", '"evil"'])),
  ])();
}

/** White space between tokens says nothing; such a text is the honest answer. */
function meansTheSame(a: string, b: string): boolean {
  try {
    return canonicalJson(JSON.parse(a) as Json) === canonicalJson(JSON.parse(b) as Json);
  } catch {
    return false;
  }
}
