import { createPublicKey, hash, type KeyObject } from "node:crypto";
import type { DevicePublicKey } from "../../policy/bundle/protocol.ts";
import { decodeBase64Url } from "./base64url.ts";

export const ED25519_KEY_BYTES = 32;

/** Of the field of edwards25519: 2^255 - 19. An encoding at or above it is a second spelling of another point. */
const FIELD_PRIME = 2n ** 255n - 19n;
const SIGN_BIT = 1n << 255n;

/** Of two of the points of order 8: d*y^4 + 2*y^2 = 1. */
const ORDER_8_Y = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;

/**
 * The y coordinates of the eight points of small order. Under such a "key" signatures that nobody made fit many messages, and
 * OpenSSL 3.0, which Node 22 brings, does not object (3.5 does).
 */
const SMALL_ORDER_Y: ReadonlySet<bigint> = new Set([0n, 1n, FIELD_PRIME - 1n, ORDER_8_Y, FIELD_PRIME - ORDER_8_Y]);

/** RFC 7638 thumbprint, base64url of SHA-256. Null: not an Ed25519 public key, or one that proves nothing. */
export function thumbprintOf(publicKey: DevicePublicKey): string | null {
  return isEd25519PublicKey(publicKey) ? thumbprintOfX(publicKey.x) : null;
}

/** Of a key that was judged before: SHA-256 of the required members in their fixed order. */
export function thumbprintOfX(x: string): string {
  return hash("sha256", `{"crv":"Ed25519","kty":"OKP","x":"${x}"}`, "base64url");
}

/** The key for node:crypto. Null as in `thumbprintOf`. */
export function verifyingKeyOf(publicKey: DevicePublicKey): KeyObject | null {
  if (!isEd25519PublicKey(publicKey)) return null;
  const { kty, crv, x } = publicKey;
  return createPublicKey({ key: { kty, crv, x }, format: "jwk" });
}

/** Keys come from outside: the types of the members are looked at, not believed. */
function isEd25519PublicKey(publicKey: DevicePublicKey): boolean {
  const { kty, crv, x }: Readonly<Record<keyof DevicePublicKey, unknown>> = publicKey;
  if (kty !== "OKP" || crv !== "Ed25519" || typeof x !== "string") return false;
  const bytes = decodeBase64Url(x);
  if (bytes === null || bytes.length !== ED25519_KEY_BYTES) return false;
  const y = BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`) & ~SIGN_BIT;
  return y < FIELD_PRIME && !SMALL_ORDER_Y.has(y);
}
