import type { Result } from "../../kit/result.ts";

/** `busy`: too many wait for their turn already; nothing was worked out. */
export type PasswordVerdict = "fits" | "differs" | "busy";

/** Slow on purpose, and never several at once than the machine bears. */
export type Passwords = Readonly<{
  hash: (password: string) => Promise<Result<string, "busy">>;
  /** @param hash null: nobody's. It takes as long as a wrong password and never fits, so that time tells no logins. */
  verify: (hash: string | null, password: string) => Promise<PasswordVerdict>;
}>;
