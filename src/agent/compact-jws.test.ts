import { CompactSign, calculateJwkThumbprint, compactVerify, importJWK } from "jose";
import { describe, expect, it } from "vitest";
import { signCompact, verifyCompact } from "./compact-jws.ts";
import { deviceKeyOf, verifyingKeyOf } from "./device-key.ts";

const key = deviceKeyOf(Buffer.alloc(32, 7).toString("base64url"));
const keys = new Map([[key.kid, verifyingKeyOf(key.publicKey)]]);
const payload = JSON.stringify({ greeting: "grüß dich", n: 1 });

describe("compact JWS against jose", () => {
  it("signs what jose verifies, under the thumbprint that jose computes", async () => {
    const verified = await compactVerify(signCompact(payload, key), await importJWK({ ...key.publicKey }, "EdDSA"), {
      algorithms: ["EdDSA"],
    });
    expect(new TextDecoder().decode(verified.payload)).toBe(payload);
    expect(verified.protectedHeader).toEqual({ alg: "EdDSA", kid: await calculateJwkThumbprint({ ...key.publicKey }) });
  });

  it("verifies what jose signs", async () => {
    const token = await new CompactSign(new TextEncoder().encode(payload))
      .setProtectedHeader({ alg: "EdDSA", kid: key.kid })
      .sign(key.privateKey);
    expect(verifyCompact(token, keys)).toEqual({ ok: true, value: payload });
  });

  it("accepts no token that differs in one character, wherever it is", () => {
    const token = signCompact(payload, key);
    for (let at = 0; at < token.length; at++) {
      for (const other of ["A", "z", "_", ".", "=", " "]) {
        if (token[at] === other) continue;
        expect(verifyCompact(token.slice(0, at) + other + token.slice(at + 1), keys).ok, `character ${at} as ${other}`).toBe(
          false,
        );
      }
      expect(verifyCompact(token.slice(0, at), keys).ok).toBe(false);
    }
  });

  it("names what is wrong before it looks for a key", () => {
    const [, body = ""] = signCompact(payload, key).split(".");
    const codeOf = (header: object, signature = "") => {
      const token = `${Buffer.from(JSON.stringify(header)).toString("base64url")}.${body}.${signature}`;
      const result = verifyCompact(token, keys);
      return result.ok ? "accepted" : result.error.code;
    };
    expect(codeOf({ alg: "none", kid: key.kid })).toBe("forbidden-algorithm");
    expect(codeOf({ kid: key.kid })).toBe("forbidden-algorithm");
    expect(codeOf({ alg: "EdDSA", kid: "somebody" })).toBe("unknown-key");
    expect(codeOf({ alg: "EdDSA" })).toBe("malformed-token");
    expect(codeOf({ alg: "EdDSA", kid: key.kid, crit: ["b64"], b64: false })).toBe("malformed-token");
    expect(codeOf({ alg: "EdDSA", kid: key.kid })).toBe("bad-signature");
  });
});
