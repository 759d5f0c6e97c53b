import { decodeBase64Url } from "../../keys/base64url.ts";
import { parseStrictJson } from "./strict-json.ts";

/** A compact JWS (RFC 7515) taken apart. Nothing in it is believed yet. */
export type CompactToken = Readonly<{ kid: string; signedText: string; payloadPart: string; signaturePart: string }>;

/** Longer tokens are refused unread: the longest report of a device is some hundred kilobytes. */
export const TOKEN_LENGTH_MAX = 1024 * 1024;
const HEADER_LENGTH_MAX = 1024;
const KID_LENGTH_MAX = 200;
const HEADER_MEMBERS: ReadonlySet<string> = new Set(["alg", "kid", "typ"]);

/**
 * Exactly three parts under a header of `alg` EdDSA, `kid` and at most `typ`. What is not understood is not acted on: `crit`,
 * `b64`, and every member that would bring its own key (`jwk`, `jku`, `x5u`, `x5c`) make it no token at all.
 */
export function readCompactToken(jws: string): CompactToken | null {
  if (typeof jws !== "string" || jws.length > TOKEN_LENGTH_MAX) return null;
  const first = jws.indexOf(".");
  const second = jws.indexOf(".", first + 1);
  if (first < 1 || second < first + 2 || jws.includes(".", second + 1) || second === jws.length - 1) return null;
  const kid = first > HEADER_LENGTH_MAX ? null : keyIdIn(jws.slice(0, first));
  if (kid === null) return null;
  return {
    kid,
    signedText: jws.slice(0, second),
    payloadPart: jws.slice(first + 1, second),
    signaturePart: jws.slice(second + 1),
  };
}

function keyIdIn(headerPart: string): string | null {
  const bytes = decodeBase64Url(headerPart);
  const header = bytes === null ? null : parseStrictJson(bytes);
  if (header === null || typeof header !== "object" || Array.isArray(header)) return null;
  const { alg, kid, typ } = header as Readonly<Record<string, unknown>>;
  if (alg !== "EdDSA" || typeof kid !== "string" || kid === "" || kid.length > KID_LENGTH_MAX) return null;
  if (typ !== undefined && typeof typ !== "string") return null;
  return Object.keys(header).every((name) => HEADER_MEMBERS.has(name)) ? kid : null;
}
