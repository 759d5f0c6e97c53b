import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import type { DeviceId } from "../../../kit/ids.ts";
import { instant, type Instant } from "../../../kit/instant.ts";
import type { DeviceSession } from "../../../app/ports/device-crypto.ts";
import { decodeBase64Url } from "../../keys/base64url.ts";

export type SessionTokens = Readonly<{
  issue: (session: DeviceSession) => string;
  read: (token: string, now: Instant) => DeviceSession | null;
}>;

const SECRET_BYTES_MIN = 32;
const TOKEN_LENGTH_MAX = 2_048;
const MAC_BYTES = 32;
/** Said before every payload, so that the secret's signatures over anything else are worth nothing here. */
const PURPOSE = "tidegate device session 1\n";
const PAYLOAD = /^([1-9][0-9]{0,15})\n([A-Za-z0-9_-]{43})\n(.+)$/s;

/**
 * `PAYLOAD.MAC`: who, by which key, until when, and HMAC-SHA-256 over it. Throws where the secret is shorter than 32 bytes
 * or the session could not be read back: both are mistakes of the program.
 */
export function createSessionTokens(secret: Uint8Array): SessionTokens {
  if (secret.length < SECRET_BYTES_MIN)
    throw new Error(`a session secret has at least ${SECRET_BYTES_MIN} bytes, not ${secret.length}`);
  // A KeyObject: with plain bytes each HMAC costs five times as much, for importing the key.
  const key = createSecretKey(secret);
  const macOf = (payloadPart: string) => createHmac("sha256", key).update(PURPOSE).update(payloadPart).digest();
  return {
    issue: ({ deviceId, thumbprint, expiresAt }) => {
      const payload = `${expiresAt}\n${thumbprint}\n${deviceId}`;
      const payloadPart = Buffer.from(payload).toString("base64url");
      const token = `${payloadPart}.${macOf(payloadPart).toString("base64url")}`;
      if (!PAYLOAD.test(payload) || !deviceId.isWellFormed() || token.length > TOKEN_LENGTH_MAX) {
        throw new Error("a session needs an expiry after 1970, a SHA-256 thumbprint and a device id of moderate length");
      }
      return token;
    },
    read: (token, now) => {
      if (typeof token !== "string" || token.length > TOKEN_LENGTH_MAX) return null;
      const [payloadPart = "", macPart = "", ...rest] = token.split(".");
      const mac = decodeBase64Url(macPart);
      if (rest.length > 0 || mac === null || mac.length !== MAC_BYTES) return null;
      return timingSafeEqual(mac, macOf(payloadPart)) ? unexpired(payloadPart, now) : null;
    },
  };
}

/** Of a payload whose MAC fits: it is read as it was written. */
function unexpired(payloadPart: string, now: Instant): DeviceSession | null {
  const [, expiry = "", thumbprint = "", deviceId = ""] = PAYLOAD.exec(Buffer.from(payloadPart, "base64url").toString()) ?? [];
  const expiresAt = instant(Number(expiry));
  return expiresAt > now && deviceId !== "" ? { deviceId: deviceId as DeviceId, thumbprint, expiresAt } : null;
}
