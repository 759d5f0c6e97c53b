import type { Instant } from "../../kit/instant.ts";

/**
 * The one source of time (house.md section 8): the database's clock in production, a virtual one in the demo. Read once per
 * request or tick and handed down.
 */
export type Clock = Readonly<{ now: () => Instant }>;

/** Unpredictable bytes for tokens, nonces and ids; 128 bits at least wherever a secret is made. */
export type Entropy = Readonly<{
  /** @param bits a multiple of 8; lower-case hex comes back. */
  hex: (bits: number) => string;
}>;
