import { sign } from "node:crypto";
import { CompactSign, calculateJwkThumbprint, compactVerify, importJWK } from "jose";
import { describe, expect, it } from "vitest";
import { canonicalJson, type Json } from "../../../kit/canonical-json.ts";
import type { DeviceId } from "../../../kit/ids.ts";
import { instant, plusMs } from "../../../kit/instant.ts";
import type { BundleEnvelope } from "../../../policy/bundle/bundle.ts";
import type { DevicePublicKey } from "../../../policy/bundle/protocol.ts";
import { b64u, hostileTokens, makeTestKey, signedToken } from "../testing/hostile-tokens.ts";
import { createDeviceCrypto } from "./device-crypto.ts";

const server = makeTestKey();
const formerServer = makeTestKey();
const device = makeTestKey();
const attacker = makeTestKey();
const NOW = instant(Date.UTC(2026, 8, 1));
const crypto = createDeviceCrypto({ signingKeys: [server, formerServer], sessionSecret: Buffer.alloc(32, 5) });

const header = JSON.stringify({ alg: "EdDSA", kid: device.kid });
const payloads: readonly Json[] = [
  { a: 1 },
  [],
  'grüß dich \u{1f30a} a:b " \\',
  null,
  0,
  { deep: [[[{ ":": ':{"' }]]] },
  { list: [1.5, -0.25, 1e21], "": "" },
];

const envelope: BundleEnvelope = {
  type: "tidegate-bundle",
  specVersion: 1,
  tenant: "tenant",
  deviceId: "device-1",
  seq: 3,
  epoch: 1,
  issuedAt: NOW,
  notAfter: plusMs(NOW, 1_000),
  contentHash: "c".repeat(64),
  previousHash: null,
  reportNonce: "nonce",
};

describe("tokens of devices", () => {
  it("accepts what jose signs, with whole payload, and as often as it comes", async () => {
    for (const payload of [...payloads, ...payloads]) {
      const token = await new CompactSign(Buffer.from(JSON.stringify(payload)))
        .setProtectedHeader({ alg: "EdDSA", kid: device.kid, typ: "JWT" })
        .sign(device.privateKey);
      expect(crypto.keyIdOf(token)).toBe(device.kid);
      expect(crypto.verify(token, device.publicKey)).toEqual(payload);
      expect(crypto.verify(token, attacker.publicKey)).toBeNull();
    }
  });

  it("accepts a header with white space, and a payload of the greatest depth and of half a megabyte", () => {
    expect(
      crypto.verify(signedToken(`{ "kid" : "${device.kid}",\r\n "alg" : "EdDSA" }`, "1", device.privateKey), device.publicKey),
    ).toBe(1);
    const deep = "[".repeat(64) + "]".repeat(64);
    expect(crypto.verify(signedToken(header, deep, device.privateKey), device.publicKey)).not.toBeNull();
    const long = "x".repeat(500_000);
    expect(crypto.verify(signedToken(header, JSON.stringify(long), device.privateKey), device.publicKey)).toBe(long);
  });

  const corpus = hostileTokens(device, attacker);
  it.each(corpus)("refuses: %s", (_trick, token) => {
    expect(crypto.verify(token, device.publicKey)).toBeNull();
  });

  it("holds a corpus of a hundred tricks, all different, and reads a key's id of each at most", () => {
    expect(corpus.length).toBeGreaterThanOrEqual(100);
    expect(new Set(corpus.map(([, token]) => token)).size).toBe(corpus.length);
    const ids = new Set(corpus.map(([, token]) => crypto.keyIdOf(token)));
    expect(ids).toContain(null);
    expect(ids).toContain(device.kid);
    expect(ids).not.toContain("");
    const [good, dot] = [signedToken(header, "1", device.privateKey), "."];
    expect([good, good + dot, dot + good, `${good}.AAAA`].map(crypto.keyIdOf)).toEqual([device.kid, null, null, null]);
  });

  it("refuses more of the corpus than jose, which refuses most of it", async () => {
    const key = await importJWK({ ...device.publicKey }, "EdDSA");
    let acceptedByJose = 0;
    for (const [, token] of corpus) {
      const accepted = await compactVerify(token, key, { algorithms: ["EdDSA"] }).then(
        () => true,
        () => false,
      );
      if (accepted) acceptedByJose += 1;
    }
    // Foreign names, members twice, strange payloads: signed by this very key, so jose has no objection.
    expect(acceptedByJose).toBeGreaterThan(0);
    expect(acceptedByJose).toBeLessThan(corpus.length / 2);
  });

  it("accepts no token that differs in one character, wherever it is", () => {
    const token = signedToken(header, '{"n":1}', device.privateKey);
    let tried = 0;
    for (let at = 0; at < token.length; at++) {
      for (const other of ["A", "z", "_", ".", "=", "é"]) {
        if (token[at] === other) continue;
        tried += 1;
        expect(
          crypto.verify(token.slice(0, at) + other + token.slice(at + 1), device.publicKey),
          `character ${at} as ${other}`,
        ).toBeNull();
      }
      expect(crypto.verify(token.slice(0, at), device.publicKey)).toBeNull();
    }
    expect(tried).toBeGreaterThan(500);
  });

  it("refuses what is no text or no key without throwing", () => {
    const token = signedToken(header, "1", device.privateKey);
    for (const nonsense of [undefined, null, 7, {}, ["a.b.c"]])
      expect(crypto.verify(nonsense as string, device.publicKey)).toBeNull();
    for (const key of strangeKeys())
      expect(crypto.verify(token, key as DevicePublicKey), `key ${JSON.stringify(key)}`).toBeNull();
  });
});

