import { err, ok, type Result } from "../../kit/result.ts";
import { MINUTE_MS, plusMs, type Instant } from "../../kit/instant.ts";
import { sha256Hex } from "../../kit/sha256.ts";
import { audit } from "../audit.ts";
import type { Entropy } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";

export type EnrolmentTokenRequest = Readonly<{ label: string; uses: number; lifetimeMinutes: number; by: string; now: Instant }>;
export type NewEnrolmentToken = Readonly<{ token: string; expiresAt: Instant; uses: number }>;

const SECRET_BITS = 256;
/** A token that lies about for longer is found by somebody else. */
const LIFETIME_MINUTES_MAX = 24 * 60;
const USES_MAX = 100_000;

/** A token with which at most `uses` devices may enrol within a day. Shown once. */
export async function createEnrolmentToken(
  store: Store,
  entropy: Entropy,
  request: EnrolmentTokenRequest,
): Promise<Result<NewEnrolmentToken, Problem>> {
  const { label, uses, lifetimeMinutes, by, now } = request;
  if (!isWithin(lifetimeMinutes, LIFETIME_MINUTES_MAX))
    return err(problem("token-lifetime-invalid", `\`${lifetimeMinutes}\` minutes is not between 1 and ${LIFETIME_MINUTES_MAX}`));
  if (!isWithin(uses, USES_MAX)) return err(problem("body-invalid", `\`${uses}\` uses is not between 1 and ${USES_MAX}`));
  const token = `tge_${entropy.hex(SECRET_BITS)}`;
  const tokenHash = sha256Hex(token);
  const expiresAt = plusMs(now, lifetimeMinutes * MINUTE_MS);
  await store.write(async (unit) => {
    await unit.devices.insertEnrolmentToken({ tokenHash, label, createdBy: by, createdAt: now, expiresAt, usesLeft: uses });
    await audit(unit, now, by, "enrolment-token.created", `enrolment-token:${tokenHash.slice(0, 12)}`, {
      label,
      uses,
      expiresAt,
    });
  });
  return ok({ token, expiresAt, uses });
}

function isWithin(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}
