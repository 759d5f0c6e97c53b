import { createHmac, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import type { DevicePublicKey } from "../../../policy/bundle/protocol.ts";
import { thumbprintOfX } from "../../keys/ed25519-public-key.ts";

/** A device's key as the tests make them. */
export type TestKey = Readonly<{ kid: string; publicKey: DevicePublicKey; privateKey: KeyObject }>;

export function makeTestKey(): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const x = String(publicKey.export({ format: "jwk" }).x);
  return { kid: thumbprintOfX(x), publicKey: { kty: "OKP", crv: "Ed25519", x }, privateKey };
}

/** Of the group that Ed25519 signs in: 2^252 + 27742317777372353535851937790883648493. */
const GROUP_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

export const b64u = (bytes: string | Uint8Array): string => Buffer.from(bytes as Uint8Array).toString("base64url");

/** Truly signed by `privateKey`, whatever the header and the payload say. */
export function signedToken(header: string | Uint8Array, payload: string | Uint8Array, privateKey: KeyObject): string {
  const signedText = `${b64u(header)}.${b64u(payload)}`;
  return `${signedText}.${b64u(sign(null, Buffer.from(signedText), privateKey))}`;
}

/** Every token here must be refused for `victim`; `other` is a key that the attacker has. By the trick that it plays. */
export function hostileTokens(victim: TestKey, other: TestKey): readonly (readonly [string, string])[] {
  return [
    ...forgedAlgorithms(victim, other),
    ...strangeHeaders(victim, other),
    ...strangeShapes(victim),
    ...wrongSignatures(victim, other),
    ...strangePayloads(victim),
  ];
}

const PAYLOAD = JSON.stringify({ aud: "tidegate-device", htm: "GET", htu: "/device/v1/check-in", iat: 1_790_000_000, jti: "1" });

function headerOf(kid: string, more: object = {}): string {
  return JSON.stringify({ alg: "EdDSA", kid, ...more });
}

function forgedAlgorithms({ kid, publicKey, privateKey }: TestKey, other: TestKey): (readonly [string, string])[] {
  const raw = Buffer.from(publicKey.x, "base64url");
  const hmac = (secret: string | Uint8Array, alg = "HS256") => {
    const text = `${b64u(JSON.stringify({ alg, kid }))}.${b64u(PAYLOAD)}`;
    return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
  };
  const named = (alg: unknown) => signedToken(JSON.stringify({ alg, kid }), PAYLOAD, privateKey);
  const unsigned = (alg: string) => `${b64u(JSON.stringify({ alg, kid }))}.${b64u(PAYLOAD)}.`;
  return [
    ["alg none, unsigned", unsigned("none")],
    ["alg None, unsigned", unsigned("None")],
    ["alg EdDSA, unsigned", unsigned("EdDSA")],
    ["alg none, signature kept", named("none")],
    ["HS256, the raw public key as the secret", hmac(raw)],
    ["HS256, the key's text as the secret", hmac(publicKey.x)],
    ["HS256, the JWK as the secret", hmac(JSON.stringify(publicKey))],
    ["HMAC under the name EdDSA", hmac(raw, "EdDSA")],
    ["alg in small letters", named("eddsa")],
    ["alg Ed25519 (RFC 9864), not promised here", named("Ed25519")],
    ["alg ES256", named("ES256")],
    ["alg as a list", named(["EdDSA"])],
    ["alg as an object", named({ toString: "EdDSA" })],
    ["alg null", named(null)],
    ["alg with a blank", named("EdDSA ")],
    ["alg with a look-alike letter", named("ЕdDSA")],
    ["no alg", signedToken(JSON.stringify({ kid }), PAYLOAD, privateKey)],
    ["an attacker's signature under the victim's name", signedToken(headerOf(kid), PAYLOAD, other.privateKey)],
  ];
}

