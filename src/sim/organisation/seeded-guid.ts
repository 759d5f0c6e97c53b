import { sha256Hex } from "../../kit/sha256.ts";

/** The same seed and name always give the same GUID-shaped id (version 8, RFC 9562: the bits are our own). */
export function seededGuid(seed: number, name: string): string {
  const hex = sha256Hex(`${seed}/${name}`);
  const variant = "89ab"[Number.parseInt(hex.slice(16, 17), 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