describe("thumbprints", () => {
  it("are those of jose", async () => {
    for (const { publicKey } of [server, device, attacker])
      expect(crypto.thumbprintOf(publicKey)).toBe(await calculateJwkThumbprint({ ...publicKey }));
  });

  it("do not depend on members that are not the key's", () => {
    expect(crypto.thumbprintOf({ ...device.publicKey, use: "sig" } as DevicePublicKey)).toBe(device.kid);
  });

  it.each(strangeKeys().map((key) => [JSON.stringify(key).slice(0, 90), key] as const))("are not given to %s", (_text, key) => {
    expect(crypto.thumbprintOf(key as DevicePublicKey)).toBeNull();
  });
});

describe("keys of small order", () => {
  // A signature that nobody made: R is the identity (or the key's own point), S is zero.
  const forgeries = [Buffer.concat([Buffer.from([1]), Buffer.alloc(63)]), Buffer.alloc(64)];

  it.each(smallOrderKeys())("are no keys: %s", (x) => {
    const key: DevicePublicKey = { kty: "OKP", crv: "Ed25519", x };
    expect(crypto.thumbprintOf(key)).toBeNull();
    const text = `${b64u(header)}.${b64u("1")}`;
    for (const forgery of forgeries) expect(crypto.verify(`${text}.${b64u(forgery)}`, key)).toBeNull();
  });
});

describe("envelopes", () => {
  it("are signed by the newest key, as jose verifies, over canonical bytes", async () => {
    const token = crypto.signEnvelope(envelope);
    const verified = await compactVerify(token, await importJWK({ ...server.publicKey }, "EdDSA"), { algorithms: ["EdDSA"] });
    expect(Buffer.from(verified.payload).toString()).toBe(canonicalJson(envelope as unknown as Json));
    expect(verified.protectedHeader).toEqual({ alg: "EdDSA", kid: server.kid });
    expect(crypto.verify(token, server.publicKey)).toEqual(envelope);
  });

  it("can be verified with every key that is told to devices, newest first, and no private half is told", () => {
    expect(crypto.serverKeys()).toEqual([server, formerServer].map(({ kid, publicKey }) => ({ kid, publicKey })));
  });

  it("are never signed with keys that do not fit", () => {
    const make = (signingKey: typeof server) => () =>
      createDeviceCrypto({ signingKeys: [signingKey], sessionSecret: Buffer.alloc(32) });
    expect(make({ ...server, privateKey: attacker.privateKey })).toThrow("do not belong together");
    expect(make({ ...server, kid: attacker.kid })).toThrow("do not belong together");
    expect(make({ ...server, publicKey: attacker.publicKey })).toThrow("do not belong together");
    expect(() => createDeviceCrypto({ signingKeys: [], sessionSecret: Buffer.alloc(32) })).toThrow("no key");
    expect(() => createDeviceCrypto({ signingKeys: [server], sessionSecret: Buffer.alloc(31) })).toThrow("at least 32 bytes");
  });
});

