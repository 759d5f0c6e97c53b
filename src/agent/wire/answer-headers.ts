import { instant, SECOND_MS, type Instant } from "../../kit/instant.ts";
import { DEVICE_HEADERS } from "../../policy/bundle/protocol.ts";
import type { AgentAnswer } from "../agent-ports.ts";

export type DeviceHeaders = Readonly<{
  serverTime: Instant | null;
  nextCheckInAt: Instant | null;
  session: Readonly<{ token: string; expiresAt: Instant }> | null;
}>;

/** The end of what Date can hold. */
const EPOCH_MS_MAX = 8.64e15;
const ETAG = /^(?:W\/)?"[\x21\x23-\x7e]{0,200}"$/;
const SESSION = /^[\x21-\x7e]{1,4096}$/;

/** A header that is missing or not written as the protocol says is null. */
export function readDeviceHeaders({ headers }: AgentAnswer): DeviceHeaders {
  const token = headers[DEVICE_HEADERS.session];
  const expiresAt = readInstant(headers[DEVICE_HEADERS.sessionExpiresAt]);
  return {
    serverTime: readInstant(headers[DEVICE_HEADERS.serverTime]),
    nextCheckInAt: readInstant(headers[DEVICE_HEADERS.nextCheckInAt]),
    session: token !== undefined && SESSION.test(token) && expiresAt !== null ? { token, expiresAt } : null,
  };
}

export function readEtag({ headers }: AgentAnswer): string | null {
  const etag = headers["etag"];
  return etag !== undefined && ETAG.test(etag) ? etag : null;
}

/** Retry-After (RFC 9110, 10.2.3): seconds or a date, as a wait from `now` by the server's clock. */
export function readRetryAfterMs({ headers }: AgentAnswer, now: Instant): number | null {
  const value = headers["retry-after"];
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * SECOND_MS;
  const at = Date.parse(value);
  return Number.isFinite(at) ? Math.max(0, at - now) : null;
}

function readInstant(value: string | undefined): Instant | null {
  if (value === undefined || !/^\d{1,16}$/.test(value)) return null;
  const epochMs = Number(value);
  return epochMs <= EPOCH_MS_MAX ? instant(epochMs) : null;
}