function strangeHeaders({ kid, publicKey, privateKey }: TestKey, other: TestKey): (readonly [string, string])[] {
  const withMore = (more: object) => signedToken(headerOf(kid, more), PAYLOAD, privateKey);
  const raw = (header: string | Uint8Array) => signedToken(header, PAYLOAD, privateKey);
  const unencoded = `${b64u(headerOf(kid, { b64: false, crit: ["b64"] }))}.${PAYLOAD}`;
  return [
    ["wrong kid", raw(headerOf("somebody"))],
    ["kid of another key", raw(headerOf(other.kid))],
    ["kid in another case", raw(headerOf(kid.toLowerCase() === kid ? kid.toUpperCase() : kid.toLowerCase()))],
    ["kid as a path", raw(headerOf(`../../${kid}`))],
    ["kid as a list", raw(JSON.stringify({ alg: "EdDSA", kid: [kid] }))],
    ["kid of endless length", raw(headerOf("k".repeat(5_000)))],
    ["kid empty", raw(headerOf(""))],
    ["no kid", raw(JSON.stringify({ alg: "EdDSA" }))],
    ["crit that is not understood", withMore({ crit: ["exp"], exp: 1 })],
    ["crit empty", withMore({ crit: [] })],
    ["b64 false, said to be critical", withMore({ b64: false, crit: ["b64"] })],
    ["b64 false, payload as it is", `${unencoded}.${b64u(sign(null, Buffer.from(unencoded), privateKey))}`],
    ["b64 true", withMore({ b64: true })],
    ["jwk of the attacker, signed by him", signedToken(headerOf(kid, { jwk: other.publicKey }), PAYLOAD, other.privateKey)],
    ["jwk of the victim", withMore({ jwk: publicKey })],
    ["jku", withMore({ jku: "https://attacker.example/keys" })],
    ["x5u", withMore({ x5u: "https://attacker.example/cert" })],
    ["x5c", withMore({ x5c: ["MIIB"] })],
    ["zip", withMore({ zip: "DEF" })],
    ["typ as an object", withMore({ typ: {} })],
    ["a member twice: alg none first", raw(`{"alg":"none","alg":"EdDSA","kid":"${kid}"}`)],
    ["a member twice: alg none last", raw(`{"alg":"EdDSA","kid":"${kid}","alg":"none"}`)],
    ["a member twice, once escaped", raw(`{"alg":"EdDSA","\\u006bid":"somebody","kid":"${kid}"}`)],
    ["__proto__ brings the alg", raw(`{"__proto__":{"alg":"EdDSA"},"kid":"${kid}"}`)],
    ["__proto__ beside the alg", raw(`{"alg":"EdDSA","kid":"${kid}","__proto__":{}}`)],
    ["header with a byte order mark", raw(`\uFEFF${headerOf(kid)}`)],
    ["header in UTF-16", raw(Buffer.from(headerOf(kid), "utf16le"))],
    [
      "header with broken UTF-8",
      raw(Buffer.concat([Buffer.from(`{"alg":"EdDSA","kid":"${kid}","typ":"`), Buffer.from([0xc0, 0x80]), Buffer.from('"}')])),
    ],
    ["header as a list", raw(`["EdDSA","${kid}"]`)],
    ["header null", raw("null")],
    ["header with a comment", raw(`${headerOf(kid)}//`)],
    ["header with a trailing comma", raw(`{"alg":"EdDSA","kid":"${kid}",}`)],
    ["header of 100 KB", withMore({ typ: "t".repeat(100_000) })],
  ];
}

function strangeShapes({ kid, privateKey }: TestKey): (readonly [string, string])[] {
  const good = signedToken(headerOf(kid), PAYLOAD, privateKey);
  const [header = "", payload = "", signature = ""] = good.split(".");
  const spare = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  // The last letter of 64 bytes carries four unused bits: fifteen other spellings decode to the same signature.
  const respelt = `${good.slice(0, -1)}${spare[spare.indexOf(good.at(-1) ?? "A") ^ 1] ?? ""}`;
  const json = { protected: header, payload, signature };
  return [
    ["empty", ""],
    ["dots only", ".."],
    ["two parts", `${header}.${payload}`],
    ["four parts", `${good}.${signature}`],
    ["five parts, as a JWE", `${good}.${signature}.${signature}`],
    ["a dot at the end", `${good}.`],
    ["a dot before", `.${good}`],
    ["header and payload swapped", `${payload}.${header}.${signature}`],
    ["payload and signature swapped", `${header}.${signature}.${payload}`],
    ["detached payload", `${header}..${signature}`],
    ["padding on the signature", `${good}==`],
    ["padding on the header", `${header}=.${payload}.${signature}`],
    ["a second spelling of the signature", respelt],
    ["plain base64", good.replaceAll("-", "+").replaceAll("_", "/").concat("+/")],
    ["blank before", ` ${good}`],
    ["new line after", `${good}\n`],
    ["new line within", `${header}.\n${payload}.${signature}`],
    ["NUL after", `${good}\0`],
    ["zero-width blank", `${header}\u200B.${payload}.${signature}`],
    ["full-width dot", `${header}．${payload}.${signature}`],
    ["letters of another script", good.replace("e", "е")],
    ["truncated by one", good.slice(0, -1)],
    ["truncated by half", good.slice(0, good.length / 2)],
    ["one letter more", `${good}A`],
    ["with its scheme", `Proof ${good}`],
    ["JSON serialisation", JSON.stringify(json)],
    ["general JSON serialisation", JSON.stringify({ payload, signatures: [json] })],
    ["endless dots", ".".repeat(2_000_000)],
    ["huge payload, truly signed", signedToken(headerOf(kid), JSON.stringify("x".repeat(1_100_000)), privateKey)],
  ];
}