describe("sessions", () => {
  const session = { deviceId: "device-1" as DeviceId, thumbprint: device.kid, expiresAt: plusMs(NOW, 1_000) };

  it("come back whole until they expire", () => {
    for (const deviceId of ["device-1", "Gerät\n2", "a.b", "\u{1f30a}"] as DeviceId[]) {
      const token = crypto.issueSession({ ...session, deviceId });
      expect(crypto.readSession(token, NOW)).toEqual({ ...session, deviceId });
      expect(crypto.readSession(token, instant(session.expiresAt - 1))).not.toBeNull();
      expect(crypto.readSession(token, session.expiresAt)).toBeNull();
      expect(crypto.readSession(token, plusMs(session.expiresAt, 1))).toBeNull();
    }
  });

  it("die with the process that made them", () => {
    const next = createDeviceCrypto({ signingKeys: [server], sessionSecret: Buffer.alloc(32, 6) });
    expect(next.readSession(crypto.issueSession(session), NOW)).toBeNull();
  });

  it("accept no change of one character, no other part, no device's signature", () => {
    const token = crypto.issueSession(session);
    for (let at = 0; at < token.length; at++) {
      for (const other of ["A", "z", "_", ".", "=", "é"]) {
        if (token[at] !== other)
          expect(crypto.readSession(token.slice(0, at) + other + token.slice(at + 1), NOW), `${at} as ${other}`).toBeNull();
      }
      expect(crypto.readSession(token.slice(0, at), NOW)).toBeNull();
    }
    const [payload = "", mac = ""] = token.split(".");
    const later = b64u(
      Buffer.from(payload, "base64url")
        .toString()
        .replace(String(session.expiresAt), String(session.expiresAt + 9_000)),
    );
    const signed = b64u(sign(null, Buffer.from(payload), server.privateKey));
    for (const forged of [
      "",
      ".",
      payload,
      `${payload}.`,
      `.${mac}`,
      `${mac}.${payload}`,
      `${token}.${mac}`,
      `${later}.${mac}`,
      `${payload}.${signed}`,
      `${token}=`,
      "x".repeat(3_000_000),
    ]) {
      expect(crypto.readSession(forged, NOW), `session ${forged.slice(0, 60)}`).toBeNull();
    }
    expect(crypto.readSession(null as unknown as string, NOW)).toBeNull();
    expect(crypto.readSession(crypto.signEnvelope(envelope), NOW)).toBeNull();
  });

  it("are not issued where they could not be read back", () => {
    const issue = (changes: Partial<typeof session>) => () => crypto.issueSession({ ...session, ...changes });
    expect(issue({ deviceId: "" as DeviceId })).toThrow("a session needs");
    expect(issue({ deviceId: "\ud800" as DeviceId })).toThrow("a session needs");
    expect(issue({ deviceId: "d".repeat(3_000) as DeviceId })).toThrow("a session needs");
    expect(issue({ thumbprint: "short" })).toThrow("a session needs");
    expect(issue({ expiresAt: Number.NaN as typeof NOW })).toThrow("a session needs");
  });
});

function strangeKeys(): readonly unknown[] {
  const { x } = device.publicKey;
  return [
    { kty: "EC", crv: "Ed25519", x },
    { kty: "OKP", crv: "X25519", x },
    { kty: "OKP", crv: "Ed448", x },
    { kty: "oct", k: x },
    { kty: "OKP", crv: "Ed25519" },
    { kty: "OKP", crv: "Ed25519", x: 7 },
    { kty: "OKP", crv: "Ed25519", x: [x] },
    { kty: "OKP", crv: "Ed25519", x: "" },
    { kty: "OKP", crv: "Ed25519", x: `${x}=` },
    { kty: "OKP", crv: "Ed25519", x: ` ${x}` },
    { kty: "OKP", crv: "Ed25519", x: x.slice(0, -1) },
    { kty: "OKP", crv: "Ed25519", x: `${x}AA` },
    { kty: "OKP", crv: "Ed25519", x: "+".repeat(43) },
    {},
  ];
}

/** All encodings of the eight points, with either sign and with y + p where that fits: worked out here, not copied. */
function smallOrderKeys(): string[] {
  const p = 2n ** 255n - 19n;
  const power = (base: bigint, exponent: bigint): bigint => {
    if (exponent === 0n) return 1n;
    const half = power((base * base) % p, exponent / 2n);
    return exponent % 2n === 0n ? half : (half * base) % p;
  };
  const mod = (value: bigint) => ((value % p) + p) % p;
  const inverse = (value: bigint) => power(mod(value), p - 2n);
  const roots = (square: bigint): bigint[] => {
    const candidate = power(mod(square), (p + 3n) / 8n);
    return [candidate, mod(candidate * power(2n, (p - 1n) / 4n))]
      .filter((root) => mod(root * root) === mod(square))
      .flatMap((root) => [root, p - root]);
  };
  const d = mod(-121665n * inverse(121666n));
  // Doubling a point of order 8 gives y = 0, so y^2 = -x^2; with the curve's equation d*y^4 + 2*y^2 = 1.
  const order8 = roots(1n + d).flatMap((root) => roots((root - 1n) * inverse(d)));
  const ys = [...new Set([0n, 1n, p - 1n, ...order8])];
  expect(ys).toHaveLength(5);
  const encodings = ys.flatMap((y) => [y, y + p]).filter((y) => y < 2n ** 255n);
  return encodings
    .flatMap((y) => [y, y | (1n << 255n)])
    .map((y) => b64u(Buffer.from(y.toString(16).padStart(64, "0"), "hex").reverse()));
}
