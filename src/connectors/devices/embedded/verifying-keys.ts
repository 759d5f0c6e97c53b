import type { KeyObject } from "node:crypto";
import type { DevicePublicKey } from "../../../policy/bundle/protocol.ts";
import { thumbprintOfX, verifyingKeyOf } from "../../keys/ed25519-public-key.ts";

export type VerifyingKey = Readonly<{ key: KeyObject; thumbprint: string }>;

/**
 * Imported public keys, at most `countMax` of them: importing one costs a fifth of verifying with it. Two generations instead
 * of a list by last use: when the young one is full it becomes the old one, and what is asked for again moves back.
 */
export function createVerifyingKeys(countMax: number): (publicKey: DevicePublicKey) => VerifyingKey | null {
  const generationMax = Math.max(1, Math.floor(countMax / 2));
  let young = new Map<string, VerifyingKey>();
  let old: ReadonlyMap<string, VerifyingKey> = new Map();
  return (publicKey) => {
    if (publicKey.kty !== "OKP" || publicKey.crv !== "Ed25519") return null;
    const { x } = publicKey;
    const known = young.get(x);
    if (known !== undefined) return known;
    const found = old.get(x) ?? imported(publicKey);
    if (found === null) return null;
    if (young.size >= generationMax) {
      old = young;
      young = new Map();
    }
    young.set(x, found);
    return found;
  };
}

function imported(publicKey: DevicePublicKey): VerifyingKey | null {
  const key = verifyingKeyOf(publicKey);
  return key === null ? null : { key, thumbprint: thumbprintOfX(publicKey.x) };
}
