import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import type { SigningKeyRow } from "../../app/ports/access-store.ts";
import type { DevicePublicKey } from "../../policy/bundle/protocol.ts";
import { thumbprintOf, thumbprintOfX } from "./ed25519-public-key.ts";
import { openSealed, seal, type SealRefused } from "./sealing.ts";

/** A key that signs bundles, opened. `kid` is its RFC 7638 thumbprint. */
export type SigningKey = Readonly<{ kid: string; publicKey: DevicePublicKey; privateKey: KeyObject }>;

/** `detail` names the key by its public id. */
export type SigningKeyRefused = Readonly<{ code: SealRefused["code"] | "key-mismatch"; kid: string; detail: string }>;

/** A new Ed25519 key; its private half (PKCS #8, DER) leaves here sealed, bound to the key's id. */
export function makeSigningKey(masterKey: Uint8Array, now: Instant): SigningKeyRow {
  const { privateKey } = generateKeyPairSync("ed25519");
  const publicJwk = publicHalfOf(privateKey);
  const kid = thumbprintOfX(publicJwk.x);
  const der = privateKey.export({ format: "der", type: "pkcs8" });
  const privateSealed = seal(masterKey, der, kid);
  der.fill(0);
  return { kid, publicJwk, privateSealed, createdAt: now };
}

/** All or none, in the order of the rows: a server that lost one of its keys should say so before it signs with another. */
export function openSigningKeys(
  masterKey: Uint8Array,
  rows: readonly SigningKeyRow[],
): Result<readonly SigningKey[], SigningKeyRefused> {
  const keys: SigningKey[] = [];
  for (const row of rows) {
    const opened = openSigningKey(masterKey, row);
    if (!opened.ok) return opened;
    keys.push(opened.value);
  }
  return ok(keys);
}

function openSigningKey(
  masterKey: Uint8Array,
  { kid, publicJwk, privateSealed }: SigningKeyRow,
): Result<SigningKey, SigningKeyRefused> {
  const opened = openSealed(masterKey, privateSealed, kid);
  if (!opened.ok)
    return err({ code: opened.error.code, kid, detail: `signing key \`${kid}\` cannot be opened: ${opened.error.detail}` });
  const mismatch = err({
    code: "key-mismatch" as const,
    kid,
    detail: `signing key \`${kid}\`: its two halves and its id do not belong together`,
  });
  const privateKey = readPrivateKey(opened.value);
  if (privateKey === null || thumbprintOf(publicJwk) !== kid || publicHalfOf(privateKey).x !== publicJwk.x) return mismatch;
  return ok({ kid, publicKey: publicJwk, privateKey });
}

/** Null: not an Ed25519 private key. The parser's own words might quote what it read. */
function readPrivateKey(der: Uint8Array): KeyObject | null {
  try {
    const key = createPrivateKey({ key: Buffer.from(der), format: "der", type: "pkcs8" });
    return key.asymmetricKeyType === "ed25519" ? key : null;
  } catch {
    return null;
  }
}

function publicHalfOf(privateKey: KeyObject): DevicePublicKey {
  const { x } = createPublicKey(privateKey).export({ format: "jwk" });
  return { kty: "OKP", crv: "Ed25519", x: String(x) };
}
