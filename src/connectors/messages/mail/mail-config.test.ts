import { expect, test } from "vitest";
import { isAddress, readMailConfig } from "./mail-config.ts";

const GOOD = {
  host: "mail.example.com",
  port: 587,
  tls: "starttls",
  from: "Tidegate <tidegate@example.com>",
  user: "t",
  passwordFile: "pw",
};
const read = (value: unknown, password: string | null = "secret\n") => readMailConfig(JSON.stringify(value), () => password);

test("a whole configuration is read, the password from its file", () => {
  expect(read(GOOD)).toEqual({
    ok: true,
    value: {
      host: "mail.example.com",
      port: 587,
      tls: "starttls",
      from: { name: "Tidegate", address: "tidegate@example.com" },
      login: { user: "t", password: "secret" },
    },
  });
  expect(read({ host: "::1", port: 25, tls: "none", from: "a@b.example" })).toMatchObject({ ok: true, value: { login: null } });
});

test("all faults come at once, and none of them holds the secret", () => {
  const result = read({ host: "a b", port: 0, tls: "maybe", from: "nobody", user: "", colour: 1 });
  expect(result.ok ? [] : result.error).toEqual([
    "`colour` is not known; there are host, port, tls, from, user, passwordFile",
    "`host` is no host name or address",
    "`port` is no port number",
    "`tls` is none of starttls, tls, none",
    "`from` is no mail address, for example `Tidegate <tidegate@example.com>`",
    "`user` and `passwordFile` belong together",
    "`user` is no name",
  ]);
});

test.each([
  ["not JSON", "{", "it is no JSON object"],
  ["a list", "[]", "it is no JSON object"],
])("%s", (_name, text, fault) => {
  expect(readMailConfig(text, () => null)).toEqual({ ok: false, error: [fault] });
});

test("a password is not sent in the clear, and an empty or missing file is no password", () => {
  expect(read({ ...GOOD, tls: "none" })).toMatchObject({ ok: false, error: [expect.stringContaining("in the clear")] });
  for (const password of [null, "", "\n"])
    expect(read(GOOD, password)).toMatchObject({ ok: false, error: [expect.stringContaining("passwordFile")] });
});

test.each(["a@b", "nina.koch+x@mail.example.com", "ü@example.com"])("%s is an address", (text) => {
  expect(isAddress(text)).toBe(true);
});
test.each(["", "a", "a@", "@b", "a b@c", "a@b,c@d", "a@b>", "a@b\r\nX: y", "<a@b>", '"a b"@c', `${"x".repeat(255)}@b.c`])(
  "%j is none",
  (text) => {
    expect(isAddress(text)).toBe(false);
  },
);
