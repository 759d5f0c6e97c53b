import { sign, verify, type KeyObject } from "node:crypto";
import { canonicalJson, type Json } from "../../../kit/canonical-json.ts";
import type { DeviceCrypto } from "../../../app/ports/device-crypto.ts";
import type { DevicePublicKey } from "../../../policy/bundle/protocol.ts";
import { decodeBase64Url } from "../../keys/base64url.ts";
import { thumbprintOf } from "../../keys/ed25519-public-key.ts";
import type { SigningKey } from "../../keys/signing-keys.ts";
import { readCompactToken } from "./compact-token.ts";
import { createSessionTokens } from "./session-tokens.ts";
import { parseStrictJson } from "./strict-json.ts";
import { createVerifyingKeys, type VerifyingKey } from "./verifying-keys.ts";

export type DeviceCryptoOptions = Readonly<{
  /** Newest first; the first one signs. */
  signingKeys: readonly SigningKey[];
  /** Random, at least 32 bytes, made anew by each process: its sessions die with it. */
  sessionSecret: Uint8Array;
}>;

/** About 2 KB each. A fleet beyond it pays for importing a key again, a fifth of a verification. */
const VERIFYING_KEYS_MAX = 32_768;

/**
 * Throws where a signing key is missing, has another id than its thumbprint, or does not fit its public half: devices would
 * refuse every bundle.
 */
export function createDeviceCrypto({ signingKeys, sessionSecret }: DeviceCryptoOptions): DeviceCrypto {
  const [newest] = signingKeys;
  if (newest === undefined) throw new Error("no key to sign bundles with");
  const verifyingKeyFor = createVerifyingKeys(VERIFYING_KEYS_MAX);
  for (const key of signingKeys) assertFits(key, verifyingKeyFor(key.publicKey));
  const serverKeys = signingKeys.map(({ kid, publicKey }) => ({ kid, publicKey }));
  const headerPart = encode(JSON.stringify({ alg: "EdDSA", kid: newest.kid }));
  const sessions = createSessionTokens(sessionSecret);
  return {
    thumbprintOf,
    keyIdOf: (jws) => readCompactToken(jws)?.kid ?? null,
    verify: (jws, publicKey) => verifyCompact(jws, publicKey, verifyingKeyFor),
    signEnvelope: (envelope) => signCompact(headerPart, canonicalJson(envelope), newest.privateKey),
    serverKeys: () => serverKeys,
    issueSession: sessions.issue,
    readSession: sessions.read,
  };
}

/** The token has to name this very key: a signature that fits under another name is a mix-up, and refused. */
function verifyCompact(
  jws: string,
  publicKey: DevicePublicKey,
  verifyingKeyFor: (key: DevicePublicKey) => VerifyingKey | null,
): Json | null {
  const token = readCompactToken(jws);
  const key = token === null ? null : verifyingKeyFor(publicKey);
  if (token === null || key === null || token.kid !== key.thumbprint) return null;
  const signature = decodeBase64Url(token.signaturePart);
  if (signature === null || !verify(null, Buffer.from(token.signedText), key.key, signature)) return null;
  const payload = decodeBase64Url(token.payloadPart);
  return payload === null ? null : parseStrictJson(payload);
}

function signCompact(headerPart: string, payload: string, privateKey: KeyObject): string {
  const signedText = `${headerPart}.${encode(payload)}`;
  return `${signedText}.${sign(null, Buffer.from(signedText), privateKey).toString("base64url")}`;
}

function assertFits({ kid, privateKey }: SigningKey, key: VerifyingKey | null): void {
  const trial = Buffer.from("tidegate signing key trial");
  if (
    key === null ||
    key.thumbprint !== kid ||
    privateKey.asymmetricKeyType !== "ed25519" ||
    !verify(null, trial, key.key, sign(null, trial, privateKey))
  ) {
    throw new Error(`signing key \`${kid}\`: its two halves and its id do not belong together`);
  }
}

function encode(text: string): string {
  return Buffer.from(text).toString("base64url");
}
