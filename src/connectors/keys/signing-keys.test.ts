import { sign, verify } from "node:crypto";
import { calculateJwkThumbprint } from "jose";
import { describe, expect, it } from "vitest";
import { instant } from "../../kit/instant.ts";
import { verifyingKeyOf } from "./ed25519-public-key.ts";
import { seal } from "./sealing.ts";
import { makeSigningKey, openSigningKeys } from "./signing-keys.ts";

const master = Buffer.alloc(32, 1);
const NOW = instant(Date.UTC(2026, 8, 1));
const [first, second] = [makeSigningKey(master, NOW), makeSigningKey(master, NOW)];
const codeOf = (...args: Parameters<typeof openSigningKeys>) => {
  const opened = openSigningKeys(...args);
  return opened.ok ? "opened" : `${opened.error.code} ${opened.error.kid}`;
};

describe("signing keys", () => {
  it("are opened in the order of their rows, each signing for its public half", async () => {
    const opened = openSigningKeys(master, [second, first]);
    if (!opened.ok) throw new Error(opened.error.detail);
    expect(opened.value.map(({ kid }) => kid)).toEqual([second.kid, first.kid]);
    for (const { kid, publicKey, privateKey } of opened.value) {
      const message = Buffer.from("message");
      const publicHalf = verifyingKeyOf(publicKey);
      expect(publicHalf !== null && verify(null, message, publicHalf, sign(null, message, privateKey))).toBe(true);
      expect(kid).toBe(await calculateJwkThumbprint({ ...publicKey }));
    }
  });

  it("are new each time, dated, and sealed", () => {
    expect(first.kid).not.toBe(second.kid);
    expect(first.createdAt).toBe(NOW);
    expect(first.publicJwk).toEqual({ kty: "OKP", crv: "Ed25519", x: first.publicJwk.x });
    const opened = openSigningKeys(master, [first]);
    const privatePart = opened.ok ? String(opened.value[0]?.privateKey.export({ format: "jwk" }).d) : "";
    expect(privatePart).toHaveLength(43);
    expect(JSON.stringify(first)).not.toContain(privatePart);
  });

  it("are opened all or none, naming the one that is not right", () => {
    expect(openSigningKeys(master, [])).toEqual({ ok: true, value: [] });
    expect(codeOf(Buffer.alloc(32, 2), [first])).toBe(`other-master-key ${first.kid}`);
    expect(codeOf(master, [first, { ...second, privateSealed: first.privateSealed }])).toBe(`altered-seal ${second.kid}`);
    expect(codeOf(master, [first, { ...second, privateSealed: "nothing" }])).toBe(`malformed-seal ${second.kid}`);
    expect(codeOf(master, [{ ...first, publicJwk: second.publicJwk }, second])).toBe(`key-mismatch ${first.kid}`);
    expect(codeOf(master, [{ ...first, kid: second.kid }])).toBe(`altered-seal ${second.kid}`);
  });

  it("are refused when a private half was sealed for another public half, or under an id that is not the thumbprint", () => {
    const opened = openSigningKeys(master, [second]);
    const der =
      (opened.ok ? opened.value[0]?.privateKey : undefined)?.export({ format: "der", type: "pkcs8" }) ?? Buffer.alloc(0);
    expect(codeOf(master, [{ ...second, privateSealed: seal(master, der, second.kid) }])).toBe("opened");
    expect(codeOf(master, [{ ...first, privateSealed: seal(master, der, first.kid) }])).toBe(`key-mismatch ${first.kid}`);
    expect(codeOf(master, [{ ...second, kid: "other", privateSealed: seal(master, der, "other") }])).toBe("key-mismatch other");
  });

  it("say nothing of what was sealed where it is no key", () => {
    const result = openSigningKeys(master, [
      { ...first, privateSealed: seal(master, Buffer.from("top secret words"), first.kid) },
    ]);
    expect(result).toEqual({ ok: false, error: expect.objectContaining({ code: "key-mismatch", kid: first.kid }) as unknown });
    expect(JSON.stringify(result)).not.toContain("secret");
  });
});
