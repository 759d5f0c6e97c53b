import { sha256Hex } from "../../kit/sha256.ts";

export const REQUIREMENT_ID = /^[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?$/;
const CHARACTERS_MAX = 60;

/** A requirement's id, made of its title or of what it is about: the same text gives the same id. */
export function requirementSlug(text: string): string {
  const words = text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, CHARACTERS_MAX)
    .replaceAll(/^-+|-+$/g, "");
  return words === "" ? `requirement-${sha256Hex(text).slice(0, 8)}` : words;
}
