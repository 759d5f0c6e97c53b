import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { sha256Hex } from "../kit/sha256.ts";
import type { DevicePublicKey } from "../policy/bundle/protocol.ts";

export type DeviceKey = Readonly<{ privateKey: KeyObject; publicKey: DevicePublicKey; kid: string }>;

const SEED_BYTES = 32;

/** DER of PKCS #8 up to the 32 secret bytes of an Ed25519 key (RFC 8410). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/** @param seed 32 secret bytes in base64url. The same seed is the same key, on every machine. */
export function deviceKeyOf(seed: string): DeviceKey {
  const bytes = Buffer.from(seed, "base64url");
  if (bytes.length !== SEED_BYTES) throw new Error(`a device key is made of ${SEED_BYTES} bytes, not of ${bytes.length}`);
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, bytes]), format: "der", type: "pkcs8" });
  const x = String(privateKey.export({ format: "jwk" }).x);
  const publicKey: DevicePublicKey = { kty: "OKP", crv: "Ed25519", x };
  return { privateKey, publicKey, kid: thumbprintOf(publicKey) };
}

export function verifyingKeyOf(publicKey: DevicePublicKey): KeyObject {
  return createPublicKey({ key: { ...publicKey }, format: "jwk" });
}

/** RFC 7638: SHA-256 of the required members in their fixed order. */
export function thumbprintOf({ crv, kty, x }: DevicePublicKey): string {
  return Buffer.from(sha256Hex(JSON.stringify({ crv, kty, x })), "hex").toString("base64url");
}
