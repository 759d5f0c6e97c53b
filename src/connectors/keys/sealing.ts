import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import { err, ok, type Result } from "../../kit/result.ts";
import { decodeBase64Url } from "./base64url.ts";

/*
 * Secrets at rest: AES-256-GCM under the master key, as one line of text
 *
 *     tgs1.MASTER.NONCE.CIPHERTEXT.TAG        (each part base64url)
 *
 * MASTER says which master key sealed it (a keyed hash, nothing of the key itself), so that a wrong key file is told from an
 * altered row. What the text is for (`aad`) is bound to it: a sealed secret moved to another row does not open.
 */

/** No detail of the secret, of the key or of the text: these go to logs. */
export type SealRefused = Readonly<{ code: "malformed-seal" | "other-master-key" | "altered-seal"; detail: string }>;

export const MASTER_KEY_BYTES = 32;
const VERSION = "tgs1";
/** NIST SP 800-38D: random nonces of 96 bits are safe for 2^32 seals under one key; a server seals a few keys a year. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const MASTER_ID_BYTES = 6;

/** @param aad what the secret is for; the same words are needed to open it. Throws unless the master key has 32 bytes. */
export function seal(masterKey: Uint8Array, plaintext: Uint8Array, aad: string): string {
  const master = masterIdOf(masterKey);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", masterKey, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(master, aad));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return [VERSION, master, ...[nonce, ciphertext, cipher.getAuthTag()].map((part) => part.toString("base64url"))].join(".");
}

/** The plaintext, if this master key sealed it for this purpose and nobody touched it. Throws as `seal` does. */
export function openSealed(masterKey: Uint8Array, sealed: string, aad: string): Result<Uint8Array, SealRefused> {
  const master = masterIdOf(masterKey);
  const [version, sealedUnder, ...encoded] = sealed.split(".");
  const [nonce, ciphertext, tag] = encoded.map(decodeBase64Url);
  if (version !== VERSION || encoded.length !== 3 || nonce == null || ciphertext == null || tag == null) {
    return err({ code: "malformed-seal", detail: `not a sealed secret of format ${VERSION}` });
  }
  if (nonce.length !== NONCE_BYTES || tag.length !== TAG_BYTES) {
    return err({ code: "malformed-seal", detail: "its nonce or its tag has the wrong size" });
  }
  if (sealedUnder !== master) return err({ code: "other-master-key", detail: "it was sealed under another master key" });
  const decipher = createDecipheriv("aes-256-gcm", masterKey, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(boundTo(master, aad)).setAuthTag(tag);
  const start = decipher.update(ciphertext);
  try {
    return ok(Buffer.concat([start, decipher.final()]));
  } catch {
    return err({ code: "altered-seal", detail: "it was altered, or sealed for another purpose" });
  }
}

function masterIdOf(masterKey: Uint8Array): string {
  if (masterKey.length !== MASTER_KEY_BYTES)
    throw new Error(`a master key has ${MASTER_KEY_BYTES} bytes, not ${masterKey.length}`);
  const digest = createHmac("sha256", masterKey).update("tidegate master key id").digest();
  return digest.subarray(0, MASTER_ID_BYTES).toString("base64url");
}

function boundTo(master: string, aad: string): Buffer {
  return Buffer.from(`${VERSION}.${master}.${aad}`);
}
