import type { DeviceId } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";
import type { Json } from "../../kit/canonical-json.ts";
import type { BundleEnvelope } from "../../policy/bundle/bundle.ts";
import type { DevicePublicKey } from "../../policy/bundle/protocol.ts";

export type DeviceSession = Readonly<{ deviceId: DeviceId; thumbprint: string; expiresAt: Instant }>;

/**
 * Signatures of the device door (policy/bundle/protocol.ts). Verification allows EdDSA alone; anything malformed is null,
 * never an exception.
 */
export type DeviceCrypto = Readonly<{
  /** RFC 7638 thumbprint, base64url of SHA-256. Null: not an Ed25519 public key. */
  thumbprintOf: (publicKey: DevicePublicKey) => string | null;
  /** The key id a compact JWS names in its protected header, before anything is believed. */
  keyIdOf: (jws: string) => string | null;
  /** The payload, parsed, if the signature is this key's. */
  verify: (jws: string, publicKey: DevicePublicKey) => Json | null;
  signEnvelope: (envelope: BundleEnvelope) => string;
  /** Keys that may sign bundles, newest first. */
  serverKeys: () => readonly Readonly<{ kid: string; publicKey: DevicePublicKey }>[];
  /** A session is bound to the key that opened it and dies with the process that made it; the device then proves itself anew. */
  issueSession: (session: DeviceSession) => string;
  readSession: (token: string, now: Instant) => DeviceSession | null;
}>;
