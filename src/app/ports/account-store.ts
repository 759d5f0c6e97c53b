import type { Instant } from "../../kit/instant.ts";
import type { Role } from "./access-store.ts";

/** `login` is the person: approvals by an account and by a token of the same person are one person's. */
export type AccountRow = Readonly<{
  login: string;
  displayName: string;
  roles: readonly Role[];
  /** Null: comes in by a link only. */
  passwordHash: string | null;
  createdAt: Instant;
  disabledAt: Instant | null;
  lastSignInAt: Instant | null;
}>;

export type SessionRow = Readonly<{
  tokenHash: string;
  login: string;
  createdAt: Instant;
  /** To the minute: it is not written at each request. */
  lastUsedAt: Instant;
  endedAt: Instant | null;
}>;

/** `new-account`: its person chooses login, name and password, and has `roles`. The others are an account's. */
export type SignInLinkRow = Readonly<{
  secretHash: string;
  purpose: Readonly<
    { asks: "new-account"; roles: readonly Role[] } | { asks: "new-password"; login: string } | { asks: "nothing"; login: string }
  >;
  createdAt: Instant;
  expiresAt: Instant;
  usedAt: Instant | null;
}>;

/**
 * INVARIANT: whoever writes here appends to the audit chain in the same unit, `touchSession` apart. Units that append run one
 * after the other, so that what was read (the last administrator, the first account) is still so when it is acted on.
 */
export type AccountStore = Readonly<{
  insert: (row: AccountRow) => Promise<void>;
  /** All but the login and the time of its making. */
  update: (row: AccountRow) => Promise<void>;
  find: (login: string) => Promise<AccountRow | null>;
  /** By login. */
  list: () => Promise<readonly AccountRow[]>;
  /** Somebody with the role admin who can sign in with a password. */
  hasAdministrator: () => Promise<boolean>;

  insertSession: (row: SessionRow) => Promise<void>;
  findSession: (tokenHash: string) => Promise<Readonly<{ session: SessionRow; account: AccountRow }> | null>;
  touchSession: (tokenHash: string, at: Instant) => Promise<void>;
  /** False: it had ended, or there is none. */
  endSession: (tokenHash: string, at: Instant) => Promise<boolean>;
  /** @returns how many ended. */
  endSessionsOf: (login: string, at: Instant, exceptTokenHash: string | null) => Promise<number>;
  /** Those that ended, and those that were made before. */
  dropSessionsOf: (login: string, madeBefore: Instant) => Promise<void>;

  insertLink: (row: SignInLinkRow) => Promise<void>;
  findLink: (secretHash: string) => Promise<SignInLinkRow | null>;
  /** False: it was used before. */
  useLink: (secretHash: string, at: Instant) => Promise<boolean>;
  /** The unused links of an account; null: those that make an account. */
  dropLinksOf: (login: string | null) => Promise<void>;
}>;
