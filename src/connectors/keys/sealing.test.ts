import { describe, expect, it } from "vitest";
import { openSealed, seal } from "./sealing.ts";

const master = Buffer.alloc(32, 1);
const other = Buffer.alloc(32, 2);
const secret = Buffer.from("a secret of some length");
const codeOf = (result: ReturnType<typeof openSealed>) => (result.ok ? "opened" : result.error.code);

describe("sealing", () => {
  it("opens what it sealed, of any length", () => {
    for (const plaintext of [Buffer.alloc(0), secret, Buffer.alloc(100_000, 9)]) {
      const opened = openSealed(master, seal(master, plaintext, "kid"), "kid");
      expect(opened.ok && Buffer.from(opened.value).equals(plaintext)).toBe(true);
    }
  });

  it("is one line of versioned text that never repeats and shows nothing", () => {
    const sealed = seal(master, secret, "kid");
    expect(sealed).toMatch(/^tgs1\.[\w-]{8}\.[\w-]{16}\.[\w-]{31}\.[\w-]{22}$/);
    expect(seal(master, secret, "kid")).not.toBe(sealed);
    expect(Buffer.from(sealed.split(".").join(""), "base64url").includes(secret)).toBe(false);
    expect(sealed).not.toContain(master.toString("base64url").slice(0, 8));
  });

  it("tells another master key from another purpose", () => {
    const sealed = seal(master, secret, "kid");
    expect(codeOf(openSealed(other, sealed, "kid"))).toBe("other-master-key");
    expect(codeOf(openSealed(master, sealed, "kid 2"))).toBe("altered-seal");
  });

  it("opens nothing that differs in one character, and says no word of the secret", () => {
    const sealed = seal(master, secret, "kid");
    const attempts = [
      ...Array.from(sealed, (_, at) => sealed.slice(0, at)),
      ...Array.from(sealed, (letter, at) => `${sealed.slice(0, at)}${letter === "A" ? "B" : "A"}${sealed.slice(at + 1)}`),
      `${sealed}.`,
      `${sealed}=`,
      ` ${sealed}`,
      "",
      "tgs1....",
    ];
    for (const attempt of attempts) {
      const result = openSealed(master, attempt, "kid");
      expect(result.ok, `opened ${attempt}`).toBe(false);
      expect(JSON.stringify(result)).not.toContain("of some length");
    }
  });

  it("takes no master key of another size", () => {
    for (const size of [0, 16, 31, 33]) {
      expect(() => seal(Buffer.alloc(size), secret, "kid")).toThrow("32 bytes");
      expect(() => openSealed(Buffer.alloc(size), "x", "kid")).toThrow("32 bytes");
    }
  });
});
