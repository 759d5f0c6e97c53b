/** Strict: Buffer skips what it does not know, so only text that comes back equal is base64url. */
export function decodeBase64Url(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : null;
}
