import type { PlistValue } from "./read-plist.ts";

/**
 * Keys whose texts are secrets, whatever payload they are in. Apple's own: passwords of accounts and networks, shared secrets of
 * VPN, the challenge of SCEP, the removal password. The rest is what applications keep in managed preferences.
 */
const SECRET_KEY =
  /(password|passwd|passcode|passphrase|secret|challenge|apikey|api_key|privatekey|private_key|activationcode|licen[cs]ekey|credential)$|^(pin|psk|token|clientidentifier)$|token$/i;

/** Certificates that come with their private key. */
const IDENTITY_TYPES: ReadonlySet<string> = new Set(["com.apple.security.pkcs12", "com.apple.security.wapi-identity"]);

const PRIVATE_KEY_TEXT = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** `-----BEGIN` in base64, at each of its three offsets; what follows is looked at decoded. */
const BEGIN_BASE64 = /LS0tLS1CRUdJT|0tLS0tQkVHSU|tLS0tLUJFR0lO/;

/** True: the value never enters the house; only that there is one. Numbers and truth values are no secrets. */
export function isSecret(payloadType: string, key: string, value: PlistValue): boolean {
  if (value.kind !== "text" && value.kind !== "data") return false;
  const text = value.kind === "text" ? value.text : value.base64;
  if (text === "") return false;
  if (SECRET_KEY.test(key)) return true;
  if (IDENTITY_TYPES.has(payloadType.toLowerCase()) && key.toLowerCase() === "payloadcontent") return true;
  if (value.kind === "text") return PRIVATE_KEY_TEXT.test(text);
  return BEGIN_BASE64.test(text) && PRIVATE_KEY_TEXT.test(Buffer.from(text, "base64").toString("latin1"));
}
