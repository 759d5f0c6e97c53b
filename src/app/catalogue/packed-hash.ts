import { createHash } from "node:crypto";

/** SHA-256 of a packed catalogue, which is some megabytes: natively. */
export function packedHash(packed: Uint8Array): string {
  return createHash("sha256").update(packed).digest("hex");
}
