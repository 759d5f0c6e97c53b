/** `#secret=tgl_...` -> `tgl_...`; null for anything else. It stands behind the `#` so that no server or proxy writes it down. */
export function secretOf(hash: string): string | null {
  const secret = new URLSearchParams(hash.replace(/^#/, "")).get("secret");
  return secret !== null && secret.startsWith("tgl_") ? secret : null;
}
