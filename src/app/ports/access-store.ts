import type { Instant } from "../../kit/instant.ts";

export const ROLES = ["viewer", "help-desk", "author", "approver", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/**
 * Who calls. Two tokens of one person are one person, and so are a token and an account of that login. A stored token has
 * exactly one role; accounts and the roof's own have several.
 */
export type Principal = Readonly<{
  person: string;
  roles: readonly Role[];
  label: string;
  /** Left out: came in with a token. */
  session?: SessionFacts;
}>;

/** When it ends: null where sessions do not run out. */
export type SessionFacts = Readonly<{
  tokenHash: string;
  displayName: string;
  idleEndsAt: Instant | null;
  endsAt: Instant | null;
}>;

export type TokenRow = Readonly<{
  tokenHash: string;
  person: string;
  role: Role;
  label: string;
  createdAt: Instant;
  expiresAt: Instant | null;
  revokedAt: Instant | null;
}>;

/** A bundle-signing key as stored: the private half sealed. */
export type SigningKeyRow = Readonly<{
  kid: string;
  publicJwk: Readonly<{ kty: "OKP"; crv: "Ed25519"; x: string }>;
  privateSealed: string;
  createdAt: Instant;
}>;

export type AccessStore = Readonly<{
  insertToken: (row: TokenRow) => Promise<void>;
  findToken: (tokenHash: string) => Promise<TokenRow | null>;
  listTokens: () => Promise<readonly TokenRow[]>;
  revokeToken: (tokenHash: string, at: Instant) => Promise<boolean>;
  insertSigningKey: (row: SigningKeyRow) => Promise<void>;
  /** Newest first. */
  signingKeys: () => Promise<readonly SigningKeyRow[]>;
}>;
