import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hashOf, sha256Hex } from "./sha256.ts";

describe("sha256Hex", () => {
  // FIPS 180-4 example inputs, and the empty text.
  test.each([
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ],
  ])("%j", (text, digest) => {
    expect(sha256Hex(text)).toBe(digest);
  });

  test("agrees with Node's own on every text, as UTF-8", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(sha256Hex(text)).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
      }),
    );
  });
});

describe("hashOf", () => {
  test("does not depend on the order of keys, and hashes the canonical text", () => {
    expect(hashOf({ b: 1, a: [true, null] })).toBe(hashOf({ a: [true, null], b: 1 }));
    expect(hashOf({ b: 1, a: 2 })).toBe(sha256Hex('{"a":2,"b":1}'));
  });

  test("tells values apart that look alike", () => {
    const values = [null, "null", 0, "0", false, [], {}, "", [0], { a: 0 }];
    expect(new Set(values.map(hashOf)).size).toBe(values.length);
  });
});
