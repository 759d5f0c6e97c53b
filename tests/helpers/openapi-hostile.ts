/** What stands in the body's text for a value that no JavaScript number or string can be. */
export const RAW = "\ue000raw\ue000";

const NUMBERS = [-1, 0, -0.5, 0.5, 1e308, -1e308, 2 ** 53, -(2 ** 53), 2 ** 31, 1e15];
export const HUGE = ["1e400", "-1e400", "123456789012345678901234567890", "1E+999"];
const TYPES: readonly unknown[] = [null, true, 0, 1.5, "", "x", [], {}, [[]], { "": null }, [null]];
const TEXTS = [
  "",
  " ",
  "\n",
  "\t",
  "\u0007",
  "\u007f",
  "\u0085",
  "é".repeat(3),
  "x y",
  "../../x",
  "A".repeat(64),
  "🜁",
  "<b>",
  "' or 1=1 --",
];
const POISON = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "__defineGetter__", "valueOf"];

/** Changes at one place of a body; the first place from there on at which it makes the body wrong is taken. */
export const IN_BODY: Readonly<Record<string, (member: unknown, which: number) => unknown>> = {
  "missing field": (member, which) => (isRecord(member) ? without(member, nth(Object.keys(member), which)) : UNCHANGED),
  "extra field": (member, which) => (isRecord(member) ? { ...member, surprise: nth(TYPES, which) } : UNCHANGED),
  "prototype key": (member, which) => (isRecord(member) ? withOwn(member, nth(POISON, which), { isAdmin: true }) : UNCHANGED),
  "wrong type": (_, which) => nth(TYPES, which),
  "out of range": (member, which) => (typeof member === "number" ? nth(NUMBERS, which) : UNCHANGED),
  "huge number": (member) => (typeof member === "number" ? RAW : UNCHANGED),
  "wrong word": (member, which) =>
    typeof member === "string" ? nth([member.toUpperCase(), `${member} `, "nonsense"], which) : UNCHANGED,
  "bad pattern": (member, which) => (typeof member === "string" ? nth(TEXTS, which) : UNCHANGED),
  "too long": (member, which) =>
    typeof member === "string" ? nth(["x", "é", "𝒳"], which).repeat(nth([201, 401, 70_000], which)) : tooMany(member),
  "NUL character": (member) => (typeof member === "string" ? `${member}\u0000` : UNCHANGED),
  "half a surrogate pair": (member, which) =>
    typeof member === "string" ? `${member}${nth(["\ud800", "\udfff", "a\udc00"], which)}` : UNCHANGED,
  "deep nesting": (_, which) => nested(nth([3, 39, 41, 500], which)),
};
export const UNCHANGED = Symbol("unchanged");

/** Never the name or id of anything, and most of them not text that a path may hold. */
export const PATH_PARTS = [
  "%00",
  "a%00b",
  "%0a",
  "%0d%0aset-cookie:x",
  "%7f",
  "%",
  "%zz",
  "%c3%28",
  "%ff",
  "%ed%a0%80",
  "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
  "..%2f..%2f..%2fetc%2fpasswd",
  "%252e%252e%252f",
  "..;",
  "a/b",
  "",
  "%e2%80%ae",
  "x".repeat(401),
  "x".repeat(5_000),
  "%F0%9F%9C%81".repeat(401),
  "__proto__",
  "constructor",
  "%24%7b7*7%7d",
  "'%20or%201=1%20--",
];

/** After the first line; each is no HTTP request that anybody should answer otherwise. */
export const HEADS = [
  "X: no host",
  "Host: x\r\nHost: y",
  "Host: x\r\nContent-Length: -1",
  "Host: x\r\nContent-Length: 1, 2",
  "Host: x\r\nContent-Length: 0x10",
  "Host: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked",
  "Host: x\r\nTransfer-Encoding: chunked, identity",
  "Host: x\r\nBad Name: 1",
  "Host: x\r\nBad: a\u0000b",
  "Host: x\r\n: no name",
  "Host: x\r\nExpect: nonsense",
  `Host: x\r\nLong: ${"x".repeat(20_000)}`,
  `Host: x\r\n${"H: x\r\n".repeat(3_000)}Last: x`,
];

export const QUERY_TEXTS = [
  "",
  "-1",
  "1.5",
  "1e3",
  "0x10",
  "NaN",
  "999999999999999999999",
  "9".repeat(400),
  "x".repeat(401),
  "\u0000",
  "\n",
  "nonsense",
  " 1",
  "1 ",
  "null",
];

/** The item at this place, counted on from the start where there are fewer. */
export function nth<Item>(items: readonly Item[], at: number): Item {
  return items[at % items.length] as Item;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function without(value: Readonly<Record<string, unknown>>, key: string | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
}

/** `__proto__` in an object literal is no member. */
function withOwn(value: Readonly<Record<string, unknown>>, key: string, member: unknown): object {
  return Object.defineProperty({ ...value }, key, { value: member, enumerable: true, configurable: true });
}

const ITEMS_MAX = 2_500;

function tooMany(member: unknown): unknown {
  if (!Array.isArray(member) || member.length === 0) return UNCHANGED;
  return Array.from({ length: ITEMS_MAX }, () => (member as unknown[])[0]);
}

function nested(depth: number): unknown {
  let value: unknown = 0;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}