function wrongSignatures({ kid, privateKey }: TestKey, other: TestKey): (readonly [string, string])[] {
  const good = signedToken(headerOf(kid), PAYLOAD, privateKey);
  const [header = "", payload = "", signature = ""] = good.split(".");
  const [, , otherSignature = ""] = signedToken(headerOf(kid), `${PAYLOAD} `, privateKey).split(".");
  const bytes = Buffer.from(signature, "base64url");
  const flipped = Buffer.from(bytes);
  flipped[0] = (flipped[0] ?? 0) ^ 1;
  const overPayloadOnly = b64u(sign(null, Buffer.from(payload), privateKey));
  const overDecoded = b64u(sign(null, Buffer.from(`${headerOf(kid)}.${PAYLOAD}`), privateKey));
  return [
    ["the signature of another payload", `${header}.${payload}.${otherSignature}`],
    ["another payload under the signature", `${header}.${b64u(PAYLOAD.replace("GET", "PUT"))}.${signature}`],
    ["another header under the signature", `${b64u(headerOf(kid, { typ: "JWT" }))}.${payload}.${signature}`],
    ["one bit", `${header}.${payload}.${b64u(flipped)}`],
    ["zeros", `${header}.${payload}.${b64u(Buffer.alloc(64))}`],
    ["the identity point and zero", `${header}.${payload}.${b64u(Buffer.concat([Buffer.from([1]), Buffer.alloc(63)]))}`],
    ["the same signature with S + L", `${header}.${payload}.${b64u(withLargerS(bytes))}`],
    ["its two halves swapped", `${header}.${payload}.${b64u(Buffer.concat([bytes.subarray(32), bytes.subarray(0, 32)]))}`],
    ["the signature twice", `${header}.${payload}.${b64u(Buffer.concat([bytes, bytes]))}`],
    ["half a signature", `${header}.${payload}.${b64u(bytes.subarray(0, 32))}`],
    ["over the payload only", `${header}.${payload}.${overPayloadOnly}`],
    ["over the decoded parts", `${header}.${payload}.${overDecoded}`],
    ["the attacker's own good token", signedToken(headerOf(other.kid), PAYLOAD, other.privateKey)],
  ];
}

/** Signed by the victim itself: a device that is taken over speaks for itself, but not in two tongues. */
function strangePayloads({ kid, privateKey }: TestKey): (readonly [string, string])[] {
  const raw = (payload: string | Uint8Array) => signedToken(headerOf(kid), payload, privateKey);
  return [
    ["payload that is no JSON", raw("aud=tidegate-device")],
    ["payload with two values", raw(`${PAYLOAD}${PAYLOAD}`)],
    ["payload with a member twice", raw('{"deviceId":"a","deviceId":"b"}')],
    ["payload with a member twice, deep", raw('{"policies":[{"a:b":1,"settings":{"x":1,"\\u0078":2}}]}')],
    ["payload with __proto__", raw('{"__proto__":{"role":"admin"}}')],
    ["payload with half a code point", raw('{"jti":"\\ud800"}')],
    ["payload with broken UTF-8", raw(Buffer.from([0x22, 0xff, 0x22]))],
    ["payload with a byte order mark", raw(`\uFEFF${PAYLOAD}`)],
    ["payload with NaN", raw('{"iat":NaN}')],
    ["payload with an endless number", raw('{"iat":1e999}')],
    ["payload of endless depth", raw("[".repeat(50_000) + "]".repeat(50_000))],
    ["payload one level too deep", raw("[".repeat(65) + "]".repeat(65))],
  ];
}

function withLargerS(signature: Buffer): Buffer {
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString("hex")}`) + GROUP_ORDER;
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, "0"), "hex").reverse()]);
}
