import { err, ok, type Result } from "../../kit/result.ts";
import { plusMs, type Instant } from "../../kit/instant.ts";
import { PROOF_SKEW_MS_MAX, SESSION_MS, type DeviceProof } from "../../policy/bundle/protocol.ts";
import { problem, type Problem } from "../problems/problem.ts";
import type { IdentityRow } from "../ports/device-store.ts";
import type { DeviceSession } from "../ports/device-crypto.ts";
import type { DeviceDoor } from "./device-door.ts";

/** A device that proved its key. `newSession`: it proved it by a signature, and may use this token for an hour. */
export type KnownDevice = Readonly<{ identity: IdentityRow; newSession: Readonly<{ token: string; expiresAt: Instant }> | null }>;

/** One request, as far as a proof speaks of it. */
export type DeviceRequest = Readonly<{ authorization: string | null; method: string; path: string }>;

/**
 * Who speaks? `Bearer SESSION`, or `Proof JWS` by the pinned key over method, path, time and a number used once. The key
 * says who it is; nothing in the URL does. Every failure is the same 401, so that nobody learns which keys exist.
 */
export async function authenticateDevice(
  door: DeviceDoor,
  request: DeviceRequest,
  now: Instant,
): Promise<Result<KnownDevice, Problem>> {
  const [scheme, credential] = splitAuthorization(request.authorization);
  const known =
    scheme === "bearer"
      ? await bySession(door, credential, now)
      : scheme === "proof"
        ? await byProof(door, credential, request, now)
        : null;
  if (known === null) return err(problem("device-proof-invalid", "no valid session and no valid proof"));
  const snapshot = await door.view.current();
  if (snapshot.inactiveThumbprints.has(known.identity.thumbprint)) {
    return err(problem("device-key-stale", "this key is quarantined or revoked"));
  }
  door.seen.note(known.identity.deviceId, now);
  return ok(known);
}

async function bySession(door: DeviceDoor, token: string, now: Instant): Promise<KnownDevice | null> {
  const session = door.crypto.readSession(token, now);
  if (session === null) return null;
  const identity = await door.identities.find(session.thumbprint);
  return identity === null || identity.deviceId !== session.deviceId ? null : { identity, newSession: null };
}

async function byProof(door: DeviceDoor, jws: string, request: DeviceRequest, now: Instant): Promise<KnownDevice | null> {
  const thumbprint = door.crypto.keyIdOf(jws);
  if (thumbprint === null) return null;
  const identity = await door.identities.find(thumbprint);
  if (identity === null) return null;
  const proof = readProof(door.crypto.verify(jws, identity.publicKey));
  if (proof === null || proof.htm !== request.method || proof.htu !== request.path) return null;
  if (Math.abs(proof.iat * 1_000 - now) > PROOF_SKEW_MS_MAX) return null;
  if (!door.replays.firstUse(`${thumbprint}/${proof.jti}`, now)) return null;
  const session: DeviceSession = { deviceId: identity.deviceId, thumbprint, expiresAt: plusMs(now, SESSION_MS) };
  return { identity, newSession: { token: door.crypto.issueSession(session), expiresAt: session.expiresAt } };
}

function readProof(payload: unknown): DeviceProof | null {
  if (typeof payload !== "object" || payload === null) return null;
  const proof = payload as Partial<DeviceProof>;
  const isText = (text: unknown): text is string => typeof text === "string" && text.length > 0 && text.length <= 200;
  if (proof.aud !== "tidegate-device" || !isText(proof.htm) || !isText(proof.htu) || !isText(proof.jti)) return null;
  return Number.isSafeInteger(proof.iat) ? (proof as DeviceProof) : null;
}

function splitAuthorization(header: string | null): readonly [string, string] {
  const space = header?.indexOf(" ") ?? -1;
  return header === null || space < 0 ? ["", ""] : [header.slice(0, space).toLowerCase(), header.slice(space + 1)];
}
